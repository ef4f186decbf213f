"""Days and moments as the reader's language writes them: the Republic's years in Chinese, western ones in English."""

from datetime import date, datetime

from django import template
from django.utils.formats import date_format
from django.utils.translation import get_language

from guitai.core.clock import TAIPEI
from guitai.core.rocdate import roc

register = template.Library()


@register.filter
def day(value: date | None) -> str:
    """Answer 115年3月10日 or 10 March 2026; nothing for nothing."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.astimezone(TAIPEI).date()
    return date_format(value, "j F Y", use_l10n=False) if _english() else roc(value)


@register.filter
def month(value: date | None) -> str:
    """Answer 115年3月 or March 2026."""
    if value is None:
        return ""
    return date_format(value, "F Y", use_l10n=False) if _english() else roc(value).partition("月")[0] + "月"


@register.filter
def moment(value: datetime | None) -> str:
    """Answer the day and the time in Taiwan."""
    if value is None:
        return ""
    return f"{day(value)} {value.astimezone(TAIPEI):%H:%M}"


def _english() -> bool:
    return (get_language() or "").startswith("en")
