"""What is drawn many times on one page: see core/stencil.py."""

from typing import Protocol

from django import template
from django.utils.safestring import SafeString

from guitai.core import stencil
from guitai.core.stencil import Fixed

register = template.Library()


class Drawn(Protocol):
    """Something that says which drawing it takes, and what is filled in."""

    @property
    def fixed(self) -> Fixed: ...

    @property
    def values(self) -> dict[str, str]: ...


@register.simple_tag
def draw(name: str, one: Drawn) -> SafeString:
    """Answer the template of this name for this one: ``{% draw "desk/list_row.html" row %}``."""
    return stencil.filled(name, one.fixed, one.values)
