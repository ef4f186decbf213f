"""What a letter or notice may say about what happened before it: the decision, its letter, the last step."""

from collections.abc import Sequence

from guitai.cases.models import Case, Decision
from guitai.catalogue.terms import Service
from guitai.core.clock import TAIPEI
from guitai.core.rocdate import roc
from guitai.documents import queries as documents
from guitai.work import queries as work
from guitai.work.models import Step

APPEAL = "appeal"


def names(case: Case, service: Service) -> dict[str, str]:
    """Answer the names; "" where something has not happened in this case."""
    steps = work.steps(case.item)
    decisions = list(case.decisions.order_by("number"))
    standing = decisions[-1] if decisions else None
    return {
        "service_en": service.title.en or service.title.zh,
        "law_words": "、".join(f"{law.name}{law.article}" for law in service.law),
        "decision_letter": letter_words(standing),
        "replaced_letter": letter_words(decisions[-2]) if len(decisions) > 1 else "",
        "appealed_on": _appealed_on(steps),
        "step_reasons": steps[-1].reasons,
        "award_words": award_words(service, standing),
    }


def award_words(service: Service, decision: Decision | None) -> str:
    """Answer what a decision gives as its service calls it, in the language of letters."""
    given = decision.award.items() if decision else ()
    named = (service.gives.award(kind, value) for kind, value in given)
    return "、".join(award.label.zh for award in named if award)


def letter_words(decision: Decision | None) -> str:
    """Answer a decision's letter as another letter cites it: day and number."""
    if decision is None or not decision.letter:
        return ""
    letter = documents.document(decision.letter)
    return f"{roc(letter.issued_on)}{letter.number}函"


def _appealed_on(steps: Sequence[Step]) -> str:
    appeals = [step for step in steps if step.move == APPEAL]
    return roc(appeals[-1].at.astimezone(TAIPEI).date()) if appeals else ""
