"""The life of a mail or a text: begin an attempt, hand over, end it. A row exists before anything leaves.

Nothing is told twice by us: what was tried without a known end (the worker died, the connection broke after DATA)
becomes ``unknown`` and is only sent again by a person.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from guitai.notices import smpp, smtp
from guitai.notices.models import Attempt, Message
from guitai.notices.printing import queue_message
from guitai.notices.terms import WAITING, Channel, Fate, Outcome, Status
from guitai.notices.words import from_json

# Seconds until the next try after the first, second, … temporary failure; then we give up.
PAUSES = (60, 300, 900, 3_600, 4 * 3_600, 12 * 3_600, 24 * 3_600)
# A text carries a code that lives for minutes: what comes an hour later only puzzles.
PAUSES_OF_TEXTS = (20, 60, 180, 600)
STUCK_AFTER = timedelta(minutes=5)
LATE_AFTER = timedelta(minutes=3)
STATUS_OF = {
    Fate.TAKEN: Status.DELIVERED,
    Fate.REFUSED: Status.PERMANENT_FAILURE,
    Fate.LATER: Status.TEMPORARY_FAILURE,
    Fate.UNKNOWN: Status.UNKNOWN,
}
NOBODY_KNOWS = "worker-gone"


@dataclass(frozen=True)
class Begun:
    attempt: int
    message: Message


def try_once(message_id: UUID, *, now: datetime) -> int:
    """Make one attempt if one is due; answers the seconds until the next, 0 where there is none."""
    begun = begin(message_id, now=now)
    if begun is None:
        return 0
    outcome = _hand_over(begun.message)
    return end(begun, outcome, now=now)


@transaction.atomic
def begin(message_id: UUID, *, now: datetime) -> Begun | None:
    """Write the attempt down before anything leaves; answers None where nothing is due."""
    message = Message.objects.select_for_update().get(pk=message_id)
    if message.status == Status.SENDING:
        _give_up_knowing(message, now=now)
        return None
    if message.status not in WAITING or message.next_try_at is None:
        return None
    if message.next_try_at > now and message.status != Status.CREATED:  # what is new is due, whatever clocks say
        return None
    attempt = Attempt.objects.create(message=message, number=message.attempts.count() + 1, started_at=now)
    _set_status(message, Status.SENDING, now=now)
    return Begun(attempt=attempt.pk, message=message)


@transaction.atomic
def end(begun: Begun, outcome: Outcome, *, now: datetime) -> int:
    """Write down how the attempt ended; what mail cannot deliver goes to the print queue, if an address is known."""
    message = Message.objects.select_for_update().get(pk=begun.message.pk)
    attempt = Attempt.objects.select_for_update().get(pk=begun.attempt)
    status = STATUS_OF[outcome.fate]
    pause = _pause_after(attempt, Channel(message.channel)) if status is Status.TEMPORARY_FAILURE else 0
    if status is Status.TEMPORARY_FAILURE and not pause:
        status = Status.TECHNICAL_FAILURE
    attempt.status, attempt.ended_at, attempt.reason = status, now, outcome.reason
    attempt.save(update_fields=["status", "ended_at", "reason"])
    _set_status(message, status, now=now, next_try_at=now + timedelta(seconds=pause) if pause else None)
    if status in {Status.PERMANENT_FAILURE, Status.TECHNICAL_FAILURE}:
        queue_message(message, now=now)
    return pause


@transaction.atomic
def mark_stuck(*, now: datetime) -> int:
    """Attempts that began long ago and never ended are unknown from now on."""
    stuck = Message.objects.select_for_update(skip_locked=True)
    messages = list(stuck.filter(status=Status.SENDING, status_at__lt=now - STUCK_AFTER))
    for message in messages:
        _give_up_knowing(message, now=now)
    return len(messages)


def overdue(channel: Channel, *, now: datetime) -> list[UUID]:
    """Answer the mails or texts whose time has come and whose job was lost."""
    late = Message.objects.filter(channel=channel, next_try_at__lt=now - LATE_AFTER).order_by("next_try_at")
    return list(late.values_list("pk", flat=True)[:1000])


def _pause_after(attempt: Attempt, channel: Channel) -> int:
    """Answer the seconds until the next try; 0 where there is none."""
    pauses = PAUSES_OF_TEXTS if channel is Channel.SMS else PAUSES
    return pauses[attempt.number - 1] if attempt.number <= len(pauses) else 0


def _give_up_knowing(message: Message, *, now: datetime) -> None:
    message.attempts.filter(status=Status.SENDING).update(status=Status.UNKNOWN, ended_at=now, reason=NOBODY_KNOWS)
    _set_status(message, Status.UNKNOWN, now=now)


def _set_status(message: Message, status: Status, *, now: datetime, next_try_at: datetime | None = None) -> None:
    message.status, message.status_at, message.next_try_at = status, now, next_try_at
    message.save(update_fields=["status", "status_at", "next_try_at"])


def _hand_over(message: Message) -> Outcome:
    return HANDED_OVER[Channel(message.channel)](message)


def _hand_over_text(message: Message) -> Outcome:
    return smpp.hand_over(message.content["text"], to=message.recipient["phone"])


def _hand_over_mail(message: Message) -> Outcome:
    with smtp.Round() as line:
        return hand_over_mail(message, line)


def hand_over_mail(message: Message, line: smtp.Round) -> Outcome:
    email = message.recipient["email"]
    if not smtp.is_address(email):
        return Outcome(Fate.REFUSED, "address")
    mail = smtp.build(
        from_json(message.content),
        email=email,
        name=message.recipient["name"],
        sender_name=message.sender["agency_name"],
        message_id=f"<{message.pk}@{_domain()}>",
    )
    return line.hand_over(mail, to=email)


def _domain() -> str:
    return str(settings.DEFAULT_FROM_EMAIL).rpartition("@")[2].strip("<> ") or "localhost"


HANDED_OVER: dict[Channel, Callable[[Message], Outcome]] = {
    Channel.MAIL: _hand_over_mail,
    Channel.SMS: _hand_over_text,
}
