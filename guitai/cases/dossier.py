"""Everything a page shows of one case, read by one statement; whoever asks for a part of it afterwards has it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Model

from guitai.accounts import queries as accounts
from guitai.cases.models import Case, Decision, Evidence, Judgement, Supplement
from guitai.consents import queries as consents
from guitai.core import fields, together
from guitai.core.together import Part
from guitai.documents import queries as documents
from guitai.documents.queries import DocumentView
from guitai.files import queries as files
from guitai.files.terms import FileView
from guitai.notices import queries as notices
from guitai.notices.queries import NoticeView
from guitai.work import queries as work

# Who has taken the open task; else who sits at the desk where it lies, or stands in there.
RESPONSIBLE = """
    SELECT coalesce(taker.name, seat.words) AS words
    FROM work_task task
    LEFT JOIN accounts_account taker ON task.taken_by = 'account:' || taker.id
    LEFT JOIN LATERAL (
        SELECT post.title || ' ' || coalesce(deputy.name, holder.name) AS words
        FROM accounts_agency agency
        JOIN accounts_unit unit ON unit.agency_id = agency.id
        JOIN accounts_post post ON post.unit_id = unit.id
        LEFT JOIN accounts_standin stood ON stood.post_id = post.id AND stood.since <= %(on)s AND stood.until > %(on)s
        LEFT JOIN accounts_account deputy ON deputy.id = stood.deputy_id
        LEFT JOIN accounts_postholding held ON held.post_id = post.id AND held.since <= %(on)s
            AND (held.until IS NULL OR held.until > %(on)s)
        LEFT JOIN accounts_account holder ON holder.id = held.account_id
        WHERE agency.code = task.agency_code AND task.role = ANY(post.roles)
            AND (deputy.id IS NOT NULL OR holder.id IS NOT NULL)
        ORDER BY post.id LIMIT 1
    ) seat ON task.taken_by = ''
    WHERE task.item_id = %(item)s AND task.done_at IS NULL"""


def open_dossier(case: Case, *, on: date) -> None:
    """The case knows all that belongs to it, and the keys of what is sealed are there: two statements."""
    thing = f"case:{case.reference}"
    found = together.read(
        *_own(case),
        *work.parts(case.item),
        files.held_part(thing),
        documents.part_for(thing),
        notices.part_for(thing),
        consents.part_of(case.application.consent),
        *accounts.person_parts(case.application.applicant),
        Part(RESPONSIBLE, {"on": on, "item": case.item.pk}, lambda row: str(row["words"] or "")),
        accounts.agencies_part(),
    )
    evidence, judgements, decisions, supplements, tasks, steps, messages, *others = found
    held, letters, told, given, persons, numbers, responsible, agencies = others
    _expect(case, evidence, judgements, supplements, messages, told, numbers)
    for row in (*evidence, *messages, *judgements, *supplements):
        _belongs(row, case)
    together.keep(case.application, evidence=evidence)
    together.keep(case.item, tasks=tasks, steps=steps, messages=messages)
    together.keep(case, judgements=judgements, decisions=decisions, supplements=supplements, consents=given)
    together.keep(case, files=held, letters=letters, told=told, applicants=persons, responsible=responsible)
    for person in persons:
        together.keep(person, numbers=numbers)
    accounts.know(agencies)


def files_of(case: Case) -> list[FileView]:
    """Answer the files of the case, the oldest first."""
    found = together.kept(case, "files")
    return files.held_by(f"case:{case.reference}") if found is None else list(map(files.view_of, found))


def letters_of(case: Case) -> list[DocumentView]:
    """Answer every letter that went out in this case, the oldest first."""
    found = together.kept(case, "letters")
    return documents.documents_for(f"case:{case.reference}") if found is None else list(map(documents.view_of, found))


def told_of(case: Case) -> list[NoticeView]:
    """Answer what was told about the case, the oldest first."""
    found = together.kept(case, "told")
    return notices.notices_for(f"case:{case.reference}") if found is None else list(map(notices.view_of, found))


def _own(case: Case) -> tuple[Part[Any], ...]:
    values = {"case": case.pk, "draft": case.application.pk}
    of_case = "case_id = %(case)s"
    return (
        together.rows_of(Evidence, where="application_id = %(draft)s", params=values),
        together.rows_of(Judgement, where=of_case, params=values, order="number DESC LIMIT 1"),
        together.rows_of(Decision, where=of_case, params=values, order="number DESC"),
        together.rows_of(Supplement, where=of_case, params=values, order="number"),
    )


def _expect(case: Case, *lists: Sequence[Model]) -> None:
    fields.expect([case, *(row for rows in lists for row in rows)])


def _belongs(row: Model, case: Case) -> None:
    """The row knows its case, its application, its item: those that are open already."""
    for name, owner in {"case": case, "application": case.application, "item": case.item}.items():
        if f"{name}_id" in row.__dict__:
            setattr(row, name, owner)
