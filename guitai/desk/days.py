"""Days that supervisors type, and how far away one may lie."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from guitai.core import rocdate
from guitai.core.terms import DateWrong

LONGEST = timedelta(days=366)  # nobody is away so long: a longer time is a mistyped year


class DayField(forms.CharField):
    """A day in the calendar of the Republic or the West; answers a date."""

    def clean(self, value: Any) -> Any:
        try:
            return rocdate.parse_date(super().clean(value))
        except DateWrong as wrong:
            raise ValidationError(str(wrong)) from wrong
