"""The evidence of a consent: kept encrypted, and bound by one digest to the words, the strokes and the time."""

import base64
import json
from datetime import UTC
from hashlib import sha256
from typing import Any

from guitai.consents import strokes
from guitai.consents.models import Consent, Signature
from guitai.consents.terms import Point, Signed, Strokes, Witness

LONGEST_DEVICE = 400


def keep(consent: Consent, signed: Signed) -> Signature:
    """What shows that the person agreed is stored, and any later change of it or of the words shows."""
    row = Signature(
        subject=consent.subject,
        means=signed.means.value,
        at=signed.at,
        strokes=strokes.to_lists(signed.strokes),
        image=_picture(signed.strokes, signed.image),
        place=signed.place,
        address=signed.address,
        device=signed.device[:LONGEST_DEVICE],
        phone=signed.phone,
        witness=signed.witness,
        witness_name=signed.witness_name,
        witnesses=[_witness(each) for each in signed.witnesses],
        papers=list(signed.papers),
    )
    row.sha256 = digest(consent, row)
    row.save()
    return row


def digest(consent: Consent, kept: Signature) -> str:
    """Answer the SHA-256 over the words, the strokes, the time, who agreed how, and to what."""
    whole = {
        "text": consent.text,
        "strokes": kept.strokes,
        "at": kept.at.astimezone(UTC).isoformat(),
        "means": kept.means,
        "phone": kept.phone,
        "witnesses": [[each["name"], each["ref"], each["strokes"]] for each in kept.witnesses],
        "papers": kept.papers,
        "subject": consent.subject,
        "given_by": consent.given_by,
        "representative": [consent.representative, consent.representative_name, consent.capacity, consent.relation],
        "may_withdraw": consent.may_withdraw,
        "services": consent.services,
        "facts": consent.facts,
        "until": consent.until.isoformat(),
    }
    return sha256(json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def is_intact(consent: Consent) -> bool:
    """Tell whether words, strokes, time and scope are still what was agreed to."""
    if consent.text_sha256 != sha256(consent.text.encode()).hexdigest():
        return False
    return consent.signature is None or consent.signature.sha256 == digest(consent, consent.signature)


def drawn(signature: Signature) -> Strokes:
    """Answer the strokes as they were drawn."""
    return tuple(tuple(Point(*point) for point in stroke) for stroke in signature.strokes)


def image_of(signature: Signature) -> bytes:
    """Answer the picture of the signature; empty where nothing was drawn."""
    return base64.b64decode(signature.image)


def witness_image(signature: Signature, nth: int) -> bytes:
    """Answer the picture of what this witness signed; empty where there is no such witness."""
    return base64.b64decode(signature.witnesses[nth]["image"]) if 0 <= nth < len(signature.witnesses) else b""


def _witness(witness: Witness) -> dict[str, Any]:
    return {
        "name": witness.name.strip(),
        "ref": witness.ref,
        "strokes": strokes.to_lists(witness.strokes),
        "image": _picture(witness.strokes, b""),
    }


def _picture(drawn_strokes: Strokes, given: bytes) -> str:
    image = given or (strokes.to_png(drawn_strokes) if drawn_strokes else b"")
    return base64.b64encode(image).decode()
