"""The print queue: sheets wait, a batch takes them, a job sets its PDF, somebody prints and posts it."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from guitai.core import clock, rocdate
from guitai.core.typesetting import fonts
from guitai.core.typesetting.pdf import compile_pdf
from guitai.files import actions as files
from guitai.notices import code_letter
from guitai.notices.models import Message, PrintBatch, PrintItem
from guitai.notices.stack import Stack
from guitai.notices.terms import PrintState, Recipient, Sender
from guitai.notices.words import from_json

TEMPLATE = Path(__file__).parent / "typst" / "sheet.typ"

Enclosure = Callable[[str], bytes | None]


def queue_message(message: Message, *, now: datetime) -> PrintItem | None:
    """Put the notice into the print queue once; answers None where no postal address is known."""
    if not message.recipient["postal_address"].strip():
        return None
    item, _created = PrintItem.objects.get_or_create(
        message=message,
        defaults={
            "person_ref": message.person_ref,
            "agency_code": message.agency_code,
            "recipient": message.recipient,
            "sender": message.sender,
            "created_at": now,
        },
    )
    return item


def queue_code(request_id: int, *, recipient: Recipient, sender: Sender, now: datetime) -> PrintItem:
    """Put a code by letter into the print queue; the code itself is made only when it is printed."""
    item, _created = PrintItem.objects.get_or_create(
        letter_request=request_id,
        defaults={
            "person_ref": recipient.person,
            "agency_code": sender.agency_code,
            "recipient": asdict(recipient),
            "sender": asdict(sender),
            "created_at": now,
        },
    )
    return item


@transaction.atomic
def set_batch(batch_id: UUID, *, now: datetime) -> bool:
    """Set the PDF of the batch once. What has no enclosure yet, or no place any more, goes back to the queue."""
    batch = PrintBatch.objects.select_for_update().get(pk=batch_id)
    if batch.pdf_ref:
        return False
    stack = Stack()
    for item in batch.items.select_related("message").order_by("created_at", "id"):
        if not stack.add(_letter(item, now=now)):
            _back_to_the_queue(item)
    pages, pdf = stack.pages, stack.close()
    if not pages:
        return False  # nothing was ready: the batch stays empty and is shown to nobody
    batch.pages, batch.pdf_ref = pages, _store(pdf, batch, now=now)
    batch.save(update_fields=["pdf_ref", "pages"])
    batch.items.exclude(code=None).update(code=None)
    return True


def _store(pdf: bytes, batch: PrintBatch, *, now: datetime) -> str:
    owner = f"batch:{batch.pk}"
    name = f"print-batch-{now.astimezone(clock.TAIPEI):%Y%m%d-%H%M}.pdf"
    stored = files.keep_own(pdf, name=name, owner=owner, now=now)
    files.claim([stored.ref], owner=owner, holder=owner, now=now)
    return stored.ref


def _back_to_the_queue(item: PrintItem) -> None:
    item.state, item.batch = PrintState.WAITING, None
    item.save(update_fields=["state", "batch"])


def _letter(item: PrintItem, *, now: datetime) -> list[bytes]:
    """Answer the sheet and what goes behind it; nothing while the enclosure is being prepared."""
    ref = item.message.enclosure if item.message else ""
    enclosed = _enclosures()(ref) if ref else b""
    if enclosed is None:
        return []
    return [sheet(item, now=now), *([enclosed] if enclosed else [])]


def sheet(item: PrintItem, *, now: datetime) -> bytes:
    """Answer the address sheet with the words of the notice, or with the code."""
    data = _code_sheet(item) if item.message is None else _notice_sheet(item.message)
    day = now.astimezone(clock.TAIPEI).date()
    frame = {
        "sender": item.sender["agency_name"],
        "sender_address": item.sender["address"],
        "name": item.recipient["name"],
        "address": item.recipient["postal_address"],
        "day": rocdate.roc_full(day),
    }
    shown = {key: fonts.with_marks(value) if isinstance(value, str) else value for key, value in (frame | data).items()}
    shown["sections"] = [[fonts.with_marks(text) for text in section] for section in shown["sections"]]
    return compile_pdf(TEMPLATE, {"sheet": shown}, day=day)


def _enclosures() -> Enclosure:
    """Documents are another package on our line: config names who opens them; without it no enclosure is ready."""
    name = getattr(settings, "NOTICE_ENCLOSURES", "")
    opener: Enclosure = import_string(name) if name else _never_ready
    return opener


def _never_ready(_ref: str) -> None:
    return None


def _notice_sheet(message: Message) -> dict[str, Any]:
    content = from_json(message.content)
    link = [[content.link_words, content.link]] if content.link else []
    return {
        "title": content.subject,
        "greeting": content.greeting,
        "sections": [[heading, text] for heading, text in content.sections] + link,
        "code": "",
        "enclosed": bool(message.enclosure),
    }


def _code_sheet(item: PrintItem) -> dict[str, Any]:
    return code_letter.words(
        code=item.code["code"],
        expires=date.fromisoformat(item.code["expires"]),
        name=item.recipient["name"],
        sender=item.sender,
    )
