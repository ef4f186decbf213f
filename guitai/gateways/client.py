"""One question to one agency: sign, send, check who answered, about whom, to what; give back its record."""

import json
from collections.abc import Mapping
from typing import Any

from guitai.gateways import signing, wire
from guitai.gateways.sources import Source
from guitai.gateways.terms import Inquiry, NoAnswer, Reason

OK, MOVED, CLIENT_ERROR, BUSY, SERVER_ERROR = 200, 300, 400, 429, 500


def put(source: Source, inquiry: Inquiry, *, request_id: str) -> Mapping[str, Any]:
    """Answer the agency's record; NoAnswer with the one reason otherwise."""
    body = _body(source, inquiry)
    question = signing.sign(source, request_id=request_id, number=inquiry.number, body=body)
    answer = wire.post(source.url, headers=question.headers, body=body, loopback=source.loopback, limits=source.limits)
    _check_status(answer.status)
    signing.verify(source, question, answer)
    return _record(answer, inquiry, request_id)


def _body(source: Source, inquiry: Inquiry) -> bytes:
    question = {
        "agency": source.agency,
        "number": inquiry.number,
        "wanted": list(inquiry.gives),
        "details": dict(inquiry.details),
        "purpose": inquiry.purpose,
        "basis": inquiry.basis.reference if inquiry.basis else "",
    }
    return json.dumps(question, ensure_ascii=False).encode()


def _check_status(status: int) -> None:
    if status == BUSY or status >= SERVER_ERROR:
        raise NoAnswer(Reason.DOWN, f"status {status}")
    if status >= CLIENT_ERROR:
        raise NoAnswer(Reason.REFUSED, f"status {status}")
    if status != OK:  # a redirect is not followed, whoever signs it
        raise NoAnswer(Reason.GARBAGE, f"status {status}")


def _record(answer: wire.RawAnswer, inquiry: Inquiry, request_id: str) -> Mapping[str, Any]:
    if answer.headers["inquiry-id"] != request_id:
        raise NoAnswer(Reason.WRONG_SIGNATURE, "an answer to another inquiry")
    if answer.headers["inquiry-person"] != signing.person_digest(request_id, inquiry.number):
        raise NoAnswer(Reason.WRONG_PERSON)
    try:
        content = json.loads(answer.body, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as reason:
        raise NoAnswer(Reason.GARBAGE, "not JSON") from reason
    if not isinstance(content, dict) or not isinstance(content.get("record"), dict):
        raise NoAnswer(Reason.GARBAGE, "no record")
    if content.get("number") != inquiry.number:
        raise NoAnswer(Reason.WRONG_PERSON)
    return dict(content["record"])


def _refuse_constant(name: str) -> float:
    raise ValueError(f"{name} is not JSON")
