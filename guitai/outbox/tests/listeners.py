"""Subscribers for the tests: one writes down what it hears, one has the troubles it is given."""

from guitai.outbox.models import EventRow
from guitai.outbox.terms import Event

troubles: list[BaseException] = []


def attentive(event: Event) -> None:
    _write_down(event, "attentive")


def stubborn(event: Event) -> None:
    _write_down(event, "stubborn")
    if troubles:
        raise troubles.pop()


def _write_down(event: Event, who: str) -> None:
    EventRow.objects.filter(pk=event.id).update(thing=f"{EventRow.objects.get(pk=event.id).thing} {who}")


SUBSCRIPTIONS = {"case.decided": [attentive, stubborn], "case.opened": [attentive]}
NOBODY: dict[str, list[object]] = {}
