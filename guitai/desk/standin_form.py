"""Who stands in, from which day to which: what a supervisor types."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guitai.accounts.models import Account
from guitai.core.day_field import DayField
from guitai.desk.days import LONGEST, coming
from guitai.desk.forms import DeskForm


class StandInForm(DeskForm):
    deputy = forms.ChoiceField(
        label=gettext_lazy("Who stands in"),
        error_messages={
            "required": gettext_lazy("Choose who stands in."),
            "invalid_choice": gettext_lazy("Choose somebody of this office."),
        },
    )
    first = DayField(
        label=gettext_lazy("First day"),
        max_length=30,
        error_messages={"required": gettext_lazy("Type the first day.")},
    )
    last = DayField(
        label=gettext_lazy("Last day"),
        max_length=30,
        error_messages={"required": gettext_lazy("Type the last day.")},
    )

    def __init__(self, *args: Any, deputies: Iterable[Account], today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.deputies = {account.ref: account for account in deputies}
        self.today = today
        self.offer("deputy", [(ref, account.name) for ref, account in self.deputies.items()])

    def clean_first(self) -> date:
        return coming(self.cleaned_data["first"], today=self.today)

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        first, last = typed.get("first"), typed.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last day lies before the first."))
        elif first and last and last - first > LONGEST:
            self.add_error("last", _("This is more than a year. Check the year."))
        return typed
