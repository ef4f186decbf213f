"""Everything an official needs of one case, on one page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from guitai.cases import dossier, letterbox, queries, talk
from guitai.cases.deciding import in_words
from guitai.cases.models import Case, Decision
from guitai.cases.progress import progress_of
from guitai.cases.shown import timeline
from guitai.cases.supplements import comparing
from guitai.cases.supplements.terms import AnsweredRequest
from guitai.cases.terms import Choice, Progress
from guitai.cases.verdict import Names, Verdict, read
from guitai.catalogue.terms import Service
from guitai.core.kit import Step, Tone
from guitai.desk import case_moves, case_people
from guitai.desk.case_alerts import Alert, Seen, alerts
from guitai.desk.case_moves import Basis, MoveForm, Proposal
from guitai.desk.case_people import Person, Section
from guitai.documents.queries import DocumentView
from guitai.facts import queries as facts
from guitai.files.terms import FileView
from guitai.notices.terms import STATUS_WORDS
from guitai.rules import queries as rules
from guitai.work import queries as work
from guitai.work.terms import Audience, Mover

Words = str | Promise
VERDICTS: dict[str, tuple[Words, Tone]] = {
    "eligible": (gettext_lazy("The conditions are met"), Tone.GOOD),
    "not_eligible": (gettext_lazy("The conditions are not met"), Tone.BAD),
    "undetermined": (gettext_lazy("Cannot be determined yet"), Tone.WAIT),
    "": (gettext_lazy("Not judged yet"), Tone.REST),
}


@dataclass(frozen=True)
class Decided:
    """One decision of the case, newest first, in the service's words."""

    decision: Decision
    gives: str


@dataclass(frozen=True)
class Sent:
    """One notice to the applicant, and what became of it."""

    subject: str
    at: datetime
    status: Words


@dataclass(frozen=True)
class CasePage:
    service: Service
    progress: Progress
    steps: list[Step]
    verdict: Words
    tone: Tone
    judged: Verdict | None
    alerts: tuple[Alert, ...]
    people: tuple[Person, ...]
    sections: tuple[Section, ...]
    attachments: tuple[FileView, ...]
    conversation: tuple[talk.Line, ...]
    notes: tuple[talk.Line, ...]
    decisions: tuple[Decided, ...]
    letters: tuple[DocumentView, ...]
    told: tuple[Sent, ...]
    corrected: tuple[AnsweredRequest, ...]
    proposal: Proposal | None
    forms: tuple[MoveForm, ...]
    can_take: bool

    @property
    def is_clean(self) -> bool:
        return all(alert.tone in (Tone.GOOD, Tone.NOTE) for alert in self.alerts)

    @property
    def unread(self) -> int:
        return sum(line.is_new for line in self.conversation)


def case_page(case: Case, *, mover: Mover, typed: Mapping[str, Choice], today: date) -> CasePage:
    service, pieces, judgement = queries.service_of(case), queries.pieces(case.application), queries.judgement(case)
    answer: Mapping[str, Any] = judgement.answer if judgement else {}
    people = case_people.people(case, service, pieces, answer)
    judged = _judged(service, answer, people)
    verdict, tone = VERDICTS[str(answer.get("verdict", ""))]
    progress, task = progress_of(case, service, today=today), work.open_task(case.item)
    moves = work.possible_moves(case.item, flow=service.flow, mover=mover)
    decisions = queries.decisions(case)
    attachments = tuple(dossier.files_of(case))
    written = talk.of_officials(case)
    proposal = case_moves.proposal_on(case, service)
    corrected = tuple(comparing.answered(case, service))
    seen = Seen(service, tuple(pieces), people, judged, tuple(decisions), written[Audience.APPLICANT], corrected)
    return CasePage(
        service=service,
        progress=progress,
        steps=timeline(progress, inside=True)[::-1],
        verdict=verdict,
        tone=tone,
        judged=judged,
        alerts=tuple(alerts(case, seen, today=today)),
        people=people,
        sections=case_people.sections(case, service, pieces, {file.ref: file for file in attachments}, today=today),
        attachments=attachments,
        conversation=written[Audience.APPLICANT],
        notes=written[Audience.INSIDE],
        decisions=tuple(Decided(each, in_words(service, each)) for each in decisions),
        letters=tuple(letterbox.letters_of(case)),
        told=tuple(
            Sent(each.subject, each.created_at, STATUS_WORDS[each.status]) for each in dossier.told_of(case)[::-1]
        ),
        corrected=corrected,
        proposal=proposal,
        forms=case_moves.forms(case, service, moves, Basis(answer, proposal), typed),
        can_take=bool(task and not task.taken_by and moves),
    )


def _judged(service: Service, answer: Mapping[str, Any], people: Sequence[Person]) -> Verdict | None:
    if not answer:
        return None
    names = {person.anchor.removeprefix("person-"): person.name for person in people}
    vocabulary = facts.vocabulary(facts.services_folder())
    return read(
        rules.for_reader(service.rulebook, answer), Names(names, service.law, vocabulary, service.gives.figures)
    )
