"""A template that is drawn many times on a page: rendered once with marks for its values, afterwards only filled in.

What is fixed (words, numbers, yes and no) chooses the drawing and is kept with it, so it is never anything personal.
What is filled in is escaped, and kept nowhere.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from django.template.loader import get_template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

Fixed = tuple[tuple[str, str | int | bool], ...]
OPEN, CLOSE = "\ue5a0", "\ue5a1"  # private use: nobody's templates and words have them
PLACE = re.compile(f"{OPEN}([a-z_]+){CLOSE}")


def filled(template: str, fixed: Fixed, values: Mapping[str, str]) -> SafeString:
    """Answer the template with these values in its places."""
    pieces = _cut(template, get_language() or "", fixed, tuple(values))
    drawn = [conditional_escape(values[piece]) if nth % 2 else piece for nth, piece in enumerate(pieces)]
    return mark_safe("".join(drawn))  # noqa: S308 - every value was escaped, the rest is our template


@lru_cache(maxsize=1024)
def _cut(template: str, _language: str, fixed: Fixed, names: tuple[str, ...]) -> tuple[str, ...]:
    """Answer the drawing cut at its marks: text, name, text, name, … text."""
    marks: dict[str, object] = {name: f"{OPEN}{name}{CLOSE}" for name in names}
    return tuple(PLACE.split(get_template(template).render({**marks, **dict(fixed)})))
