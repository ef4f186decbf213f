"""What every form of the desk can do."""

from collections.abc import Iterable
from typing import Any

from django import forms

from guitai.core.kit import Problem


class DeskForm(forms.Form):
    """A form whose mistakes stand in the summary on top of its page too."""

    def offer(self, field: str, choices: Iterable[tuple[Any, Any]]) -> None:
        """The field lets choose among these and nothing else."""
        chosen = self.fields[field]
        if isinstance(chosen, forms.ChoiceField):
            chosen.choices = list(choices)

    def problems(self) -> list[Problem]:
        """Answer what the summary on top of the page lists."""
        return [Problem(str(words), str(field.id_for_label)) for field in self for words in field.errors]
