"""Run one subscriber for one event, once if it commits."""

from datetime import datetime

import structlog
from django.db import transaction

from guitai.outbox import subscriptions
from guitai.outbox.models import Delivery, EventRow
from guitai.outbox.queue import app, enqueue
from guitai.outbox.reading import in_the_open
from guitai.outbox.terms import AllAtOnce, Event, Subscriber

MOST_ATTEMPTS = 8
TOGETHER = 10  # in one transaction: what they lock, nobody else waits for longer than a moment
FIRST_PAUSE_SECONDS = 5
LONGEST_PAUSE_SECONDS = 3600
log = structlog.get_logger(__name__)


class SubscriberGone(LookupError):
    """Nobody of that name listens to the topic any more."""


def deliver_later(delivery_id: int, seconds: int) -> None:
    enqueue(app.tasks["outbox.deliver"], {"delivery_id": delivery_id}, delay_seconds=seconds)


def event_of(row: EventRow) -> Event:
    return Event(id=row.id, topic=row.topic, thing=row.thing, data=row.data, at=row.at)


def pause_after(attempts: int) -> int:
    """Answer the seconds to wait after so many failures: 5, 15, 45 … at most an hour."""
    return int(min(FIRST_PAUSE_SECONDS * 3 ** (attempts - 1), LONGEST_PAUSE_SECONDS))


@transaction.atomic
def deliver_new(now: datetime) -> int:
    """Bring some deliveries that nobody tried yet, each by itself; answer how many there were.

    All in one transaction, because a commit costs more than most subscribers do; a subscriber that fails takes back
    what it did and nothing else. Two workers take different deliveries.
    """
    fresh = Delivery.objects.filter(done_at=None, dead_at=None, attempts=0).order_by("id")
    rows = list(fresh.select_for_update(of=("self",), skip_locked=True).select_related("event")[:TOGETHER])
    done: list[int] = []
    for subscriber, group in _by_subscriber(rows):
        done += _bring(subscriber, group, now=now)
    if done:
        Delivery.objects.filter(pk__in=done).update(done_at=now, attempts=1)
    return len(rows)


def _by_subscriber(rows: list[Delivery]) -> list[tuple[str, list[Delivery]]]:
    """Answer the deliveries in their order; those of a subscriber that hears of several at once stand together."""
    groups: dict[object, list[Delivery]] = {}
    for row in rows:
        alone = not isinstance(_subscriber(row), AllAtOnce)
        groups.setdefault(row.pk if alone else row.subscriber, []).append(row)
    return [(group[0].subscriber, group) for group in groups.values()]


def _bring(name: str, group: list[Delivery], *, now: datetime) -> list[int]:
    """Answer which of them are done; of several that failed together each is tried by itself."""
    try:
        with transaction.atomic():
            run_subscriber([event_of(row.event) for row in group], name, _subscriber(group[0]))
    except Exception as failure:  # noqa: BLE001 - whatever a subscriber raises, its delivery is tried again or given up
        if len(group) > 1:
            return [done for row in group for done in _bring(name, [row], now=now)]
        try_again(group[0].pk, failure, now=now)
        return []
    return [row.pk for row in group]


def run_subscriber(events: list[Event], name: str, subscriber: Subscriber | None) -> None:
    """The subscriber has heard of the events, and whose data it read is recorded; raises whatever it raises."""
    match subscriber:
        case None:
            raise SubscriberGone(name)
        case AllAtOnce():
            in_the_open(name, subscriber.listen)(events)
        case _:
            for event in events:
                in_the_open(name, subscriber)(event)


def _subscriber(row: Delivery) -> Subscriber | None:
    return subscriptions.subscribers_of(row.event.topic).get(row.subscriber)


@transaction.atomic
def try_again(delivery_id: int, failure: Exception, *, now: datetime) -> None:
    """The failure is counted, and the next try is queued together with the count."""
    pause = note_failure(delivery_id, failure, now=now)
    if pause:
        deliver_later(delivery_id, pause)


@transaction.atomic
def deliver(delivery_id: int, *, now: datetime) -> None:
    """Let the subscriber act and mark its delivery done, both or neither.

    A second worker with the same delivery waits for the first and then finds nothing to do.
    """
    delivery = _waiting(delivery_id)
    if delivery is None:
        return
    run_subscriber([event_of(delivery.event)], delivery.subscriber, _subscriber(delivery))
    Delivery.objects.filter(pk=delivery_id).update(done_at=now, attempts=delivery.attempts + 1)


@transaction.atomic
def note_failure(delivery_id: int, failure: Exception, *, now: datetime) -> int:
    """Count the failure; answer the seconds until the next try, or 0 when the delivery is given up."""
    delivery = _waiting(delivery_id)
    if delivery is None:
        return 0
    delivery.attempts += 1
    # The class only: the words of an error may hold personal values.
    delivery.last_error = f"{type(failure).__module__}.{type(failure).__qualname__}"[:300]
    given_up = delivery.attempts >= MOST_ATTEMPTS or isinstance(failure, SubscriberGone)
    delivery.dead_at = now if given_up else None
    delivery.save(update_fields=["attempts", "last_error", "dead_at"])
    log.warning("delivery failed", delivery=delivery_id, attempts=delivery.attempts, error=delivery.last_error)
    return 0 if given_up else pause_after(delivery.attempts)


def _waiting(delivery_id: int) -> Delivery | None:
    waiting = Delivery.objects.filter(pk=delivery_id, done_at=None, dead_at=None)
    return waiting.select_for_update(of=("self",)).select_related("event").first()
