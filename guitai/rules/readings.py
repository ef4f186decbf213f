"""How each kind of fact is read from a file: exactly, within its bounds, or refused in words."""

import difflib
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from guitai.facts.terms import LARGEST_NUMBER, Fact, Kind

SAID_UNKNOWN = "unknown"


class Unknown:
    """Nobody knows; never zero, never no."""

    def __repr__(self) -> str:
        return "unknown"


UNKNOWN = Unknown()


def _exact(said: Any) -> Fraction:
    if isinstance(said, int | Decimal) and not isinstance(said, bool):
        return Fraction(said)
    raise ValueError("is not a number")


def _number(said: Any, fact: Fact) -> int | Fraction:
    exact = _exact(said)
    lo, hi = (
        (fact.least, fact.most) if isinstance(fact.least, int) and isinstance(fact.most, int) else (0, LARGEST_NUMBER)
    )
    if not lo <= exact <= hi:
        raise ValueError(f"is not between {lo} and {hi}")
    return exact.numerator if exact.denominator == 1 else exact


def _boolean(said: Any, _: Fact) -> bool:
    if said is True or said is False:
        return bool(said)
    raise ValueError("is neither true nor false")


def _ground(said: Any, _: Fact) -> bool:
    """A yes/no that may name its reason."""
    if isinstance(said, bool):
        return said
    if isinstance(said, str | int):
        return said not in ("", "none", 0)
    raise ValueError("is neither yes, no, nor a reason")


def _date(said: Any, fact: Fact) -> date:
    if isinstance(said, str):
        said = date.fromisoformat(said)
    if type(said) is not date:
        raise ValueError("is not a day (2026-03-10)")
    if isinstance(fact.least, date) and said < fact.least:
        raise ValueError(f"is before {fact.least}")
    return said


def _month(said: Any, fact: Fact) -> date:
    if isinstance(said, str) and len(said) == len("2026-03"):
        said = f"{said}-01"
    return _date(said, fact).replace(day=1)


def _choice(said: Any, fact: Fact) -> str:
    if fact.name == "nationality":
        return _NATIONALITY.get(said if isinstance(said, bool) else str(said).lower(), "foreign")
    if said not in fact.values:
        near = difflib.get_close_matches(str(said), fact.values, n=1)
        raise ValueError(f"{said} is not one of {', '.join(fact.values)}" + (f"; perhaps {near[0]}" if near else ""))
    return str(said)


def _choices(said: Any, _: Fact) -> frozenset[str]:
    if not isinstance(said, list) or not all(isinstance(word, str) for word in said):
        raise ValueError("is not a list of words")
    return frozenset(said)


def _list(said: Any, of: str) -> list[Any]:
    if isinstance(said, list):
        return said
    raise ValueError(f"is not a list of {of}")


def _incomes(said: Any, fact: Fact) -> tuple[tuple[str, Any], ...]:
    return tuple(_income(entry, fact) for entry in _list(said, "{kind, monthly}"))


def _income(entry: Any, fact: Fact) -> tuple[str, Any]:
    if not isinstance(entry, Mapping) or set(entry) != {"kind", "monthly"} or not isinstance(entry["kind"], str):
        raise ValueError("has an entry that is not {kind, monthly}")
    return entry["kind"], UNKNOWN if entry["monthly"] == SAID_UNKNOWN else _number(entry["monthly"], fact)


def _history(said: Any, fact: Fact) -> tuple[tuple[date, str], ...]:
    return tuple(sorted(_change(entry, fact) for entry in _list(said, "{from, …}")))


def _change(entry: Any, fact: Fact) -> tuple[date, str]:
    if not isinstance(entry, Mapping) or len(entry) != len(("from", "to what")) or "from" not in entry:
        raise ValueError("has an entry that is not {from, …}")
    word = next(value for key, value in entry.items() if key != "from")
    return _date(entry["from"], fact), _choice(word, fact)


def _words(said: Any, _: Fact) -> str:
    return "" if said is None else str(said)


_NATIONALITY: dict[object, str] = {
    True: "roc",
    False: "foreign",
    "mainland": "mainland",
    "大陸地區": "mainland",
    "cn": "mainland",
} | dict.fromkeys(("roc", "tw", "taiwan", "中華民國", "r.o.c.", "本國"), "roc")
READERS: dict[Kind, Callable[[Any, Fact], Any]] = {
    Kind.NUMBER: _number,
    Kind.BOOLEAN: _boolean,
    Kind.GROUND: _ground,
    Kind.DATE: _date,
    Kind.MONTH: _month,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.INCOMES: _incomes,
    Kind.HISTORY: _history,
    Kind.TEXT: _words,
}
