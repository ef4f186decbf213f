"""Mails that wait are handed over a few at a time: begun together, sent over one connection, ended together.

What mailing.py says of one attempt holds for each of them: its row is there before anything leaves, and whoever dies in
between leaves attempts whose fate nobody knows. Few at a time, because a person has to look at each of those.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from guitai.core.fields import expect
from guitai.notices import mailing, smtp
from guitai.notices.mailing import Begun
from guitai.notices.models import Attempt, Message
from guitai.notices.terms import WAITING, Channel, Fate, Outcome, Status
from guitai.outbox.reading import in_the_open

TOGETHER = 5
NAME = "notices.send_mail"  # of what is done, in the records of who was read


def send_waiting(now: datetime) -> int:
    """Make one attempt at some of the mails that are due; answer how many there were."""
    return in_the_open(NAME, _send)(now)


def _send(now: datetime) -> int:
    begun = _begin(now)
    if begun:
        expect(each.message for each in begun)
        with smtp.Round() as line:
            outcomes = [(each, mailing.hand_over_mail(each.message, line)) for each in begun]
        _end(outcomes, now=now)
    return len(begun)


@transaction.atomic
def _begin(now: datetime) -> list[Begun]:
    tries = Attempt.objects.filter(message=OuterRef("pk")).values("message").annotate(made=Count("pk")).values("made")
    # What is new is due whatever clocks say: one that was ahead for a moment puts no mail off.
    is_due = Q(next_try_at__lte=now) | Q(status=Status.CREATED, next_try_at__isnull=False)
    due = Message.objects.filter(is_due, channel=Channel.MAIL, status__in=WAITING)
    due = due.annotate(tries=Coalesce(Subquery(tries), 0)).order_by("next_try_at")
    messages = list(due.select_for_update(of=("self",), skip_locked=True)[:TOGETHER])
    attempts = [Attempt(message=each, number=each.tries + 1, started_at=now) for each in messages]
    Attempt.objects.bulk_create(attempts)
    _set_status(messages, Status.SENDING, now=now)
    return [Begun(attempt.pk, attempt.message) for attempt in attempts]


@transaction.atomic
def _end(outcomes: list[tuple[Begun, Outcome]], *, now: datetime) -> None:
    """What was taken, nearly everything, is written down together; anything else by itself."""
    taken = [begun for begun, outcome in outcomes if outcome.fate is Fate.TAKEN]
    attempts = Attempt.objects.filter(pk__in=[each.attempt for each in taken], status=Status.SENDING)
    attempts.update(status=Status.DELIVERED, ended_at=now, reason="")
    _set_status([each.message for each in taken], Status.DELIVERED, now=now)
    for begun, outcome in outcomes:
        if outcome.fate is not Fate.TAKEN:
            mailing.end(begun, outcome, now=now)


def _set_status(messages: Sequence[Message], status: Status, *, now: datetime) -> None:
    rows = Message.objects.filter(pk__in=[each.pk for each in messages])
    rows.update(status=status, status_at=now, next_try_at=None)
