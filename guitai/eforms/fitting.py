"""Which options need not be asked: a boy of five is neither a soldier nor expecting. What is unknown hides nothing."""

from collections.abc import Iterable
from datetime import date

from guitai.eforms.conditions import Lookup
from guitai.eforms.terms import Answer, Fits, Option

ONE_YEAR = 1  # a year of birth alone leaves the age open by one


def unfit(options: Iterable[Option], lookup: Lookup, *, today: date) -> frozenset[str]:
    """Answer the values that nobody need be asked about; an answer that was given stays shown all the same."""
    return frozenset(option.value for option in options if not _may_be(option.fits, lookup, today))


def _may_be(fits: Fits, lookup: Lookup, today: date) -> bool:
    for question, answers in fits.only.items():
        answer = lookup(question)
        if isinstance(answer, str) and answer not in answers:
            return False
    age = _age(lookup(fits.born), today) if fits.born else None
    return age is None or fits.from_age - ONE_YEAR <= age <= fits.to_age + ONE_YEAR


def _age(born: Answer | None, today: date) -> int | None:
    """Answer the age, give or take a year, from a day or a year of birth."""
    match born:
        case bool():
            return None
        case int():
            return today.year - born
        case str() if born[:4].isdigit():
            return today.year - int(born[:4])
        case _:
            return None
