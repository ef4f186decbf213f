"""How long law keeps records, from services/tw/retention.yaml: dated data that nobody has verified yet."""

from datetime import date
from functools import cache
from pathlib import Path

import yaml

from guitai.cases.models import Case
from guitai.core.clock import TAIPEI
from guitai.core.texts import Text
from guitai.facts.queries import services_folder
from guitai.rights.terms import Kept, Retention

CASE_FILE = "case_file"


def rules(*, on: date) -> list[Retention]:
    """Answer what holds on this day, in the order of the file."""
    return [each for each in _read(services_folder() / "tw" / "retention.yaml") if each.since <= on]


def kept_until(closed: date) -> date:
    """Answer the last day on which any law keeps a case closed on this day."""
    return _years_later(closed, max(each.years for each in rules(on=closed)))


def kept(cases: list[Case], *, today: date) -> list[Kept]:
    """Answer which of these cases law keeps, and until when; one that is not closed is kept in any case."""
    found = [(case, closing_day(case)) for case in cases]
    ends = [(case, kept_until(closed or today)) for case, closed in found]
    return [Kept(case.reference, until) for case, until in ends if until >= today]


def closing_day(case: Case) -> date | None:
    closed = case.item.closed_at
    return closed.astimezone(TAIPEI).date() if closed else None


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)


@cache
def _read(place: Path) -> tuple[Retention, ...]:
    document = yaml.safe_load(place.read_text(encoding="utf-8"))
    return tuple(_retention(each) for each in document["retention"])


def _retention(entry: dict[str, object]) -> Retention:
    match entry:
        case {
            "key": str(key),
            "name": {"zh": str(zh), "en": str(en)},
            "years": int(years),
            "since": date() as since,
            "law": str(law),
            "law_en": str(law_en),
            "pcode": str(pcode),
            "article": str(article),
            "article_en": str(article_en),
            "verified": bool(verified),
        }:
            name, act, where = Text(zh, en), Text(law, law_en), Text(article, article_en)
            return Retention(key, name, years, since, act, where, pcode, verified)
    raise ValueError(f"retention.yaml: this entry lacks something: {entry.get('key')}")
