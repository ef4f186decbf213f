"""Everything an official needs of one case, on one page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guitai.accounts import queries as accounts
from guitai.cases import prefill
from guitai.cases import queries as cases
from guitai.cases.consent import source_words
from guitai.cases.household import Member, members
from guitai.cases.letters import reasons_from
from guitai.cases.models import Case, Decision
from guitai.cases.progress import progress_of
from guitai.cases.shown import timeline
from guitai.cases.situation import differences
from guitai.cases.terms import Choice, Difference, Piece, Progress
from guitai.cases.verdict import Names, Verdict, read, shown
from guitai.catalogue.terms import Award, Service
from guitai.core.kit import Cell, Row, Step, Tone
from guitai.core.rocdate import roc
from guitai.core.texts import Text
from guitai.eforms import summary
from guitai.facts import queries as facts
from guitai.files import queries as files
from guitai.files.terms import FileView
from guitai.work import queries as work
from guitai.work.flow import Move
from guitai.work.terms import Mover, Outcome

Words = str | Promise
VERDICTS: dict[str, tuple[Words, Tone]] = {
    "eligible": (gettext_lazy("The conditions are met"), Tone.GOOD),
    "not_eligible": (gettext_lazy("The conditions are not met"), Tone.BAD),
    "undetermined": (gettext_lazy("Cannot be determined yet"), Tone.WAIT),
    "": (gettext_lazy("Not judged yet"), Tone.REST),
}


@dataclass(frozen=True)
class Grid:
    """One table: what it is called, its columns, its lines."""

    caption: Words
    columns: tuple[Words, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Section:
    """One page of the form as it was answered; one person of it where the page asks about several."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class MoveForm:
    """One button with what it needs; ``reasons`` is what the box starts with."""

    move: Move
    needs_reasons: bool
    awards: tuple[Award, ...]
    reasons: str
    share: str
    is_open: bool


@dataclass(frozen=True)
class Proposal:
    """What the first review proposed, and why."""

    outcome: Outcome
    reasons: str


@dataclass(frozen=True)
class CasePage:
    service: Service
    progress: Progress
    steps: list[Step]
    verdict: Words
    tone: Tone
    judged: Verdict | None
    household: Grid
    differences: Grid
    gaps: tuple[str, ...]
    sections: tuple[Section, ...]
    attachments: tuple[FileView, ...]
    decision: Decision | None
    forms: tuple[MoveForm, ...]
    can_take: bool


def case_page(case: Case, *, mover: Mover, typed: Mapping[str, Choice], today: date) -> CasePage:
    service, pieces, judgement = cases.service_of(case), cases.pieces(case.application), cases.judgement(case)
    household = members(pieces)
    names = {member.about: member.name for member in household}
    answer: Mapping[str, Any] = judgement.answer if judgement else {}
    verdict, tone = VERDICTS[str(answer.get("verdict", ""))]
    progress, task = progress_of(case, service, today=today), work.open_task(case.item)
    moves = work.possible_moves(case.item, flow=service.flow, mover=mover)
    return CasePage(
        service=service,
        progress=progress,
        steps=timeline(progress, inside=True),
        verdict=verdict,
        tone=tone,
        judged=read(answer, Names(names, service.law, facts.vocabulary(facts.services_folder()))) if answer else None,
        household=_household(household, pieces, answer, service),
        differences=_differences(differences(service, case.answers, pieces), names, service),
        gaps=tuple(_gap(piece, names) for piece in pieces if piece.is_gap),
        sections=_sections(service, case, pieces, today=today),
        attachments=tuple(files.held_by(f"case:{case.reference}")),
        decision=cases.decision(case),
        forms=_forms(moves, service, answer, proposal_on(case, service), typed),
        can_take=bool(task and not task.taken_by and moves),
    )


def _household(household: Sequence[Member], pieces: list[Piece], answer: Mapping[str, Any], service: Service) -> Grid:
    counted = set(answer.get("counted_persons") or ())
    relations = _option_words(service, "relation")
    columns = (_("Name"), _("Relation"), _("Born"), _("Counted"), _("Data"))
    rows = tuple(_member_row(member, pieces, relations, counted=member.about in counted) for member in household)
    return Grid(_("Household"), columns, rows)


