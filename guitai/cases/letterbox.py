"""The letters of a case: whether they are ready, and handing them out with a record."""

from datetime import datetime

from django.db import transaction
from django.http import Http404, HttpResponse

from guitai.audit import actions as audit
from guitai.cases import dossier, queries
from guitai.cases.models import Case
from guitai.documents import queries as documents
from guitai.documents.queries import DocumentView

KINDS = {
    "pdf": (documents.pdf_bytes, "application/pdf"),
    "odt": (documents.odt_bytes, "application/vnd.oasis.opendocument.text"),
}


def letter_of(case: Case) -> DocumentView | None:
    decision = queries.decision(case)
    return documents.document(decision.letter) if decision and decision.letter else None


def letters_of(case: Case) -> list[DocumentView]:
    """Answer every letter that went out in this case, the newest first: decisions, corrections, reviews."""
    return dossier.letters_of(case)[::-1]


def response(case: Case, kind: str, *, actor: str, now: datetime, letter: str = "") -> HttpResponse:
    """Answer the letter as a download: the decision's, or the one named; 404 until it is there."""
    ref = _letter_ref(case, letter)
    if not ref or kind not in KINDS:
        raise Http404
    read, media_type = KINDS[kind]
    body = read(ref)
    if body is None:
        raise Http404
    with transaction.atomic():
        audit.record(
            "cases.letter_read",
            actor=actor,
            thing=f"case:{case.reference}",
            subject=case.application.applicant,
            now=now,
        )
    serial = "" if not letter else f"-{letter[:8]}"
    headers = {
        "Content-Disposition": f'attachment; filename="{case.reference}{serial}.{kind}"',
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(body, content_type=media_type, headers=headers)


def _letter_ref(case: Case, letter: str) -> str:
    if not letter:
        decision = queries.decision(case)
        return decision.letter if decision else ""
    own = {view.ref for view in letters_of(case)}
    return f"{documents.PREFIX}{letter}" if f"{documents.PREFIX}{letter}" in own else ""
