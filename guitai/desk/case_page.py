"""Everything an official needs of one case, on one page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from guitai.cases import queries as cases
from guitai.cases.household import Member, members
from guitai.cases.letters import reasons_from
from guitai.cases.models import Case, Decision
from guitai.cases.progress import progress_of
from guitai.cases.shown import timeline
from guitai.cases.situation import differences
from guitai.cases.terms import Choice, Difference, Piece, Progress
from guitai.cases.verdict import Verdict, read, shown
from guitai.catalogue.terms import Award, Service
from guitai.core.kit import Cell, Row, Step, Tone
from guitai.core.rocdate import roc
from guitai.eforms import summary
from guitai.facts import queries as facts
from guitai.files import queries as files
from guitai.files.terms import FileView
from guitai.work import queries as work
from guitai.work.flow import Move
from guitai.work.terms import Mover, Outcome

Cells = tuple[Cell, ...]
TONES = {"eligible": Tone.GOOD, "not_eligible": Tone.BAD, "undetermined": Tone.WAIT}


@dataclass(frozen=True)
class Grid:
    """One table: what it is called, its columns, its lines."""

    caption: str | Promise
    columns: tuple[str | Promise, ...]
    rows: tuple[Cells, ...]


@dataclass(frozen=True)
class MoveForm:
    """One button with what it needs; ``reasons`` is what the box starts with."""

    move: Move
    needs_reasons: bool
    awards: tuple[Award, ...]
    reasons: str
    typed: Choice | None


@dataclass(frozen=True)
class CasePage:
    service: Service
    progress: Progress
    steps: list[Step]
    verdict: Verdict | None
    tone: Tone
    figures: tuple[Row, ...]
    conditions: Grid
    household: Grid
    differences: Grid
    gaps: tuple[str, ...]
    answers: tuple[Row, ...]
    attachments: tuple[FileView, ...]
    decision: Decision | None
    forms: tuple[MoveForm, ...]
    can_take: bool


def case_page(case: Case, *, mover: Mover, typed: Mapping[str, Choice], today: date) -> CasePage:
    service, pieces, judgement = cases.service_of(case), cases.pieces(case.application), cases.judgement(case)
    household = members(pieces)
    names = {member.about: member.name for member in household}
    answer: Mapping[str, Any] = judgement.answer if judgement else {}
    verdict = read(answer, names=names, vocabulary=facts.vocabulary(facts.services_folder())) if answer else None
    progress, task = progress_of(case, service, today=today), work.open_task(case.item)
    moves = work.possible_moves(case.item, flow=service.flow, mover=mover)
    return CasePage(
        service=service,
        progress=progress,
        steps=timeline(progress),
        verdict=verdict,
        tone=TONES.get(str(answer.get("verdict")), Tone.REST),
        figures=tuple(Row(figure.label, figure.value) for figure in verdict.figures) if verdict else (),
        conditions=_conditions(verdict, answer),
        household=_household(household, pieces, answer),
        differences=_differences(differences(service, case.answers, pieces), names),
        gaps=tuple(f"{piece.source}（{names.get(piece.about, piece.about)}）" for piece in pieces if piece.is_gap),
        answers=_answers(service, case, today=today),
        attachments=tuple(files.held_by(f"case:{case.reference}")),
        decision=cases.decision(case),
        forms=tuple(_form(move, service, answer, typed.get(move.key)) for move in moves),
        can_take=bool(task and not task.taken_by and moves),
    )


def _conditions(verdict: Verdict | None, answer: Mapping[str, Any]) -> Grid:
    columns = (_("Condition"), _("Result"), _("Value"), _("Limit"), _("Article"), _("Source"))
    sources = [Cell(raw.get("source") or "") for raw in answer.get("conditions", ())]
    rows = verdict.conditions if verdict else ()
    return Grid(_("Conditions"), columns, tuple((*row, source) for row, source in zip(rows, sources, strict=True)))


def _household(household: Sequence[Member], pieces: list[Piece], answer: Mapping[str, Any]) -> Grid:
    counted = set(answer.get("counted_persons") or ())
    columns = (_("Name"), _("Relation"), _("Born"), _("Counted"), _("Data"))
    rows = tuple(_member_row(member, pieces, counted=member.about in counted) for member in household)
    return Grid(_("Household"), columns, rows)


def _member_row(member: Member, pieces: list[Piece], *, counted: bool) -> Cells:
    silent = sorted({piece.source for piece in pieces if piece.about == member.about and piece.is_gap})
    born = roc(date.fromisoformat(member.facts["born"])) if member.facts.get("born") else "—"
    return (
        Cell(member.name),
        Cell(member.facts.get("relation", "")),
        Cell(born),
        Cell(_("counted") if counted else _("not counted"), tone=Tone.NOTE if counted else Tone.REST),
        Cell("、".join(silent) or _("complete"), tone=Tone.WAIT if silent else Tone.GOOD),
    )


def _differences(found: list[Difference], names: Mapping[str, str]) -> Grid:
    columns = (_("Person"), _("What"), _("The applicant says"), _("The register says"), _("Register"))
    rows = tuple(
        (
            Cell(names.get(each.about, each.about)),
            Cell(each.key),
            Cell(shown(each.said)),
            Cell(shown(each.fetched)),
            Cell(each.source),
        )
        for each in found
    )
    return Grid(_("Where the applicant and a register differ"), columns, rows)


def _answers(service: Service, case: Case, *, today: date) -> tuple[Row, ...]:
    sections = summary.rows(service.form, case.answers, today=today)
    rows = [row for section in sections for row in section.rows]
    return tuple(
        Row(f"{row.item}：{row.label}" if row.item else row.label, row.words, source=row.source) for row in rows
    )


def _form(move: Move, service: Service, answer: Mapping[str, Any], typed: Choice | None) -> MoveForm:
    needs_award = "award" in move.needs and answer.get("verdict") != "eligible"
    refuses = Outcome.REFUSED in (move.proposes, move.outcome)
    proposed = reasons_from(answer) if refuses else ""
    return MoveForm(
        move=move,
        needs_reasons="reasons" in move.needs or needs_award,
        awards=service.sheet.awards if needs_award else (),
        reasons=typed.reasons if typed else proposed,
        typed=typed,
    )
