"""Who holds a post from when: a known colleague, or somebody new by address and name."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guitai.core.day_field import DayField
from guitai.desk.days import coming
from guitai.desk.forms import DeskForm
from guitai.desk.handover_form import choose
from guitai.desk.terms import DeskRefusal


class PostForm(DeskForm):
    account = forms.ChoiceField(label=gettext_lazy("Who holds it"), required=False)
    email = forms.CharField(label=gettext_lazy("Or the e-mail address of somebody new"), required=False, max_length=200)
    name = forms.CharField(label=gettext_lazy("Name of the new colleague"), required=False, max_length=100)
    since = DayField(
        label=gettext_lazy("From which day on"),
        max_length=30,
        error_messages={"required": gettext_lazy("Type the day.")},
    )

    def __init__(self, *args: Any, known: Mapping[str, str], today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today
        self.offer("account", choose(_("choose a colleague"), known))

    def clean_since(self) -> date:
        return coming(self.cleaned_data["since"], today=self.today)

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        if not typed.get("account") and not str(typed.get("email", "")).strip() and "account" not in self.errors:
            self.add_error("account", _("Choose a colleague, or type the address of somebody new."))
        return typed

    def field_of(self, refusal: Exception) -> str:
        """Answer beside which field a refusal stands."""
        if not isinstance(refusal, DeskRefusal):
            return "since"
        return "account" if self.cleaned_data["account"] else "email"
