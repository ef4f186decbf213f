"""Read issued letters."""

import uuid
from dataclasses import dataclass
from datetime import date

from guitai.core import together
from guitai.core.together import Part
from guitai.documents import letter
from guitai.documents.models import Document
from guitai.documents.odt import odt
from guitai.documents.terms import DocumentNotFound, LetterContent, Readiness
from guitai.files import queries as files

PREFIX = "document:"


@dataclass(frozen=True)
class DocumentView:
    """What pages show of a letter; ``missing_characters`` names code points that no font of ours has."""

    ref: str
    number: str
    kind: str
    agency_code: str
    addressee_ref: str
    thing_ref: str
    issued_on: date
    readiness: Readiness
    missing_characters: tuple[str, ...]
    content_sha256: str
    pdf_sha256: str

    @property
    def id(self) -> str:
        """Answer the reference as an address of a page has it."""
        return self.ref.removeprefix(PREFIX)


def document(ref: str) -> DocumentView:
    return view_of(document_row(ref))


def documents_for(thing: str) -> list[DocumentView]:
    """Answer the letters of a case, the oldest first."""
    return [view_of(row) for row in Document.objects.filter(thing_ref=thing).order_by("issued_at", "serial")]


def part_for(thing: str) -> Part[Document]:
    """Answer the read of the letters of a case, the oldest first; each becomes a DocumentView by ``view_of``."""
    return together.rows_of(Document, where="thing_ref = %(thing)s", params={"thing": thing}, order="issued_at, serial")


def content(ref: str) -> LetterContent:
    return letter.from_json(document_row(ref).content)


def pdf_bytes(ref: str) -> bytes | None:
    """Answer the PDF, or None while it is being prepared."""
    row = document_row(ref)
    return files.open_file(row.pdf_ref) if row.pdf_ref else None


def odt_bytes(ref: str) -> bytes:
    """Answer the same letter as ODT, made from its words; the PDF is the one that counts."""
    return odt(content(ref))


def with_missing_characters(agency_code: str) -> list[DocumentView]:
    """Answer the letters an official must look at, because a name has a character no font shows."""
    rows = Document.objects.filter(agency_code=agency_code, voided_at=None).exclude(missing_characters="")
    return [view_of(row) for row in rows.order_by("-issued_at")]


def document_row(ref: str, *, lock: bool = False) -> Document:
    rows = Document.objects.select_for_update() if lock else Document.objects
    try:
        return rows.get(pk=uuid.UUID(ref.removeprefix(PREFIX)))
    except (ValueError, Document.DoesNotExist) as problem:
        raise DocumentNotFound("There is no such letter.") from problem


def view_of(row: Document) -> DocumentView:
    ready = Readiness.READY if row.rendered_at else Readiness.BEING_PREPARED
    return DocumentView(
        ref=row.ref,
        number=row.number,
        kind=row.kind,
        agency_code=row.agency_code,
        addressee_ref=row.addressee_ref,
        thing_ref=row.thing_ref,
        issued_on=row.issued_on,
        readiness=Readiness.VOID if row.voided_at else ready,
        missing_characters=tuple(row.missing_characters.split()),
        content_sha256=row.content_sha256,
        pdf_sha256=row.pdf_sha256,
    )
