"""Makes the PDF of an issued letter, once, and keeps it in the file store."""

import hashlib
from datetime import datetime

from django.db import transaction

from guitai.documents import letter, render
from guitai.documents.queries import document_row
from guitai.files import actions as files


@transaction.atomic
def prepare(ref: str, *, now: datetime) -> bool:
    """Keep the letter's PDF; answers False, changing nothing, where that was done before."""
    document = document_row(ref, lock=True)
    if document.rendered_at:
        return False
    pdf = render.pdf(letter.from_json(document.content))
    name = f"{document.number}.pdf"
    stored = files.keep_own(pdf, name=name, owner=ref, subject=document.addressee_ref, now=now)
    files.claim([stored.ref], owner=ref, holder=ref, now=now)
    document.pdf_ref, document.pdf_sha256, document.rendered_at = stored.ref, hashlib.sha256(pdf).hexdigest(), now
    document.save(update_fields=["pdf_ref", "pdf_sha256", "rendered_at"])
    return True
