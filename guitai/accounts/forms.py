"""What people and counters type about a person; every mistake is told in words."""

from datetime import date
from typing import Any

from allauth.account.forms import LoginForm
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guitai.core import han, identifiers, rocdate
from guitai.core.terms import DateWrong, IdentifierWrong, NameWrong

EARLIEST = date(1880, 1, 1)


class SignInForm(LoginForm):  # type: ignore[misc]  # allauth has no types
    """allauth's form; its link to a forgotten password stands beside the button, not in the hint."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["password"].help_text = ""


class NumberField(forms.CharField):
    """A national or resident number, as typed or scanned; answers the one stored form."""

    def __init__(self, **options: Any) -> None:
        attrs = {"autocomplete": "off", "inputmode": "text"}
        super().__init__(widget=forms.TextInput(attrs=attrs), **options)

    def clean(self, value: Any) -> str:
        try:
            return identifiers.national_number(super().clean(value))
        except IdentifierWrong as wrong:
            raise ValidationError(str(wrong)) from wrong


class NameField(forms.CharField):
    def clean(self, value: Any) -> str:
        try:
            return han.check_name(super().clean(value))
        except NameWrong as wrong:
            raise ValidationError(str(wrong)) from wrong


class BornField(forms.CharField):
    """A day in the calendar of the Republic or the West; answers a date."""

    def clean(self, value: Any) -> Any:
        try:
            day = rocdate.parse_date(super().clean(value))
        except DateWrong as wrong:
            raise ValidationError(str(wrong)) from wrong
        if day < EARLIEST:
            raise ValidationError(_("This day is too long ago. Check the year."))
        return day


def _own_number() -> NumberField:
    return NumberField(label=gettext_lazy("Identity or resident number"))


def _name() -> NameField:
    return NameField(label=gettext_lazy("Name as on the card"), max_length=100)


def _born() -> BornField:
    return BornField(label=gettext_lazy("Birth date"), help_text=gettext_lazy("For example 79/3/5"), max_length=30)


class ProveForm(forms.Form):
    number = _own_number()
    code = forms.CharField(
        label=gettext_lazy("Code"),
        help_text=gettext_lazy("Ten letters and digits, from the counter or the letter"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code"}),
    )


class LetterForm(forms.Form):
    number = _own_number()
    name = _name()
    born = _born()


class CounterForm(forms.Form):
    number = NumberField(label=gettext_lazy("Number on the card (scan or type)"))
    name = _name()
    born = _born()
    name_changed = forms.BooleanField(
        label=gettext_lazy("The name has changed: I compared it with the card"),
        help_text=gettext_lazy("Tick only when the system says that another name is recorded."),
        required=False,
    )


class NumberChangeForm(forms.Form):
    old = NumberField(label=gettext_lazy("Number until now"))
    new = NumberField(label=gettext_lazy("New number"))
    since = BornField(label=gettext_lazy("Valid since"), help_text=gettext_lazy("For example 115/3/10"), max_length=30)
