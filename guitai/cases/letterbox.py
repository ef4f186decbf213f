"""The decision letter of a case: whether it is ready, and handing it out with a record."""

from datetime import datetime

from django.db import transaction
from django.http import Http404, HttpResponse

from guitai.audit import actions as audit
from guitai.cases import queries
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


def response(case: Case, kind: str, *, actor: str, now: datetime) -> HttpResponse:
    """Answer the letter as a download; 404 while it is being prepared."""
    decision = queries.decision(case)
    if decision is None or not decision.letter or kind not in KINDS:
        raise Http404
    read, media_type = KINDS[kind]
    body = read(decision.letter)
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
    headers = {
        "Content-Disposition": f'attachment; filename="{case.reference}.{kind}"',
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(body, content_type=media_type, headers=headers)
