"""Issue a letter; void one. Each is part of the caller's transaction, with its number, its record and its job."""

import hashlib
import json
from datetime import datetime
from uuid import uuid4

from django.db import transaction

from guitai.audit import actions as audit
from guitai.documents import completeness, jobs, letter, numbers, render
from guitai.documents.models import Document
from guitai.documents.queries import document_row
from guitai.documents.terms import AlreadyVoid, LetterContent, LetterOrder
from guitai.outbox.queue import enqueue


@transaction.atomic
def issue(order: LetterOrder, *, now: datetime) -> Document:
    """Give the letter its number and its final words; PDF and ODT follow by a job of the same transaction."""
    number = numbers.take(agency_code=order.issuer.code, word=order.issuer.word, day=order.issued_on)
    content = letter.fill(order, number=str(number))
    completeness.check(content)
    document = Document.objects.create(
        id=uuid4(),
        kind=order.template.kind,
        agency_code=order.issuer.code,
        word=number.word,
        year=number.year,
        serial=number.serial,
        addressee_ref=order.addressee.person,
        thing_ref=order.thing,
        issued_on=order.issued_on,
        issued_at=now,
        issued_by=order.actor,
        content=letter.as_json(content),
        content_sha256=fingerprint(content),
        missing_characters=" ".join(render.missing_characters(content)),
    )
    enqueue(jobs.render_document, {"document": document.ref})
    audit.record(
        "documents.issue",
        actor=order.actor,
        thing=document.ref,
        subject=order.addressee.person,
        purpose=order.template.kind,
        basis=order.basis,
        detail={"number": document.number, "for": order.thing, "sha256": document.content_sha256},
        now=now,
    )
    return document


@transaction.atomic
def void(ref: str, *, actor: str, reason: str, now: datetime) -> Document:
    """Mark the letter as void; its number is kept and never given again."""
    document = document_row(ref, lock=True)
    if document.voided_at:
        raise AlreadyVoid(f"{document.number} is void already.")
    document.voided_at, document.voided_by, document.void_reason = now, actor, reason
    document.save(update_fields=["voided_at", "voided_by", "void_reason"])
    audit.record(
        "documents.void",
        actor=actor,
        thing=document.ref,
        subject=document.addressee_ref,
        detail={"number": document.number},
        now=now,
    )
    return document


def fingerprint(content: LetterContent) -> str:
    """Answer the SHA-256 of the letter's words in canonical JSON."""
    canonical = json.dumps(letter.as_json(content), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
