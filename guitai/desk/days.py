"""Days that supervisors type: not over, and not so far away that the year must be mistyped."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LONGEST = timedelta(days=366)  # nobody is away so long


def coming(day: date, *, today: date) -> date:
    """Answer the day; raises ValidationError for one that is over or too far away."""
    if day < today:
        raise ValidationError(_("This day is over. Choose today or a later day."))
    if day - today > LONGEST:
        raise ValidationError(_("This is more than a year. Check the year."))
    return day
