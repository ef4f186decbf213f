"""Read notices, their attempts, and the print queue."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from guitai.core import together
from guitai.core.together import Part
from guitai.files import queries as files
from guitai.notices.models import Message, PrintBatch, PrintItem
from guitai.notices.terms import TROUBLED, BatchState, Channel, NoticeContent, PrintState, Status
from guitai.notices.words import from_json


@dataclass(frozen=True)
class AttemptView:
    number: int
    status: Status
    started_at: datetime
    ended_at: datetime | None
    reason: str


@dataclass(frozen=True)
class NoticeView:
    id: UUID
    kind: str
    channel: Channel
    status: Status
    status_at: datetime
    created_at: datetime
    thing_ref: str
    person_ref: str
    subject: str


@dataclass(frozen=True)
class PrintItemView:
    """A sheet that waits; the name is shown so that the clerk can find it, the address only on paper."""

    id: UUID
    kind: str
    subject: str
    name: str
    thing_ref: str
    created_at: datetime


@dataclass(frozen=True)
class BatchView:
    id: UUID
    agency_code: str
    state: BatchState
    sheets: int
    pages: int
    created_at: datetime
    created_by: str
    printed_at: datetime | None
    printed_by: str
    posted_at: datetime | None
    posted_by: str


def notices_for(thing: str) -> list[NoticeView]:
    """Answer what was told about a case, the oldest first."""
    return [view_of(row) for row in Message.objects.filter(thing_ref=thing).order_by("created_at", "id")]


def part_for(thing: str) -> Part[Message]:
    """Answer the read of what was told about a case, the oldest first; each becomes a NoticeView by ``view_of``."""
    return together.rows_of(Message, where="thing_ref = %(thing)s", params={"thing": thing}, order="created_at, id")


def notices_to(person: str) -> list[NoticeView]:
    return [view_of(row) for row in Message.objects.filter(person_ref=person).order_by("-created_at", "id")]


def code_waits(request_id: int) -> bool:
    """Answer whether a sheet for this code by letter is in the print queue, or went through it."""
    return PrintItem.objects.filter(letter_request=request_id).exists()


def texts_can_be_sent() -> bool:
    """Answer whether this installation has a message centre; without one no page offers a code to the telephone."""
    return bool(settings.SMS_HOST)


def troubled(agency_code: str) -> list[NoticeView]:
    """Answer the mails a person must decide about."""
    rows = Message.objects.filter(agency_code=agency_code, status__in=[status.value for status in TROUBLED])
    return [view_of(row) for row in rows.order_by("status_at")]


def attempts(message_id: UUID) -> list[AttemptView]:
    message = Message.objects.get(pk=message_id)
    return [
        AttemptView(
            number=row.number,
            status=Status(row.status),
            started_at=row.started_at,
            ended_at=row.ended_at,
            reason=row.reason,
        )
        for row in message.attempts.order_by("number")
    ]


def content(message_id: UUID) -> NoticeContent:
    return from_json(Message.objects.get(pk=message_id).content)


def print_queue(agency_code: str) -> list[PrintItemView]:
    """Answer the sheets that wait for a batch, the oldest first."""
    rows = PrintItem.objects.filter(agency_code=agency_code, state=PrintState.WAITING).select_related("message")
    return [
        PrintItemView(
            id=row.pk,
            kind=row.message.kind if row.message else "binding_code",
            subject=str(row.message.content["subject"]) if row.message else _("Code to prove who you are"),
            name=str(row.recipient["name"]),
            thing_ref=row.message.thing_ref if row.message else f"letter_request:{row.letter_request}",
            created_at=row.created_at,
        )
        for row in rows.order_by("created_at", "id")
    ]


def batches(agency_code: str) -> list[BatchView]:
    """Answer the batches, the newest first; one that dissolved because nothing was ready is not shown."""
    rows = PrintBatch.objects.filter(agency_code=agency_code, items__isnull=False).distinct()
    return [_batch(row) for row in rows.order_by("-created_at", "id")]


def batch(batch_id: UUID) -> BatchView | None:
    """Answer the batch; None where it dissolved, because none of its enclosures was ready."""
    row = PrintBatch.objects.filter(pk=batch_id, items__isnull=False).first()
    return _batch(row) if row else None


def batch_pdf(batch_id: UUID) -> bytes | None:
    """Answer the PDF, or None while it is being prepared."""
    row = PrintBatch.objects.get(pk=batch_id)
    return files.open_file(row.pdf_ref) if row.pdf_ref else None


def view_of(row: Message) -> NoticeView:
    return NoticeView(
        id=row.pk,
        kind=row.kind,
        channel=Channel(row.channel),
        status=Status(row.status),
        status_at=row.status_at,
        created_at=row.created_at,
        thing_ref=row.thing_ref,
        person_ref=row.person_ref,
        subject=_("Text message") if row.channel == Channel.SMS else str(row.content["subject"]),
    )


def _batch(row: PrintBatch) -> BatchView:
    return BatchView(
        id=row.pk,
        agency_code=row.agency_code,
        state=_state(row),
        sheets=row.items.count(),
        pages=row.pages,
        created_at=row.created_at,
        created_by=row.created_by,
        printed_at=row.printed_at,
        printed_by=row.printed_by,
        posted_at=row.posted_at,
        posted_by=row.posted_by,
    )


def _state(row: PrintBatch) -> BatchState:
    if row.posted_at:
        return BatchState.POSTED
    if row.printed_at:
        return BatchState.PRINTED
    return BatchState.READY if row.pdf_ref else BatchState.BEING_PREPARED
