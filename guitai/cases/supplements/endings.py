"""What becomes of a request when its case goes on without an answer. Imported by the journey itself."""

from datetime import datetime

from guitai.cases.models import Case, Supplement
from guitai.cases.supplements import queries, told
from guitai.cases.supplements.terms import OPEN, State
from guitai.catalogue.terms import Service
from guitai.eforms import actions as eforms
from guitai.work.flow import Move
from guitai.work.terms import SYSTEM, WaitsFor

AFTER = {WaitsFor.OFFICE: State.RECALLED, WaitsFor.APPLICANT: State.ENDED, WaitsFor.SYSTEM: State.RAN_OUT}
"""How a request ended that nobody answered, by who made the move."""

TOLD = {State.RECALLED: "supplement_recalled", State.UNCLEAR: "supplement_unclear"}
"""What the applicant is told of it; other endings have notices of their own."""


def follow(case: Case, service: Service, move: Move, *, now: datetime) -> Supplement | None:
    """No request is open that nobody can answer any more; answer the one that ended now, if any.

    Marks that were not sent yet stay as a draft while the case lives.
    """
    stage = service.flow.stages[case.item.stage]
    found = Supplement.objects.select_for_update().filter(case=case, state__in=OPEN).first()
    if found is None or stage.stands_still:
        return None
    if found.state != State.ASKED:
        found.state = State.ENDED if stage.final else State.DRAFT
        found.save(update_fields=["state"])
        return None
    ended = State.UNCLEAR if move.by is WaitsFor.SYSTEM and not move.outcome else AFTER[move.by]
    found.state, found.ended_at = ended, now
    found.save(update_fields=["state", "ended_at"])
    if ended in TOLD:
        told.tell(found, service, TOLD[ended], actor=SYSTEM.ref, now=now)
    draft = queries.draft_of(found)
    if draft and ended is not State.UNCLEAR:
        eforms.discard_draft(draft, now=now)
    return found
