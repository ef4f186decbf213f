"""Counting as it happens: subscribers of what cases publish."""

from collections.abc import Sequence

from guitai.outbox.terms import Event
from guitai.reports import actions


def on_cases(events: Sequence[Event]) -> None:
    """Count what is new of the cases."""
    actions.count_cases({event.thing.removeprefix("case:") for event in events})