def _member_row(
    member: Member, pieces: list[Piece], relations: Mapping[str, str], *, counted: bool
) -> tuple[Cell, ...]:
    silent = {piece.source for piece in pieces if piece.about == member.about and piece.is_gap}
    born = roc(date.fromisoformat(member.facts["born"])) if member.facts.get("born") else "—"
    relation = str(member.facts.get("relation", ""))
    return (
        Cell(member.name),
        Cell(relations.get(relation, _("applicant") if relation == "self" else relation)),
        Cell(born),
        Cell(_("counted") if counted else _("not counted"), tone=Tone.NOTE if counted else Tone.REST),
        Cell("、".join(sorted(map(source_words, silent))) or _("complete"), tone=Tone.WAIT if silent else Tone.GOOD),
    )


def _option_words(service: Service, fact: str) -> dict[str, str]:
    """Answer what the form calls each value of a person's fact."""
    groups = [question.questions for page in service.form.pages for question in page.questions]
    options = [option for inner in groups for question in inner if question.fact == fact for option in question.options]
    return {option.value: str(option.label) for option in options}


def _differences(found: list[Difference], names: Mapping[str, str], service: Service) -> Grid:
    words = facts.vocabulary(facts.services_folder()).person
    columns = (_("Person"), _("What"), _("The applicant says"), _("The register says"), _("Register"))
    rows = tuple(
        (
            Cell(names.get(each.about, each.about)),
            Cell(Text(words[each.key].zh, words[each.key].en) if each.key in words else each.key),
            Cell(_option_words(service, each.key).get(each.said, shown(each.said))),
            Cell(
                "—" if each.fetched is None else _option_words(service, each.key).get(each.fetched, shown(each.fetched))
            ),
            Cell("、".join(map(source_words, each.sources))),
        )
        for each in found
    )
    return Grid(_("Where the applicant and a register differ"), columns, rows)


def _gap(piece: Piece, names: Mapping[str, str]) -> str:
    return f"{source_words(piece.source)}（{names.get(piece.about, piece.about)}）"


def _sections(service: Service, case: Case, pieces: list[Piece], *, today: date) -> tuple[Section, ...]:
    """Answer what the applicant typed; what the registers filled in stands in the household and the conditions."""
    person = accounts.person(case.application.applicant)
    known = prefill.known_from(service.form, pieces, person=person, now=case.submitted_at)
    sections = summary.rows(service.form, case.answers, today=today, prefilled=known.prefilled, gaps=known.gaps)
    return tuple(
        Section(f"{section.title}・{item}" if item else section.title, tuple(Row(row.label, row.words) for row in rows))
        for section in sections
        for item, rows in groupby((row for row in section.rows if not row.source), key=lambda row: row.item)
    )


def proposal_on(case: Case, service: Service) -> Proposal | None:
    """Answer what was last proposed, while the case waits for whoever decides on it."""
    last = work.steps(case.item)[-1]
    move = next((move for move in service.flow.moves if move.key == last.move), None)
    return Proposal(move.proposes, last.reasons) if move and move.proposes else None


def _forms(
    moves: Sequence[Move],
    service: Service,
    answer: Mapping[str, Any],
    proposal: Proposal | None,
    typed: Mapping[str, Choice],
) -> tuple[MoveForm, ...]:
    """Answer the buttons; the one that follows the proposal, else the verdict, stands open."""
    fitting = {"eligible": Outcome.GRANTED, "not_eligible": Outcome.REFUSED}.get(str(answer.get("verdict")))
    expected = proposal.outcome if proposal else fitting
    return tuple(
        MoveForm(
            move=move,
            needs_reasons="reasons" in move.needs or _needs_award(move, answer),
            awards=service.sheet.awards if _needs_award(move, answer) else (),
            reasons=typed[move.key].reasons if move.key in typed else _reasons(move, service, answer, proposal),
            share=typed[move.key].share if move.key in typed else "",
            is_open=move.key in typed or (expected is not None and expected in (move.proposes, move.outcome)),
        )
        for move in moves
    )


def _needs_award(move: Move, answer: Mapping[str, Any]) -> bool:
    return "award" in move.needs and answer.get("verdict") != "eligible"


def _reasons(move: Move, service: Service, answer: Mapping[str, Any], proposal: Proposal | None) -> str:
    """Propose reasons: those of the colleague who proposed the same, else the conditions that failed."""
    if proposal and move.outcome is proposal.outcome and proposal.reasons:
        return proposal.reasons
    return reasons_from(answer, service) if Outcome.REFUSED in (move.proposes, move.outcome) else ""
