"""A day as people type it, as a field of a form."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from guitai.core import rocdate
from guitai.core.terms import DateWrong


class DayField(forms.CharField):
    """A day in the calendar of the Republic or the West; answers a date, or None where nothing has to be typed."""

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        if not typed:
            return None
        try:
            return rocdate.parse_date(typed)
        except DateWrong as wrong:
            raise ValidationError(str(wrong)) from wrong
