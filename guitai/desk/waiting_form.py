"""How the room before one service is run: from when people come in, and how many in a minute."""

import re
from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guitai.core.clock import TAIPEI
from guitai.core.day_field import DayField
from guitai.desk.forms import DeskForm
from guitai.waiting.terms import Opening

CLOCK = re.compile(r"([01]?[0-9]|2[0-3])[:：]([0-5][0-9])")
MOST_A_MINUTE = 60_000


class WaitingForm(DeskForm):
    service = forms.ChoiceField(label=gettext_lazy("Service"))
    day = DayField(
        label=gettext_lazy("Day on which applying begins"),
        max_length=30,
        error_messages={"required": gettext_lazy("Type the day.")},
    )
    hour = forms.CharField(
        label=gettext_lazy("Time at which applying begins"),
        max_length=10,
        error_messages={"required": gettext_lazy("Type the time.")},
    )
    per_minute = forms.IntegerField(
        label=gettext_lazy("How many people may begin in a minute"),
        min_value=1,
        max_value=MOST_A_MINUTE,
        error_messages={
            "required": gettext_lazy("Type a number."),
            "invalid": gettext_lazy("Type a whole number."),
            "min_value": gettext_lazy("At least one person must be let in."),
            "max_value": gettext_lazy("More than the counter could ever take in a minute."),
        },
    )
    state = forms.ChoiceField(
        label=gettext_lazy("The room is"),
        choices=(("open", gettext_lazy("open: people wait in it")), ("closed", gettext_lazy("closed: nobody waits"))),
    )

    def __init__(self, *args: Any, services: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.offer("service", services)

    def clean_hour(self) -> time:
        said = CLOCK.fullmatch(self.cleaned_data["hour"].strip())
        if said is None:
            raise ValidationError(_("Type hours and minutes, for example 08:30."))
        return time(int(said[1]), int(said[2]))

    def opening(self) -> Opening:
        typed = self.cleaned_data
        return Opening(
            service=typed["service"],
            opens_at=datetime.combine(typed["day"], typed["hour"], TAIPEI),
            per_minute=typed["per_minute"],
            is_closed=typed["state"] == "closed",
        )
