"""Which looks somebody wants to see: from a day, to a day, in what way."""

from datetime import date, datetime, time, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from guitai.audit.purposes import Kind
from guitai.audit.terms import Wish
from guitai.core.clock import TAIPEI
from guitai.core.day_field import DayField
from guitai.portal.look_words import KINDS


class LookForm(forms.Form):
    """The filter above the list; what is empty asks for everything."""

    since = DayField(label=_("From"), required=False, max_length=30)
    until = DayField(label=_("To"), required=False, max_length=30)
    kind = forms.ChoiceField(label=_("How"), required=False)

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]  # passed on as they came
        kinds = [(each.value, KINDS[each]) for each in KINDS]
        self.fields["kind"].choices = [("", _("Everything")), *kinds]  # type: ignore[attr-defined]  # a ChoiceField

    def clean(self) -> dict[str, object]:
        given = super().clean() or {}
        first, last = given.get("since"), given.get("until")
        if first and last and first > last:
            self.add_error("until", _("The last day lies before the first."))
        return given

    def wish(self, subjects: tuple[str, ...], verbs: tuple[str, ...], *, skip: int, most: int) -> Wish:
        """Answer what is wanted; a question to another agency is known by its verb, any other look by its kind."""
        given = self.cleaned_data if self.is_valid() else {}
        kind = str(given.get("kind") or "")
        asked = tuple(verb for verb in verbs if verb.startswith("gateway."))
        return Wish(
            subjects=subjects,
            verbs=asked if kind == Kind.QUESTION else verbs,
            since=_midnight(given.get("since")),
            until=_midnight(given.get("until"), days=1),
            kind="" if kind == Kind.QUESTION else kind,
            skip=skip,
            most=most,
        )


def _midnight(day: date | None, *, days: int = 0) -> datetime | None:
    return datetime.combine(day + timedelta(days=days), time(0), TAIPEI) if day else None
