"""Numbers as people read them: thousands apart in either language."""

from django import template

register = template.Library()


@register.filter
def thousands(value: int | None) -> str:
    return "" if value is None else f"{value:,}"


@register.filter
def money(value: int | None) -> str:
    return "" if value is None else f"NT$ {value:,}"
