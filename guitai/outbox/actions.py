"""Publish an event; start a dead delivery again."""

import json
from collections.abc import Mapping
from datetime import datetime
from uuid import uuid4

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction

from guitai.audit import actions as audit
from guitai.outbox import jobs, subscriptions
from guitai.outbox.models import Delivery, EventRow
from guitai.outbox.queue import enqueue
from guitai.outbox.terms import DeliveryNotDead, NotInTransaction


def publish(topic: str, *, thing: str, data: Mapping[str, object] | None = None, now: datetime) -> None:
    """Tell every subscriber of the topic, if and only if the caller's transaction commits."""
    if not connection.in_atomic_block:
        raise NotInTransaction(f"“{topic}” is published outside a transaction: publish where the change is made.")
    plain = json.loads(json.dumps(data or {}, cls=DjangoJSONEncoder))
    event = EventRow.objects.create(id=uuid4(), topic=topic, thing=thing, data=plain, at=now)
    names = subscriptions.subscribers_of(topic)
    deliveries = Delivery.objects.bulk_create(Delivery(event=event, subscriber=name) for name in names)
    enqueue(jobs.deliver, *({"delivery_id": each.pk} for each in deliveries))


@transaction.atomic
def replay(delivery_id: int, *, actor: str, now: datetime) -> None:
    """Give a dead delivery all its tries again."""
    changed = Delivery.objects.filter(pk=delivery_id, dead_at__isnull=False).update(dead_at=None, attempts=0)
    if not changed:
        raise DeliveryNotDead(f"Delivery {delivery_id} is not dead.")
    enqueue(jobs.deliver, {"delivery_id": delivery_id})
    audit.record("outbox.replay", actor=actor, thing=f"delivery:{delivery_id}", now=now)
