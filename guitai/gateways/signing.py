"""Our half of docs/reference/gateway-protocol.md: sign the question, believe only the answer to this very one."""

from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from http_message_signatures import HTTPMessageSigner, HTTPMessageVerifier, InvalidSignature, MappingKeyResolver
from http_message_signatures.algorithms import ED25519

from guitai.gateways.sources import Source
from guitai.gateways.terms import NoAnswer, Reason
from guitai.gateways.wire import RawAnswer

MAX_AGE = timedelta(seconds=120)
LABEL, QUESTION_TAG, ANSWER_TAG = "question", "agency-question", "agency-answer"
QUESTION_PARTS = ("@method", "@target-uri", "content-type", "content-digest", "inquiry-id", "inquiry-person")
# The last part binds the answer to our signature: an answer to anything else, however well signed, does not verify.
ANSWER_PARTS = (
    "@status",
    "content-type",
    "content-digest",
    "inquiry-id",
    "inquiry-person",
    f'"signature";req;key="{LABEL}"',
)


@dataclass
class SignedQuestion:
    """As http-message-signatures wants a request: method, url, headers."""

    method: str
    url: str
    headers: dict[str, str]


@dataclass
class _Received:
    status_code: int
    headers: dict[str, str]
    request: SignedQuestion


def person_digest(request_id: str, number: str) -> str:
    """Name the person in the headers without writing the number into anybody's access log."""
    return urlsafe_b64encode(sha256(f"{request_id}:{number}".encode()).digest()).decode()


def sign(source: Source, *, request_id: str, number: str, body: bytes) -> SignedQuestion:
    # The moment of signing is the machine's, not the movable clock's: the agency compares it with its own.
    question = SignedQuestion(
        "POST",
        source.url,
        {
            "content-type": "application/json",
            "accept-encoding": "identity",
            "inquiry-id": request_id,
            "inquiry-person": person_digest(request_id, number),
        },
    )
    keys = MappingKeyResolver(public_keys={}, private_keys={source.our_key_id: source.our_key})
    HTTPMessageSigner(signature_algorithm=ED25519, key_resolver=keys).sign(
        question,
        key_id=source.our_key_id,
        label=LABEL,
        tag=QUESTION_TAG,
        nonce=request_id,
        covered_component_ids=QUESTION_PARTS,
        body=body,
    )
    return question


def verify(source: Source, question: SignedQuestion, answer: RawAnswer) -> None:
    """Return when the agency itself signed this answer to this question; NoAnswer(wrong_signature) otherwise."""
    keys = MappingKeyResolver(public_keys={source.agency: source.public_key}, private_keys={})
    verifier = HTTPMessageVerifier(signature_algorithm=ED25519, key_resolver=keys)
    received = _Received(answer.status, dict(answer.headers), question)
    try:
        verifier.verify(
            received, max_age=MAX_AGE, expect_tag=ANSWER_TAG, require_components=ANSWER_PARTS, body=answer.body
        )
    except InvalidSignature as reason:
        raise NoAnswer(Reason.WRONG_SIGNATURE, str(reason)) from reason
