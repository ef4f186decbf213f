"""What a decision gives: the result of the rules, or the one an officer chose with reasons."""

from datetime import datetime

from django.utils.translation import gettext as _

from guitai.cases import queries
from guitai.cases.models import Case, Decision
from guitai.cases.terms import AwardMissing, Choice
from guitai.core.clock import TAIPEI
from guitai.work.terms import GRANTS, Mover, Outcome


def decide(case: Case, outcome: Outcome, *, mover: Mover, choice: Choice, now: datetime) -> Decision:
    """The case is decided, once more where it was before; raises AwardMissing where nothing says what is given."""
    judgement = queries.judgement(case)
    answer = judgement.answer if judgement else {}
    by_rules = answer.get("verdict") == "eligible" and not choice.share
    granted = outcome in GRANTS
    if granted and not by_rules and not (choice.share and choice.reasons.strip()):
        raise AwardMissing(_("The rules could not say the result: choose it, and write down the reasons."))
    share = (choice.share or str(answer.get("share", ""))) if granted else ""
    return Decision.objects.create(
        case=case,
        number=case.decisions.count() + 1,
        outcome=outcome,
        award={"share": share} if share else {},
        amount=answer.get("self_pay_premium") if granted and by_rules else None,
        effective_on=case.submitted_at.astimezone(TAIPEI).date().replace(day=1) if granted else None,
        reasons=choice.reasons,
        differs_from_rules=granted is not (answer.get("verdict") == "eligible"),
        decided_by=mover.ref,
        decided_at=now,
    )
