"""The agencies' half of docs/reference/gateway-protocol.md: RFC 9421 over Ed25519, request and answer.

Written apart from guitai.gateways on purpose, so that each side checks the other.
"""

from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

from http_message_signatures import HTTPMessageSigner, HTTPMessageVerifier, MappingKeyResolver
from http_message_signatures.algorithms import ED25519

from standins import keys

MAX_AGE = timedelta(seconds=60)
QUESTION_TAG, ANSWER_TAG = "agency-question", "agency-answer"
QUESTION_PARTS = ("@method", "@target-uri", "content-type", "content-digest", "inquiry-id", "inquiry-person")
ANSWER_PARTS = (
    "@status",
    "content-type",
    "content-digest",
    "inquiry-id",
    "inquiry-person",
    '"signature";req;key="question"',
)


@dataclass
class Request:
    method: str
    url: str
    headers: dict[str, str]


@dataclass
class Answer:
    status_code: int
    request: Request
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


def person_digest(inquiry_id: str, number: str) -> str:
    """Names the person in the headers without writing the number into anybody's access log."""
    return urlsafe_b64encode(sha256(f"{inquiry_id}:{number}".encode()).digest()).decode()


class Seal:
    """Checks the product's signature and puts the agency's own."""

    def __init__(self, agency: str, folder: Path) -> None:
        self._key_id = agency
        resolver = MappingKeyResolver(
            public_keys={keys.PRODUCT: keys.public_path(folder, keys.PRODUCT).read_bytes()},
            private_keys={agency: keys.private_path(folder, agency).read_bytes()},
        )
        self._signer = HTTPMessageSigner(signature_algorithm=ED25519, key_resolver=resolver)
        self._verifier = HTTPMessageVerifier(signature_algorithm=ED25519, key_resolver=resolver)

    def check(self, request: Request, body: bytes) -> None:
        """Raise InvalidSignature unless the product signed exactly this, within the last minute."""
        self._verifier.verify(
            request, max_age=MAX_AGE, expect_tag=QUESTION_TAG, require_components=QUESTION_PARTS, body=body
        )

    def sign(self, answer: Answer) -> None:
        self._signer.sign(
            answer,
            key_id=self._key_id,
            label="answer",
            tag=ANSWER_TAG,
            covered_component_ids=ANSWER_PARTS,
            body=answer.body,
        )
