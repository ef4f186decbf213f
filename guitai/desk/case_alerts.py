"""What an official has to look at before deciding: what is late, not met, different or silent."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guitai.cases import appeals, queries, talk
from guitai.cases.consent import source_words
from guitai.cases.models import Case, Decision
from guitai.cases.supplements.terms import AnsweredRequest
from guitai.cases.terms import Piece
from guitai.cases.verdict import Verdict
from guitai.catalogue.terms import Service
from guitai.core.kit import Tone
from guitai.desk.case_people import Person
from guitai.work import queries as work


@dataclass(frozen=True)
class Alert:
    """One thing to look at before deciding; ``anchor`` is where it stands on the page."""

    words: str
    tone: Tone
    anchor: str


@dataclass(frozen=True)
class Seen:
    """What the page has read already."""

    service: Service
    pieces: tuple[Piece, ...]
    people: tuple[Person, ...]
    judged: Verdict | None
    decisions: tuple[Decision, ...]
    conversation: tuple[talk.Line, ...]
    corrected: tuple[AnsweredRequest, ...]


def alerts(case: Case, seen: Seen, *, today: date) -> Iterator[Alert]:
    """Answer what is not as it should be, the weightiest first."""
    found = [*_of_time(case, seen, today=today), *_of_verdict(seen.judged), *_of_data(case, seen)]
    found += _of_corrections(case, seen)
    if any(line.is_new for line in seen.conversation):
        found.append(Alert(_("The applicant wrote to you."), Tone.WAIT, "messages"))
    if not found and seen.judged is not None:
        found.append(Alert(_all_well(seen.judged), Tone.GOOD, "conditions"))
    if seen.judged and seen.judged.assumed:
        labels = seen.service.rulebook.parameters.labels
        amounts = "、".join(labels.get(name, name) for name in seen.judged.assumed)
        found.append(Alert(_("Judged with assumed amounts (demonstration):") + " " + amounts, Tone.NOTE, "conditions"))
    yield from found


def _all_well(judged: Verdict) -> str:
    """Answer that nothing stands in the way, and what is not met all the same: a higher amount, another way in."""
    failed = sum(line.tone is Tone.WAIT for line in judged.conditions)
    if not failed:
        return _("All data agree, and every condition is met.")
    words = ngettext(
        "All data agree, and the rules are met; %(count)d condition that is not met does not change that.",
        "All data agree, and the rules are met; %(count)d conditions that are not met do not change that.",
        failed,
    )
    return words % {"count": failed}


def _of_time(case: Case, seen: Seen, *, today: date) -> Iterator[Alert]:
    task = work.open_task(case.item)
    if task and task.due_on and task.due_on < today:
        yield Alert(_("This step is overdue."), Tone.BAD, "next")
    reviewed = seen.service.flow.stages[case.item.stage].role
    late = appeals.late_by(seen.decisions, seen.service, work.steps(case.item)) if reviewed else 0
    if late:
        words = _(
            "The appeal came %(days)d days after its term, counted from the day of the letter. "
            "If the letter was delivered later, it may be in time: look at the proof of delivery."
        )
        yield Alert(words % {"days": late}, Tone.WAIT, "history")


def _of_verdict(judged: Verdict | None) -> Iterator[Alert]:
    if judged is None:
        yield Alert(_("The rules have not judged this case yet."), Tone.WAIT, "conditions")
        return
    failed = [line.words for line in judged.conditions if line.tone is Tone.WAIT]
    if judged.kind == "not_eligible":
        yield Alert(_("The conditions are not met: %(count)d.") % {"count": len(failed)}, Tone.BAD, "conditions")
    if judged.kind == "undetermined":
        missing = "、".join(judged.missing)
        yield Alert(_("Missing for a verdict:") + " " + missing, Tone.WAIT, "conditions")


def _of_data(case: Case, seen: Seen) -> Iterator[Alert]:
    for person in seen.people:
        different = [row.what for row in person.rows if row.differs]
        if different:
            words = _("%(who)s: the applicant and a register differ about %(what)s")
            yield Alert(words % {"who": person.name, "what": "、".join(different)}, Tone.BAD, person.anchor)
    silent = sorted({str(source_words(piece.source)) for piece in seen.pieces if piece.is_gap})
    if silent:
        yield Alert(_("No answer yet from: %(sources)s") % {"sources": "、".join(silent)}, Tone.WAIT, "people")
    if not queries.has_consent(case):
        yield Alert(_("The applicant took the consent back: no register is asked any more."), Tone.WAIT, "people")


def _of_corrections(case: Case, seen: Seen) -> Iterator[Alert]:
    """Answer what came back and waits to be read; a decided case has been read."""
    if not seen.corrected or work.open_task(case.item) is None:
        return
    newest = max(seen.corrected, key=lambda request: request.number)
    anchor, answers = f"supplement-{newest.number}", newest.answers
    same = sum(not one.changed for one in answers)
    words = ngettext(
        "The applicant answered your request: %(count)d thing.",
        "The applicant answered your request: %(count)d things.",
        len(answers),
    )
    yield Alert(words % {"count": len(answers)}, Tone.WAIT, anchor)
    if same:
        words = ngettext("Asked for, but unchanged: %(count)d.", "Asked for, but unchanged: %(count)d.", same)
        yield Alert(words % {"count": same}, Tone.WAIT, anchor)
