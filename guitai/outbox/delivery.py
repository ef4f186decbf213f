"""Run one subscriber for one event, once if it commits."""

from datetime import datetime

import structlog
from django.db import transaction

from guitai.outbox import subscriptions
from guitai.outbox.models import Delivery, EventRow
from guitai.outbox.reading import in_the_open
from guitai.outbox.terms import Event, Subscriber

MOST_ATTEMPTS = 8
FIRST_PAUSE_SECONDS = 5
LONGEST_PAUSE_SECONDS = 3600
log = structlog.get_logger(__name__)


class SubscriberGone(LookupError):
    """Nobody of that name listens to the topic any more."""


def event_of(row: EventRow) -> Event:
    return Event(id=row.id, topic=row.topic, thing=row.thing, data=row.data, at=row.at)


def pause_after(attempts: int) -> int:
    """Answer the seconds to wait after so many failures: 5, 15, 45 … at most an hour."""
    return int(min(FIRST_PAUSE_SECONDS * 3 ** (attempts - 1), LONGEST_PAUSE_SECONDS))


@transaction.atomic
def deliver(delivery_id: int, *, now: datetime) -> None:
    """Let the subscriber act and mark its delivery done, both or neither.

    A second worker with the same delivery waits for the first and then finds nothing to do.
    """
    delivery = _waiting(delivery_id)
    if delivery is None:
        return
    event = event_of(delivery.event)
    subscriber = subscriptions.subscribers_of(event.topic).get(delivery.subscriber)
    if subscriber is None:
        raise SubscriberGone(delivery.subscriber)
    run_subscriber(event, delivery.subscriber, subscriber)
    Delivery.objects.filter(pk=delivery_id).update(done_at=now, attempts=delivery.attempts + 1)


def run_subscriber(event: Event, name: str, subscriber: Subscriber) -> None:
    """The subscriber has acted, and whose data it read is recorded."""
    in_the_open(name, subscriber)(event)


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
