"""The next steps of a case: each a button with what it needs, and what happens when it is pressed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from guitai.accounts import queries as accounts
from guitai.accounts.terms import AgencyView
from guitai.cases import correcting, forwarding, queries
from guitai.cases.correcting import Sentence
from guitai.cases.letters import reasons_from
from guitai.cases.models import Case
from guitai.cases.terms import Choice
from guitai.catalogue.terms import Award, Service
from guitai.core.texts import Text
from guitai.work import queries as work
from guitai.work.flow import Move, Stage
from guitai.work.terms import Outcome, WaitsFor

FITTING = {"eligible": Outcome.GRANTED, "not_eligible": Outcome.REFUSED}
REASONED = frozenset({Outcome.REFUSED, Outcome.PARTLY_GRANTED})


@dataclass(frozen=True)
class MoveForm:
    """One button with what it needs; ``reasons`` is what the box starts with, ``then`` what follows a press."""

    move: Move
    needs_reasons: bool
    awards: tuple[Award, ...]
    agencies: tuple[AgencyView, ...]
    sentences: tuple[Sentence, ...]
    reasons: str
    award: str
    agency: str
    then: tuple[str, ...]
    is_open: bool
    page: str = ""  # where the step is made, when a form of its own page is needed


@dataclass(frozen=True)
class Proposal:
    """What the first review proposed, by whom, and why."""

    outcome: Outcome
    words: Text
    by: str
    reasons: str


def proposal_on(case: Case, service: Service) -> Proposal | None:
    """Answer what was last proposed, while the case waits for whoever decides on it."""
    last = work.steps(case.item)[-1]
    move = next((move for move in service.flow.moves if move.key == last.move), None)
    return Proposal(move.proposes, move.label, last.actor_words, last.reasons) if move and move.proposes else None


@dataclass(frozen=True)
class Basis:
    """What the next step rests on: the answer of the rules, and the proposal of the first review."""

    answer: Mapping[str, Any]
    proposal: Proposal | None


def forms(
    case: Case, service: Service, moves: Sequence[Move], basis: Basis, typed: Mapping[str, Choice]
) -> tuple[MoveForm, ...]:
    """Answer the buttons; the one that follows the proposal, else the verdict, comes first and stands open."""
    expected = basis.proposal.outcome if basis.proposal else FITTING.get(str(basis.answer.get("verdict")))
    found = []
    for move in moves:
        form = _form(case, service, move, basis)
        if expected is not None and expected in (move.proposes, move.outcome):
            form = replace(form, is_open=True)
        found.append(_as_typed(form, typed[move.key]) if move.key in typed else form)
    return tuple(sorted(found, key=lambda form: not form.is_open))


def _form(case: Case, service: Service, move: Move, basis: Basis) -> MoveForm:
    needs_award = _needs_award(move, basis.answer)
    return MoveForm(
        move=move,
        needs_reasons="reasons" in move.needs or needs_award,
        awards=service.gives.awards if needs_award else (),
        agencies=tuple(forwarding.candidates(case, service)) if "agency" in move.needs else (),
        sentences=tuple(correcting.sentences(queries.decision(case))) if "correction" in move.needs else (),
        reasons=_reasons(move, service, basis),
        award="",
        agency="",
        then=tuple(consequences(case, service, move)),
        is_open=False,
        page=_page(case, move),
    )


def _page(case: Case, move: Move) -> str:
    return reverse("desk:supplement", args=[case.reference]) if "supplement" in move.needs else ""


def _as_typed(form: MoveForm, choice: Choice) -> MoveForm:
    """Answer the form as it was sent: nothing typed is lost."""
    corrected = {each.wrong: each.right for each in choice.corrections}
    return replace(
        form,
        reasons=choice.reasons,
        award=choice.award,
        agency=choice.agency,
        sentences=tuple(replace(each, right=corrected.get(each.words, each.words)) for each in form.sentences),
        is_open=True,
    )


def _needs_award(move: Move, answer: Mapping[str, Any]) -> bool:
    if "award" not in move.needs:
        return False
    return answer.get("verdict") != "eligible" or move.outcome is Outcome.PARTLY_GRANTED


def _reasons(move: Move, service: Service, basis: Basis) -> str:
    """Propose reasons: those of the colleague who proposed the same, else the conditions that failed."""
    proposal = basis.proposal
    if proposal and move.outcome is proposal.outcome and proposal.reasons:
        return proposal.reasons
    return reasons_from(basis.answer, service) if REASONED & {move.proposes, move.outcome} else ""


def consequences(case: Case, service: Service, move: Move) -> Iterator[str]:
    """Say what happens when the button is pressed, in the order in which it happens."""
    target = work.target_of(case.item, move, flow=service.flow)
    due = service.flow.aftermath(stage=target.key, move=move)
    if due and due.letter:
        yield _("An official letter gets its number at once and goes out.")
    if due and due.notice:
        yield _("The applicant is told at once, by mail or by letter.")
    yield from _where_to(case, move, target)
    if move.proposes:
        yield _("A colleague decides. Until then you can take the proposal back.")
    elif target.final and not service.flow.stages[case.item.stage].final:
        yield _("The case is closed. Afterwards an obvious error can be corrected, and the case can be reopened.")


def _where_to(case: Case, move: Move, target: Stage) -> Iterator[str]:
    if "agency" in move.needs:
        yield _("The case lies on the desk of the office you choose. Number and day of application stay the same.")
    elif target.waits_for is WaitsFor.OFFICE and target.key != case.item.stage:
        words = _("The case lies on the desk of %(office)s.")
        yield words % {"office": accounts.agency(case.item.offices[target.office]).name}
    elif target.stands_still:
        yield _("The case waits for the applicant; the office's term stands still meanwhile.")
