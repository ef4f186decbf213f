"""What a decision gives: the result of the rules, or the one an officer chose with reasons."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from guitai.cases import queries
from guitai.cases.models import Case, Decision, Judgement
from guitai.cases.terms import AwardMissing, Choice
from guitai.catalogue.terms import Award, Service, Since
from guitai.core.clock import TAIPEI
from guitai.rules import queries as rules
from guitai.rules.situation import Situation
from guitai.work.terms import GRANTS, Mover, Outcome

Answer = Mapping[str, Any]


@dataclass(frozen=True)
class Given:
    """What a grant gives, in the words of its service, and how much that is a month."""

    award: dict[str, str | int]
    amount: int | None
    by_hand: bool = False  # an officer chose it: it is not what the rules say


NOTHING = Given({}, None)


def decide(case: Case, outcome: Outcome, *, mover: Mover, choice: Choice, now: datetime) -> Decision:
    """The case is decided, once more where it was before; raises AwardMissing where nothing says what is given."""
    service, judgement = queries.service_of(case), queries.judgement(case)
    granted = outcome in GRANTS
    given = _given(service, judgement, outcome, choice) if granted else NOTHING
    eligible = judgement is not None and judgement.verdict == "eligible"
    return Decision.objects.create(
        case=case,
        number=case.decisions.count() + 1,
        outcome=outcome,
        award=given.award,
        amount=given.amount,
        effective_on=SINCE[service.gives.since](case) if granted else None,
        reasons=choice.reasons,
        differs_from_rules=given.by_hand or granted is not eligible,
        decided_by=mover.ref,
        decided_at=now,
    )


def by_rules(service: Service, answer: Answer) -> Given | None:
    """Answer what the rules give; None where they refuse or could not say it."""
    value = answer.get(service.gives.what)
    if answer.get("verdict") != "eligible" or value is None:
        return None
    declared = service.gives.award(service.gives.what, value)
    award: dict[str, str | int] = declared.kept() if declared else {service.gives.what: value}
    return Given(award, answer.get(service.gives.monthly))


def in_words(service: Service, decision: Decision) -> str:
    """Answer what the decision gives as its service calls it; "" for a refusal, and for a result it does not name."""
    return "、".join(str(award.label) for award in service.gives.awards_of(decision.award))


def _given(service: Service, judgement: Judgement | None, outcome: Outcome, choice: Choice) -> Given:
    """Answer the rules' result, else the chosen one; who differs from the rules says why."""
    ruled = by_rules(service, judgement.answer if judgement else {})
    chosen = service.gives.chosen(choice.award)
    if chosen is None and ruled and outcome is not Outcome.PARTLY_GRANTED:
        return ruled
    if chosen is None or not choice.reasons.strip():
        raise AwardMissing(_why_missing(ruled, outcome, chosen))
    if ruled and chosen.kept() == ruled.award:
        return ruled
    return Given(chosen.kept(), _monthly(service, judgement, chosen), by_hand=True)


def _why_missing(ruled: Given | None, outcome: Outcome, chosen: Award | None) -> str:
    if outcome is Outcome.PARTLY_GRANTED:
        return _("Choose what is granted, and write down why it is not everything.")
    if ruled and chosen:
        return _("The rules say another result: keep it, or write down why this case differs.")
    return _("The rules could not say the result: choose it, and write down the reasons.")


def _monthly(service: Service, judgement: Judgement | None, award: Award) -> int | None:
    """Answer what the chosen result is a month, by the amounts of the day on which the case was judged."""
    if judgement is None:
        return int(award.value) if service.gives.monthly == award.kind else None
    situation = Situation.read(judgement.situation, where=judgement.case.reference)
    found = rules.figure_given(service.rulebook, situation, service.gives.monthly, given=award.value)
    return None if found is None else int(found)


def _month_of_application(case: Case) -> date:
    return _month(case.submitted_at)


def _month_of_complete_documents(case: Case) -> date:
    """Answer the month in which the last papers came; that of the application where none were asked for."""
    answered = case.supplements.filter(answered_at__isnull=False).order_by("-answered_at").first()
    return _month(answered.answered_at if answered and answered.answered_at else case.submitted_at)


def _month(moment: datetime) -> date:
    return moment.astimezone(TAIPEI).date().replace(day=1)


SINCE: Mapping[Since, Callable[[Case], date]] = {
    Since.APPLICATION: _month_of_application,
    Since.COMPLETE_DOCUMENTS: _month_of_complete_documents,
}
