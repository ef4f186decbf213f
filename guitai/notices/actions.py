"""Tell somebody by notice or text; send again what nobody knows of; make, print and post a batch."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID, uuid4

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils.translation import gettext as _

from guitai.accounts import actions as accounts
from guitai.accounts.terms import AccountsRefusal
from guitai.audit import actions as audit
from guitai.core import identifiers
from guitai.core.terms import IdentifierWrong
from guitai.notices import jobs, printing, queries, words
from guitai.notices.models import Message, PrintBatch, PrintItem
from guitai.notices.terms import (
    TROUBLED,
    BatchRefused,
    Channel,
    NoMobile,
    Notice,
    NoticeError,
    NoWay,
    PrintState,
    Recipient,
    Sender,
    Status,
    TextMessage,
    TextRefused,
)
from guitai.outbox.queue import enqueue

LONGEST_TEXT = 335  # five parts
MOST_IN_A_BATCH = 200


@transaction.atomic
def send(notice: Notice, *, now: datetime) -> Message:
    """The notice goes out if and only if the caller's transaction commits: by mail, else through the print queue."""
    recipient = notice.recipient
    channel = Channel.MAIL if recipient.email.strip() else Channel.PRINT
    if channel is Channel.PRINT and not recipient.postal_address.strip():
        raise NoWay(_("This person has neither an e-mail address nor a postal address."))
    message = Message.objects.create(
        id=uuid4(),
        kind=notice.template.kind,
        channel=channel,
        person_ref=recipient.person,
        thing_ref=notice.thing,
        agency_code=notice.sender.agency_code,
        recipient=asdict(recipient),
        content=words.as_json(words.fill(notice)),
        enclosure=notice.enclosure,
        sender=asdict(notice.sender),
        created_at=now,
        created_by=notice.actor,
        status_at=now,
        next_try_at=now if channel is Channel.MAIL else None,
    )
    if channel is Channel.PRINT:  # mails are taken from their table as soon as they are there (posting.py)
        printing.queue_message(message, now=now)
    audit.record(
        "notices.send",
        actor=notice.actor,
        thing=f"notice:{message.pk}",
        subject=recipient.person,
        purpose=notice.template.kind,
        detail={"for": notice.thing, "channel": channel.value},
        now=now,
    )
    return message


@transaction.atomic
def send_text(message: TextMessage, *, now: datetime) -> None:
    """The text goes to the telephone if and only if the caller's transaction commits."""
    phone = _mobile(message.to)
    if not queries.texts_can_be_sent():
        raise NoWay(_("No text messages can be sent here."))
    if not message.text.strip() or len(message.text) > LONGEST_TEXT:
        raise TextRefused(_("A text message has between 1 and %(most)s characters.") % {"most": LONGEST_TEXT})
    row = Message.objects.create(
        id=uuid4(),
        kind="text",
        channel=Channel.SMS,
        thing_ref=message.thing,
        recipient={"phone": phone, "postal_address": ""},
        content={"text": message.text},
        sender={},
        created_at=now,
        created_by=message.actor,
        status_at=now,
        next_try_at=now,
    )
    enqueue(jobs.send_text, {"message": str(row.pk)})
    detail = {"for": message.thing, "channel": Channel.SMS.value}
    audit.record("notices.send_text", actor=message.actor, thing=f"notice:{row.pk}", detail=detail, now=now)


@transaction.atomic
def send_again(message_id: UUID, *, actor: str, now: datetime) -> None:
    """A person decided that the mail is sent once more, although it may have arrived."""
    message = Message.objects.select_for_update().get(pk=message_id)
    if message.status not in TROUBLED or message.channel != Channel.MAIL:
        raise NoticeError(_("This notice is not one that failed."))
    message.status, message.status_at, message.next_try_at = Status.CREATED, now, now
    message.save(update_fields=["status", "status_at", "next_try_at"])
    audit.record("notices.send_again", actor=actor, thing=f"notice:{message.pk}", subject=message.person_ref, now=now)


