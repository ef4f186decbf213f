"""Words and errors of the outbox."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID


class NotInTransaction(RuntimeError):
    """An event was published outside the transaction that causes it."""


class DeliveryNotDead(ValueError):
    """Only a delivery that was given up can be started again."""


@dataclass(frozen=True)
class Event:
    """What happened, told to everyone who subscribed to its topic."""

    id: UUID
    topic: str
    thing: str
    data: dict[str, object] = field(default_factory=dict)
    at: datetime = field(kw_only=True)


class AllAtOnce:
    """A subscriber that hears of several events in one call, where they come together."""

    def __init__(self, listen: Callable[[Sequence[Event]], None]) -> None:
        self.listen = listen
        self.__module__, self.__qualname__ = listen.__module__, listen.__qualname__

    def __call__(self, event: Event) -> None:
        self.listen([event])


Subscriber = Callable[[Event], None] | AllAtOnce
Subscriptions = dict[str, list[Subscriber]]


@dataclass(frozen=True)
class DeadDelivery:
    """A delivery that failed every time; somebody must look at it."""

    id: int
    event: Event
    subscriber: str
    attempts: int
    last_error: str
    dead_at: datetime


class JobNotFailed(LookupError):
    """Only a job that gave up can be started again."""
