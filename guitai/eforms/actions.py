"""Keep drafts: open, note what registers say, save a page, discard, forget."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from guitai.audit import actions as audit
from guitai.eforms import conflicts, pages, sources
from guitai.eforms.fields import BoundPage
from guitai.eforms.models import Draft
from guitai.eforms.sources import Known
from guitai.eforms.terms import Answers, NoSuchDraft, Page
from guitai.files import actions as files
from guitai.files.terms import DRAFT, FileRefused

FORGOTTEN_AFTER = timedelta(days=60)
TAKE = "DELETE FROM eforms_draft WHERE id = %s AND owner = %s RETURNING *"


@transaction.atomic
def open_draft(
    owner: str, form_key: str, form_version: str, now: datetime, *, answers: Answers | None = None, actor: str = ""
) -> Draft:
    """The one draft that this owner has of this version of the form is there, begun now (with answers) or earlier."""
    draft, is_new = Draft.objects.get_or_create(
        owner=owner,
        form_key=form_key,
        form_version=form_version,
        defaults={
            "answers": dict(answers or {}),
            "pending": {},
            "known": sources.as_data(Known()),
            "created_at": now,
            "updated_at": now,
        },
    )
    if is_new:
        audit.record(
            "draft.opened", actor=actor or owner, thing=f"draft:{draft.id}", detail={"form": form_key}, now=now
        )
    return draft


@transaction.atomic
def note_known(draft: Draft, known: Known, *, now: datetime, actor: str = "") -> None:
    """The draft shows what the registers said, and asks what they did not."""
    locked = _lock(draft)
    locked.known = sources.as_data(known)
    locked.updated_at = max(now, locked.created_at)  # the clock of the demo may be set back
    locked.save(update_fields=["known", "updated_at"])
    draft.known = locked.known
    gaps = sorted(known.gaps)
    by = actor or draft.owner
    audit.record("draft.prefilled", actor=by, thing=f"draft:{draft.id}", detail={"gaps": gaps}, now=now)


def save_page(
    draft: Draft, page: Page, bound: BoundPage, *, revision: int, now: datetime, actor: str = ""
) -> BoundPage:
    """What was typed is kept, right or wrong, unless another tab answered otherwise meanwhile: then both are shown.

    Answers the page as it is to be shown if it ``may_go_on`` not. Sent again with the new revision, it is kept.
    """
    stored = _store_uploads(draft, bound, now)
    try:
        _save(draft, page, bound, stored=stored, revision=revision, now=now, actor=actor or draft.owner)
    except NoSuchDraft:
        files.discard(stored, owner=draft.owner, now=now)
        raise
    draft.refresh_from_db()
    bound.is_saved = not bound.conflicts
    bound.revision = draft.revision
    return bound


@transaction.atomic
def _save(
    draft: Draft, page: Page, bound: BoundPage, *, stored: list[str], revision: int, now: datetime, actor: str
) -> None:
    locked = _lock(draft)
    locked.files = [*locked.files, *stored]
    bound.conflicts = conflicts.between(locked, page, bound, revision=revision, now=now)
    if not bound.conflicts:
        _keep(locked, page, bound)
    locked.updated_at = max(now, locked.created_at)  # the clock of the demo may be set back
    locked.save()
    detail: dict[str, object] = {"page": page.key, "valid": bound.is_valid(), "conflict": bool(bound.conflicts)}
    audit.record("draft.saved", actor=actor, thing=f"draft:{draft.id}", detail=detail, now=now)


def _keep(locked: Draft, page: Page, bound: BoundPage) -> None:
    locked.revision += 1
    locked.page_revisions = {**locked.page_revisions, page.key: locked.revision}
    pending = {key: raw for key, raw in locked.pending.items() if key != page.key}
    if bound.is_valid():
        locked.answers = pages.merged(page, locked.answers, bound)
        locked.pending = pending
    else:
        locked.pending = {**pending, page.key: bound.raw}


def _store_uploads(draft: Draft, bound: BoundPage, now: datetime) -> list[str]:
    """Put every good upload into the store and under its question, also where the page has other mistakes."""
    stored: list[str] = []
    for one in bound.all_fields():
        for upload in one.uploads:
            try:
                view = files.store(upload, owner=draft.owner, holder=_holder(draft), now=now)
            except FileRefused as refused:
                one.error = str(refused)
                continue
            stored.append(view.ref)
            one.keep(view)
        one.uploads = []
    pages.refresh(bound)
    return stored


def take_draft(owner: str, draft_id: UUID) -> Draft:
    """The draft is nobody's any more and answers what it held, if and only if the caller's transaction commits.

    One statement locks, reads and deletes: who sends in a second window waits for the first. The record of what
    becomes of the draft, and its files, are the caller's. Raises NoSuchDraft.
    """
    taken = next(iter(Draft.objects.raw(TAKE, [draft_id, owner])), None)
    if taken is None:
        raise NoSuchDraft(str(draft_id))
    return taken


def discard_files(draft: Draft, *, now: datetime) -> None:
    """What the draft that was taken still holds is gone."""
    files.discard_held_by(_holder(draft), owner=draft.owner, now=now)


@transaction.atomic
def discard_draft(draft: Draft, *, now: datetime, actor: str = "") -> None:
    """The draft and the files that only it names are gone."""
    locked = _lock(draft)
    audit.record("draft.discarded", actor=actor or draft.owner, thing=f"draft:{draft.id}", now=now)
    files.discard_held_by(_holder(locked), owner=locked.owner, now=now)
    locked.delete()


def forget_old(now: datetime) -> int:
    """No draft is left that nobody touched for FORGOTTEN_AFTER; answer how many went."""
    old = list(Draft.objects.filter(updated_at__lt=now - FORGOTTEN_AFTER)[:1000])
    for draft in old:
        with transaction.atomic():
            audit.record("draft.forgotten", actor="system:drafts", thing=f"draft:{draft.id}", now=now)
            Draft.objects.filter(id=draft.id).delete()
            files.discard_held_by(_holder(draft), owner=draft.owner, now=now)
    return len(old)


def _holder(draft: Draft) -> str:
    return f"{DRAFT}{draft.id}"


def _lock(draft: Draft) -> Draft:
    locked = Draft.objects.select_for_update().filter(id=draft.id).first()
    if locked is None:
        raise NoSuchDraft(_("This draft was sent or discarded in another window."))
    return locked
