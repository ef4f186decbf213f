"""Who hands over to whom and from which day: what a supervisor, or the holder herself, types."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guitai.core.day_field import DayField
from guitai.desk.days import coming
from guitai.desk.forms import DeskForm


def choose(words: str, names: Mapping[str, str]) -> list[tuple[str, str]]:
    return [("", words), *names.items()]


class HandOverForm(DeskForm):
    """Both lists hold references of accounts."""

    giver = forms.ChoiceField(
        label=gettext_lazy("Who hands over"),
        error_messages={"required": gettext_lazy("Choose who hands over.")},
    )
    taker = forms.ChoiceField(
        label=gettext_lazy("Successor"),
        error_messages={"required": gettext_lazy("Choose the successor.")},
    )
    day = DayField(
        label=gettext_lazy("From which day on"),
        max_length=30,
        error_messages={"required": gettext_lazy("Type the day.")},
    )
    remarks = forms.CharField(
        label=gettext_lazy("What the successor should know"),
        required=False,
        max_length=2000,
        error_messages={"max_length": gettext_lazy("Write at most 2,000 characters.")},
    )

    def __init__(
        self, *args: Any, givers: Mapping[str, str], takers: Mapping[str, str], today: date, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.today = today
        for name, names in (("giver", givers), ("taker", takers)):
            self.offer(name, choose(_("choose a colleague"), names))

    def clean_remarks(self) -> str:
        return str(self.cleaned_data["remarks"]).replace("\x00", "").strip()

    def clean_day(self) -> date:
        return coming(self.cleaned_data["day"], today=self.today)

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        if typed.get("giver") and typed.get("giver") == typed.get("taker"):
            self.add_error("taker", _("Choose somebody else as successor."))
        return typed
