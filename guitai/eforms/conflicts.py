"""Two tabs or two devices answered the same page: what differs, in words, so that its owner can choose."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from guitai.core.clock import TAIPEI
from guitai.eforms import pages, queries
from guitai.eforms.fields import BoundField, BoundPage, Conflict
from guitai.eforms.models import Draft
from guitai.eforms.terms import Page


def between(draft: Draft, page: Page, bound: BoundPage, *, revision: int, now: datetime) -> list[Conflict]:
    """Answer what is kept otherwise than typed here, if the page was saved after it was shown here."""
    if draft.page_revisions.get(page.key, 0) <= revision:
        return []
    raw = draft.pending.get(page.key) or pages.raw_answers(page, draft.answers)
    today = now.astimezone(TAIPEI).date()
    kept = dict(_leaves(queries.page_of(draft, page, data=raw, today=today)))
    typed = dict(_leaves(bound))
    return [
        Conflict(label=_label(typed.get(place) or kept[place]), kept=theirs, typed=mine)
        for place in {**kept, **typed}
        if (theirs := _words(kept.get(place))) != (mine := _words(typed.get(place)))
    ]


def _leaves(bound: BoundPage) -> Iterator[tuple[tuple[str, ...], BoundField]]:
    for one in bound.fields:
        yield (one.question.key,), one
        for item in one.items:
            for inner in item.fields:
                yield (one.question.key, item.id, inner.question.key), inner


def _label(one: BoundField) -> str:
    return str(one.question.label)


def _words(one: BoundField | None) -> str:
    """Answer what stands in the field: the answer, or what was typed if it is none."""
    if one is None or one.is_group:
        return ""
    typed = " ".join(value for values in one.parts.values() for value in values if value)
    return one.words or typed or _("(empty)")
