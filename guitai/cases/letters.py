"""What a letter or notice of a case may say: one table of names, filled from the case, its judgement and decision."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from guitai.accounts import queries as accounts
from guitai.cases import earlier
from guitai.cases.models import Case, Decision
from guitai.cases.offices import APPLICANT_TOWNSHIP, office_that_is
from guitai.catalogue.citations import cite
from guitai.catalogue.terms import Named, Service, Written
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
    township = office_that_is(APPLICANT_TOWNSHIP, case, service)
    return {
        "case_number": case.reference,
        "service": service.title.zh,
        "applicant": case.applicant_name,
        "applied_on": roc(day),
        "township_office": accounts.agency(township).name if township else "",
        "counted_persons": _count(answer.get("counted_persons")),
        "income_total": _money(answer.get("income_total")),
        "income_per_head": _money(answer.get("monthly_income_per_head")),
        "grounds": grounds_from(answer, service),
        "failed_conditions": reasons_from(answer, service),
        **earlier.names(case, service),
        **_decided(decision),
        **{name.name: write(_value(name, case, decision, answer), name.written) for name in service.gives.names},
    }


def _value(name: Named, case: Case, decision: Decision | None, answer: Answer) -> Any:
    """Answer what a declared name stands for; None where this case has no such value."""
    kind, _dot, key = name.of.partition(".")
    match kind:
        case "answer":
            return answer.get(key)
        case "said":
            return case.answers.get(key)
        case "award":
            return next(iter(decision.award.values()), None) if decision else None
        case "monthly":
            return decision.amount if decision else None
        case _:
            return decision.effective_on if decision else None


def write(value: Any, written: Written) -> str:
    return "" if value in (None, "") else WAYS[written](value)


def _decided(decision: Decision | None) -> dict[str, str]:
    if decision is None:
        return {}
    return {
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


def _account(answer: Mapping[str, str]) -> str:
    """Write an account so that its holder knows it and nobody else can use it."""
    return f"{answer.get('bank', '')}（末四碼 {answer.get('number', '')[-4:]}）"


WAYS: Mapping[Written, Callable[[Any], str]] = {
    Written.TEXT: str,
    Written.MONEY: money,
    Written.PERCENT: lambda value: percent(str(value)),
    Written.COUNT: lambda value: str(len(value)),
    Written.MONTH: _month,
    Written.DAY: roc,
    Written.ACCOUNT: _account,
}
