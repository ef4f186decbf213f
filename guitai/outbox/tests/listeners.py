"""Subscribers for the tests: one writes down what it hears, one has the troubles it is given."""

from collections.abc import Sequence

from guitai.outbox.models import EventRow
from guitai.outbox.terms import AllAtOnce, Event, Subscriptions

TROUBLE = ConnectionError("no answer")
counted: list[list[str]] = []
troubles: list[BaseException] = []


def attentive(event: Event) -> None:
    _write_down(event, "attentive")


def stubborn(event: Event) -> None:
    _write_down(event, "stubborn")
    if troubles:
        raise troubles.pop()


def _write_down(event: Event, who: str) -> None:
    EventRow.objects.filter(pk=event.id).update(thing=f"{EventRow.objects.get(pk=event.id).thing} {who}")


def counting(events: Sequence[Event]) -> None:
    """Hear of several at once, and stumble over one of them."""
    counted.append([event.thing for event in events])
    if "case:1" in counted[-1]:
        raise TROUBLE


SUBSCRIPTIONS: Subscriptions = {
    "case.decided": [attentive, stubborn],
    "case.opened": [attentive],
    "case.counted": [AllAtOnce(counting)],
}
NOBODY: dict[str, list[object]] = {}
