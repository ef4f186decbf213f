"""Counting as it happens: subscribers of what cases publish."""

from guitai.outbox.terms import Event
from guitai.reports import actions


def on_case(event: Event) -> None:
    """Count what is new of the case."""
    actions.count_case(event.thing.removeprefix("case:"))
