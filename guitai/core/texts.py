"""A text in the two languages of the interface, chosen when it is shown."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import get_language


@dataclass(frozen=True)
class Text:
    """Shows itself in the reader's language; English falls back to Chinese."""

    zh: str
    en: str = ""

    @classmethod
    def read(cls, raw: object) -> "Text":
        """Accept ``{zh, en}`` or a plain Chinese string; raises ValueError for anything else."""
        match raw:
            case str():
                return cls(zh=raw)
            case Mapping() if isinstance(raw.get("zh"), str):
                return cls(zh=raw["zh"], en=str(raw.get("en", "")))
            case _:
                raise ValueError(f"a text is a string or {{zh, en}}, not {raw!r}")

    def __str__(self) -> str:
        language = get_language() or "zh-hant"
        return self.en if language.startswith("en") and self.en else self.zh