@transaction.atomic
def print_instead(message_id: UUID, *, actor: str, now: datetime) -> None:
    """A person decided that a mail that failed, or may have, also goes out on paper."""
    message = Message.objects.select_for_update().get(pk=message_id)
    if message.status not in TROUBLED or printing.queue_message(message, now=now) is None:
        raise NoticeError(_("This notice cannot be printed: it did not fail, or no postal address is known."))
    audit.record("notices.print", actor=actor, thing=f"notice:{message.pk}", subject=message.person_ref, now=now)


@transaction.atomic
def send_code_by_letter(
    request_id: int, *, recipient: Recipient, sender: Sender, actor: str, now: datetime
) -> PrintItem:
    """A code for proving identity waits for the printer. Call it only after the register confirmed name and address."""
    if not recipient.postal_address.strip():
        raise NoWay(_("This person has no registered address."))
    item = printing.queue_code(request_id, recipient=recipient, sender=sender, now=now)
    audit.record("notices.code_by_letter", actor=actor, thing=f"letter_request:{request_id}", now=now)
    return item


@transaction.atomic
def make_batch(agency_code: str, *, actor: str, now: datetime) -> PrintBatch:
    """Take what waits into one batch; codes by letter are made now, and the PDF follows by a job."""
    queue = PrintItem.objects.select_for_update(skip_locked=True).order_by("created_at", "id")
    items = list(queue.filter(agency_code=agency_code, state=PrintState.WAITING)[:MOST_IN_A_BATCH])
    items = [item for item in items if item.message or item.code or _make_code(item, actor=actor, now=now)]
    if not items:
        raise BatchRefused(_("Nothing waits to be printed."))
    batch = PrintBatch.objects.create(id=uuid4(), agency_code=agency_code, created_at=now, created_by=actor)
    for item in items:
        item.state, item.batch = PrintState.IN_BATCH, batch
        item.save(update_fields=["state", "batch", "code"])
    enqueue(jobs.set_batch, {"batch": str(batch.pk)})
    audit.record("notices.make_batch", actor=actor, thing=f"batch:{batch.pk}", detail={"sheets": len(items)}, now=now)
    return batch


@transaction.atomic
def mark_printed(batch_id: UUID, *, actor: str, now: datetime) -> PrintBatch:
    """Write down who printed the batch; doing it again changes nothing."""
    batch = PrintBatch.objects.select_for_update().get(pk=batch_id)
    if not batch.pdf_ref:
        raise BatchRefused(_("This batch is still being prepared."))
    if batch.printed_at is None:
        batch.printed_at, batch.printed_by = now, actor
        batch.save(update_fields=["printed_at", "printed_by"])
        audit.record("notices.mark_printed", actor=actor, thing=f"batch:{batch.pk}", now=now)
    return batch


@transaction.atomic
def mark_posted(batch_id: UUID, *, actor: str, now: datetime) -> PrintBatch:
    """Write down who posted the batch; its notices count as delivered."""
    batch = PrintBatch.objects.select_for_update().get(pk=batch_id)
    if batch.printed_at is None:
        raise BatchRefused(_("This batch is not printed yet."))
    if batch.posted_at is None:
        batch.posted_at, batch.posted_by = now, actor
        batch.save(update_fields=["posted_at", "posted_by"])
        batch.items.update(state=PrintState.POSTED)
        told = Message.objects.filter(print_item__batch=batch)
        told.update(status=Status.DELIVERED, status_at=now, next_try_at=None)
        audit.record("notices.mark_posted", actor=actor, thing=f"batch:{batch.pk}", now=now)
    return batch


def _mobile(number: str) -> str:
    try:
        return identifiers.check_mobile(number)
    except IdentifierWrong as wrong:
        raise NoMobile(str(wrong)) from None


def _make_code(item: PrintItem, *, actor: str, now: datetime) -> bool:
    """Make the code of the sheet; a request that was answered meanwhile leaves no sheet."""
    request_id = item.letter_request
    if request_id is None:
        return False
    try:
        issued = accounts.issue_letter_code(request_id, actor=actor, now=now)
    except ObjectDoesNotExist:
        item.delete()
        return False
    except AccountsRefusal:  # somebody was recorded otherwise meanwhile: one sheet less, not a batch less
        accounts.refuse_letter(request_id, why="recorded_otherwise", actor=actor, now=now)
        item.delete()
        return False
    item.code = {"code": issued.code, "expires": issued.expires.isoformat()}
    return True
