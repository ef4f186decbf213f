"""What the outbox could not deliver."""

from guitai.outbox.delivery import event_of
from guitai.outbox.models import Delivery
from guitai.outbox.terms import DeadDelivery


def dead() -> list[DeadDelivery]:
    """Answer the deliveries that were given up, oldest first."""
    rows = Delivery.objects.exclude(dead_at=None).select_related("event").order_by("dead_at", "pk")
    return [
        DeadDelivery(
            id=row.pk,
            event=event_of(row.event),
            subscriber=row.subscriber,
            attempts=row.attempts,
            last_error=row.last_error,
            dead_at=row.dead_at,
        )
        for row in rows
        if row.dead_at is not None
    ]


def waiting() -> int:
    """Answer how many deliveries are still to be made."""
    return Delivery.objects.filter(done_at=None, dead_at=None).count()
