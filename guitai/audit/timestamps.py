"""Time-stamps of RFC 3161: asked of an authority outside, checked against the roots that we were told to trust.

What is kept is the authority's whole answer, so that `openssl ts -verify` reads it as it is.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from cryptography import x509
from django.conf import settings
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    TimeStampResponse,
    VerificationError,
    Verifier,
    VerifierBuilder,
    decode_timestamp_response,
)

from guitai.core.outgoing import http
from guitai.core.outgoing.addresses import is_home
from guitai.core.outgoing.terms import Limits, NothingCame

QUERY, REPLY = "application/timestamp-query", "application/timestamp-reply"
OK = 200
LIMITS = Limits(total=5.0, connect=2.0, read=4.0, most_bytes=65_536)


class NotStamped(Exception):
    """The authority gave no time-stamp that we can use."""


class BadStamp(Exception):
    """This is no time-stamp of a trusted authority over these bytes."""


@dataclass(frozen=True)
class Authority:
    """Where time-stamps are asked for, and the certificates that those who give them must descend from."""

    url: str
    roots: Path


def authority() -> Authority | None:
    """Answer the authority of the settings, or nothing where none is connected."""
    url, roots = settings.AUDIT_TSA_URL, settings.AUDIT_TSA_ROOTS
    return Authority(url, Path(roots)) if url and roots else None


def roots() -> Path | None:
    """Answer whom to trust when a stamp is checked; nothing where nobody told us."""
    told = Path(settings.AUDIT_TSA_ROOTS or "/nowhere")
    return told if told.is_file() else None


def ask(chosen: Authority, data: bytes) -> bytes:
    """Answer the authority's answer, checked: its signature, its nonce, its bytes are ours."""
    request = TimestampRequestBuilder().data(data).hash_algorithm(HashAlgorithm.SHA256).nonce(nonce=True).build()
    loopback = is_home(urlsplit(chosen.url).hostname or "")
    headers = {"content-type": QUERY, "accept": REPLY}
    try:
        answer = http.post(chosen.url, headers=headers, body=request.as_bytes(), loopback=loopback, limits=LIMITS)
    except NothingCame as reason:
        raise NotStamped(f"the authority did not answer: {reason}") from reason
    if answer.status != OK or answer.headers.get("content-type", "").split(";")[0] != REPLY:
        raise NotStamped(f"the authority answered {answer.status}, not a time-stamp")
    try:
        _check(VerifierBuilder(nonce=request.nonce, roots=_roots_of(chosen.roots)).build(), answer.body, data)
    except BadStamp as bad:
        raise NotStamped(str(bad)) from bad
    return answer.body


def stamped_at(stamp: bytes, data: bytes, roots: Path) -> datetime:
    """Answer when a trusted authority saw these bytes; raises BadStamp when it did not."""
    return _check(VerifierBuilder(roots=_roots_of(roots)).build(), stamp, data)


def _check(verifier: Verifier, stamp: bytes, data: bytes) -> datetime:
    try:
        answer: TimeStampResponse = decode_timestamp_response(stamp)
        verifier.verify_message(answer, data)
    except (VerificationError, ValueError) as bad:
        raise BadStamp(str(bad)) from bad
    return answer.tst_info.gen_time


def _roots_of(file: Path) -> list[x509.Certificate]:
    try:
        return list(_read_roots(file, file.stat().st_mtime_ns))
    except (OSError, ValueError) as unreadable:
        raise BadStamp(f"The roots in {file} cannot be read.") from unreadable


@lru_cache(maxsize=2)
def _read_roots(file: Path, _changed: int) -> tuple[x509.Certificate, ...]:
    return tuple(x509.load_pem_x509_certificates(file.read_bytes()))
