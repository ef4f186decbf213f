"""What a letter or notice of a case may say: one table of names, filled from the case, its judgement and decision."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from guitai.accounts import queries as accounts
from guitai.cases.models import Case, Decision
from guitai.catalogue.citations import cite
from guitai.catalogue.terms import Service
from guitai.core.clock import TAIPEI
from guitai.core.rocdate import roc

Answer = Mapping[str, Any]


def money(value: Any) -> str:
    """Write an amount with thousands; cents only where there are any."""
    exact = Decimal(str(value)).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    whole = exact == exact.to_integral_value()
    return f"{int(exact):,}" if whole else f"{exact:,}"


def percent(share: str) -> str:
    return f"{(Decimal(share) * 100).normalize():f}%" if share else ""


def lines(conditions: list[Answer], service: Service) -> str:
    """Write each condition as one sentence with its article."""
    cited = [f"{raw['words']}（{cite(raw['because'], service.law)}）" for raw in conditions]
    return "\n".join(f"（{at}）{sentence}" for at, sentence in enumerate(cited, start=1))


def reasons_from(answer: Answer, service: Service) -> str:
    """Propose the reasons of a refusal: the conditions that failed, in words, with article."""
    failed = set(answer.get("failing_conditions") or ())
    return lines(
        [raw for raw in answer.get("conditions", ()) if raw["code"] in failed and raw["met"] is False], service
    )


def grounds_from(answer: Answer, service: Service) -> str:
    """Say which provision carries a grant, and the conditions of that provision."""
    basis = answer.get("basis")
    if not basis:
        return ""
    met = [raw for raw in answer.get("conditions", ()) if raw["met"] is True and raw["because"] == basis["because"]]
    return lines([basis, *met], service)


def data_for(case: Case, service: Service, decision: Decision | None, answer: Answer) -> dict[str, str]:
    """Answer every name the letters and notices of a service may use; "" where a name has no value in this case."""
    day = case.submitted_at.astimezone(TAIPEI).date()
    township = accounts.agency(case.item.offices["township"])
    return {
        "case_number": case.reference,
        "service": service.title.zh,
        "applicant": case.applicant_name,
        "applied_on": roc(day),
        "township_office": township.name,
        "counted_persons": _count(answer.get("counted_persons")),
        "income_total": _money(answer.get("income_total")),
        "income_per_head": _money(answer.get("monthly_income_per_head")),
        "grounds": grounds_from(answer, service),
        "failed_conditions": reasons_from(answer, service),
        **_decided(decision),
    }


def _decided(decision: Decision | None) -> dict[str, str]:
    if decision is None:
        return {}
    return {
        "own_share": percent(str(decision.award.get("share", ""))),
        "own_premium": _money(decision.amount),
        "from_month": _month(decision.effective_on),
        "reasons": decision.reasons,
        "decided_on": roc(_day(decision.decided_at)),
    }


def _day(moment: datetime) -> date:
    return moment.astimezone(TAIPEI).date()


def _month(day: date | None) -> str:
    return f"{day.year - 1911}年{day.month}月" if day else ""


def _money(value: Any) -> str:
    return "" if value is None else money(value)


def _count(persons: Any) -> str:
    return "" if persons is None else str(len(persons))
