"""Find drafts, and show their pages as they were left."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from guitai.eforms import pages, sources, summary
from guitai.eforms.fields import BoundPage
from guitai.eforms.models import Draft
from guitai.eforms.sources import Known
from guitai.eforms.terms import Answer, Form, NoSuchDraft, Page, Problem, Raw
from guitai.files import queries as files
from guitai.files.terms import FileView, Upload


def draft_of(owner: str, draft_id: UUID | str) -> Draft:
    """Answer the owner's draft; raises NoSuchDraft, the same for none as for another person's."""
    try:
        wanted = draft_id if isinstance(draft_id, UUID) else UUID(draft_id)
    except ValueError as error:
        raise NoSuchDraft(str(draft_id)) from error
    draft = Draft.objects.filter(id=wanted, owner=owner).first()
    if draft is None:
        raise NoSuchDraft(str(draft_id))
    return draft


def locked_draft(owner: str, draft_id: UUID | str) -> Draft:
    """Answer the owner's draft, held until the transaction ends; raises NoSuchDraft once it is sent or discarded."""
    draft = Draft.objects.select_for_update().filter(id=draft_of(owner, draft_id).id, owner=owner).first()
    if draft is None:
        raise NoSuchDraft(str(draft_id))
    return draft


def drafts_of(owner: str) -> list[Draft]:
    """Answer the owner's drafts, the one last touched first."""
    return list(Draft.objects.filter(owner=owner).order_by("-updated_at"))


def known_of(draft: Draft) -> Known:
    return sources.read(draft.known)


def files_of(draft: Draft) -> dict[str, FileView]:
    return files.files_of(draft.owner, draft.files) if draft.files else {}


def page_of(
    draft: Draft,
    page: Page,
    *,
    today: date,
    data: QueryDict | Raw | None = None,
    uploads: MultiValueDict[str, Upload] | None = None,
) -> BoundPage:
    """Answer the page with what was posted now; else with what was typed and not yet right; else with the answers."""
    known = known_of(draft)
    pending: Mapping[str, Raw] = draft.pending
    bound = pages.bind(
        page,
        draft.answers,
        data=pending.get(page.key) if data is None else data,
        files=uploads,
        today=today,
        prefilled=known.prefilled,
        gaps=known.gaps,
        own_files=files_of(draft),
    )
    bound.revision = draft.revision
    return bound


def asked_pages(draft: Draft, form: Form) -> list[Page]:
    return pages.asked_pages(form, draft.answers, gaps=known_of(draft).gaps)


def problems(draft: Draft, form: Form, *, today: date) -> list[Problem]:
    """Answer all that stands in the way of sending the draft, page by page."""
    known = known_of(draft)
    return summary.problems(
        form, draft.answers, today, prefilled=known.prefilled, gaps=known.gaps, pending=frozenset(draft.pending)
    )


def answers_to_send(draft: Draft, form: Form) -> dict[str, Answer]:
    """Answer what is sent: asked answers only, and what registers said as they said it."""
    known = known_of(draft)
    fixed = {key: one.value for key, one in known.prefilled.items() if not one.editable}
    groups = {question.key for page in form.pages for question in page.questions if question.questions}
    return pages.asked_answers(form, {**draft.answers, **{k: v for k, v in fixed.items() if k not in groups}})
