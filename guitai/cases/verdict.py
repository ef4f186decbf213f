"""What the rules answered, in words: figures, each condition with its limit, article and source, what is missing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from guitai.cases.consent import source_words
from guitai.catalogue.citations import cite_for_reader, law_page
from guitai.catalogue.terms import LawReference, Named, Written
from guitai.core.kit import Tone, Words
from guitai.core.templatetags.days import day as day_words
from guitai.core.texts import Text
from guitai.facts.terms import Fact, Vocabulary

Answer = Mapping[str, Any]  # what Assessment.answer() gives (situation-format.md), as rules.queries.for_reader has it

HEADLINES: dict[str, Words] = {
    "eligible": gettext_lazy("By your answers, you can get this."),
    "not_eligible": gettext_lazy("By your answers, the conditions are not met."),
    "undetermined": gettext_lazy("It cannot be said yet: something is still unknown."),
}
MET: dict[bool | None, tuple[Words, Tone]] = {
    True: (gettext_lazy("met"), Tone.GOOD),
    False: (gettext_lazy("not met"), Tone.WAIT),
    None: (gettext_lazy("cannot be determined"), Tone.REST),
}


@dataclass(frozen=True)
class Figure:
    label: str
    value: str


@dataclass(frozen=True)
class Condition:
    """One condition of the law, its limit, and how these answers stand to it."""

    words: str
    result: Words
    tone: Tone
    value: str
    limit: str
    article: str
    source: str
    law_page: str = ""


@dataclass(frozen=True)
class Verdict:
    """What a page shows of an answer; ``basis`` names the band it falls into."""

    kind: str
    headline: Words
    figures: tuple[Figure, ...]
    conditions: tuple[Condition, ...]
    missing: tuple[str, ...]
    assumed: tuple[str, ...]
    basis: str


@dataclass(frozen=True)
class Names:
    """What to call things for a reader: people by their id, the service's laws and figures, facts by the vocabulary."""

    people: Mapping[str, str]
    laws: tuple[LawReference, ...]
    vocabulary: Vocabulary
    figures: tuple[Named, ...] = ()


def read(answer: Answer, names: Names) -> Verdict:
    """Answer the verdict in words."""
    kind = str(answer["verdict"])
    return Verdict(
        kind=kind,
        headline=HEADLINES[kind],
        figures=tuple(figures(answer, names.figures)),
        conditions=tuple(_condition(entry, names.laws) for entry in answer.get("conditions", ())),
        missing=tuple(dict.fromkeys(missing_words(path, names) for path in answer.get("missing", ()))),
        assumed=tuple(answer.get("assumed", ())),
        basis=str((answer.get("basis") or {}).get("words", "")),
    )


def figures(answer: Answer, declared: tuple[Named, ...]) -> list[Figure]:
    """Answer what is known of the service's figures, in its order; a service without any gives an amount."""
    if answer["verdict"] == "undetermined":
        return _income(answer)
    found = [
        Figure(str(figure.label), FIGURE_WAYS[figure.written](answer[figure.of]))
        for figure in declared
        if answer.get(figure.of) is not None
    ]
    if not declared and answer.get("amount") is not None:
        label = _("At most") if answer.get("amount_is") == "maximum" else _("You get a month")
        found.append(Figure(label, money(answer["amount"])))
    return found + _income(answer)


def _income(answer: Answer) -> list[Figure]:
    if answer.get("monthly_income_per_head") is None:
        return []
    counted = len(answer.get("counted_persons") or ())
    figures_of_income = [Figure(_("Income a head and month"), money(answer["monthly_income_per_head"]))]
    if counted:
        figures_of_income.append(Figure(_("People counted"), str(counted)))
    return figures_of_income


def _condition(entry: Answer, laws: tuple[LawReference, ...]) -> Condition:
    met, unit = entry.get("met"), str(entry.get("unit") or "")
    result, tone = MET[met]
    # A condition that is settled without a figure has none to show; one that is open lacks it.
    absent = pgettext("a value", "unknown") if met is None else ""
    return Condition(
        words=str(entry.get("words") or entry["code"]),
        result=result,
        tone=tone,
        value=absent if entry.get("value") is None else with_unit(entry["value"], unit),
        limit="" if entry.get("limit") is None else with_unit(entry["limit"], unit),
        article=cite_for_reader(str(entry.get("because") or ""), laws),
        source=_sources(str(entry.get("source") or "")),
        law_page=law_page(str(entry.get("because") or "")),
    )


def _sources(said: str) -> str:
    """Answer ``tax 2026-03-01; insurance 2026-03-01`` as a reader writes it."""
    named = (part.partition(" ") for part in said.split("; ") if part)
    return "、".join(f"{source_words(name)} {_day(day)}".strip() for name, _space, day in named)


def _day(iso: str) -> str:
    return day_words(date.fromisoformat(iso)) if iso else ""


def shown(value: object) -> str:
    """Answer a value of a condition as one writes it."""
    match value:
        case bool():
            return _("yes") if value else _("no")
        case int() | float():
            return f"{value:,.2f}".rstrip("0").rstrip(".")
        case str():
            return value
        case Sequence():
            return "、".join(shown(item) for item in value)
        case _:
            return str(value)


def with_unit(value: object, unit: str) -> str:
    """Answer the value as one says it: NT$ 12,345, 34 years, 3 people."""
    written = shown(value)
    match unit:
        case "money":
            return money(value)
        case "years":
            return _("%(number)s years") % {"number": written}
        case "days":
            return _("%(number)s days") % {"number": written}
        case "people":
            return _("%(number)s people") % {"number": written}
        case _:
            return written


def money(amount: object) -> str:
    """Answer whole dollars without cents, and cents with both digits."""
    if isinstance(amount, int | float) and amount != int(amount):
        return f"NT$ {amount:,.2f}"
    return f"NT$ {shown(amount)}"


FIGURE_WAYS: dict[Written, Callable[[Any], str]] = {
    Written.TEXT: shown,
    Written.MONEY: money,
    Written.PERCENT: lambda value: f"{float(value):.0%}",
    Written.COUNT: lambda value: str(len(value)),
    Written.MONTH: str,
    Written.DAY: lambda value: _day(str(value)),
    Written.ACCOUNT: str,
}


def missing_words(path: str, names: Names) -> str:
    """Answer ``persons.p1.work.monthly`` as "the son: actual monthly pay"."""
    kind, _dot, rest = path.partition(".")
    if kind == "persons":
        person, _dot, fact = rest.partition(".")
        who, what = names.people.get(person, person), _named(fact, names.vocabulary.person)
        return _("%(who)s: %(what)s") % {"who": who, "what": what}
    return _named(rest or kind, names.vocabulary.case)


def _named(fact: str, facts: Mapping[str, Fact]) -> str:
    found = facts.get(fact) or next((each for name, each in facts.items() if each.root == fact), None)
    if found is None:
        return fact
    return str(Text(zh=found.zh, en=found.en))
