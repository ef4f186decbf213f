"""Publish an event; start a dead delivery again."""

import json
from collections.abc import Mapping
from datetime import datetime
from uuid import uuid4

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction

from guitai.audit import actions as audit
from guitai.core import new_rows
from guitai.outbox import subscriptions
from guitai.outbox.models import Delivery, EventRow
from guitai.outbox.terms import DeliveryNotDead, NotInTransaction


def publish(topic: str, *, thing: str, data: Mapping[str, object] | None = None, now: datetime) -> None:
    """Tell every subscriber of the topic, if and only if the caller's transaction commits."""
    if not connection.in_atomic_block:
        raise NotInTransaction(f"“{topic}” is published outside a transaction: publish where the change is made.")
    plain = json.loads(json.dumps(data or {}, cls=DjangoJSONEncoder))
    event = EventRow(id=uuid4(), topic=topic, thing=thing, data=plain, at=now)
    # Nothing is queued: workers look for deliveries that nobody tried yet (pump.py).
    new_rows.insert(event, *(Delivery(event=event, subscriber=name) for name in subscriptions.subscribers_of(topic)))


@transaction.atomic
def replay(delivery_id: int, *, actor: str, now: datetime) -> None:
    """Give a dead delivery all its tries again."""
    changed = Delivery.objects.filter(pk=delivery_id, dead_at__isnull=False).update(dead_at=None, attempts=0)
    if not changed:
        raise DeliveryNotDead(f"Delivery {delivery_id} is not dead.")
    audit.record("outbox.replay", actor=actor, thing=f"delivery:{delivery_id}", now=now)
