"""Makes the PDF and the ODT of an issued letter, once, and keeps them in the file store."""

import hashlib
from datetime import datetime

from django.db import transaction

from guitai.documents import letter, render
from guitai.documents.odt import odt
from guitai.documents.queries import document_row
from guitai.files import actions as files

PDF_TYPE = "application/pdf"
ODT_TYPE = "application/vnd.oasis.opendocument.text"


@transaction.atomic
def prepare(ref: str, *, now: datetime) -> bool:
    """Keep the letter's PDF and ODT; answers False, changing nothing, where that was done before."""
    document = document_row(ref, lock=True)
    if document.rendered_at:
        return False
    content = letter.from_json(document.content)
    pdf = render.pdf(content)
    stored_pdf = files.store_bytes(pdf, name=f"{document.number}.pdf", media_type=PDF_TYPE, owner=ref, now=now)
    stored_odt = files.store_bytes(odt(content), name=f"{document.number}.odt", media_type=ODT_TYPE, owner=ref, now=now)
    document.pdf_ref, document.odt_ref = stored_pdf.ref, stored_odt.ref
    document.pdf_sha256 = hashlib.sha256(pdf).hexdigest()
    document.rendered_at = now
    document.save(update_fields=["pdf_ref", "odt_ref", "pdf_sha256", "rendered_at"])
    files.claim([stored_pdf.ref, stored_odt.ref], owner=ref, holder=ref, now=now)
    return True
