"""Tables on narrow screens: each cell says which column it stands in."""

from collections.abc import Sequence

from django import template

register = template.Library()


@register.filter
def at(columns: Sequence[object], place: int) -> object:
    """Answer the words of that column; a cell beyond the last one has none."""
    return columns[place] if place < len(columns) else ""
