"""The stand-ins hold the protocol too: they answer only us, once, now, and only what is meant for them."""

import json
import uuid
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import time_machine
from django.conf import LazySettings

from guitai.gateways import signing, sources
from guitai.gateways.sources import Source
from guitai.gateways.tests.questions import People

pytestmark = [pytest.mark.server, pytest.mark.usefixtures("gateways")]
OK, REPEATED, NOT_SIGNED, NOT_A_QUESTION = 200, 409, 401, 400


def source() -> Source:
    found = sources.named("tax")
    assert found is not None
    return found


def signed(number: str, /, **changes: Any) -> tuple[signing.SignedQuestion, bytes]:
    body = json.dumps({"agency": "tax", "number": number, "wanted": [], "details": {}} | changes).encode()
    return signing.sign(source(), request_id=str(uuid.uuid4()), number=number, body=body), body


def post(question: signing.SignedQuestion, body: bytes) -> int:
    return httpx.post(question.url, headers=question.headers, content=body).status_code


@pytest.fixture
def number(people: People) -> str:
    return people.number("share_30")


def test_a_question_is_answered_once(number: str) -> None:
    question, body = signed(number)

    assert [post(question, body), post(question, body)] == [OK, REPEATED]


def test_an_unsigned_question_is_refused(number: str) -> None:
    question, body = signed(number)
    for name in ("Signature", "Signature-Input"):
        del question.headers[name]

    assert post(question, body) == NOT_SIGNED


@pytest.mark.parametrize("header", ["inquiry-id", "inquiry-person", "content-type", "Content-Digest"])
def test_a_changed_header_is_refused(header: str, number: str) -> None:
    question, body = signed(number)
    name = next(name for name in question.headers if name.lower() == header.lower())
    question.headers[name] = question.headers[name] + "x"

    assert post(question, body) == NOT_SIGNED


def test_a_changed_body_is_refused(number: str, people: People) -> None:
    question, body = signed(number)

    assert post(question, body.replace(number.encode(), people.number("share_45").encode())) == NOT_SIGNED


@pytest.mark.parametrize("days", [-1, 1])
def test_an_old_or_future_question_is_refused(days: int, number: str) -> None:
    with time_machine.travel(timedelta(days=days)):
        question, body = signed(number)

    assert post(question, body) == NOT_SIGNED


def test_a_strangers_signature_is_refused(settings: LazySettings, number: str, world_folder: Path) -> None:
    settings.GATEWAYS["tax"]["our_key"] = str(world_folder / "keys" / "welfare.key.pem")
    question, body = signed(number)

    assert post(question, body) == NOT_SIGNED


@pytest.mark.parametrize("changes", [{"agency": "welfare"}, {"number": 7}, {"number": "A123456789"}])
def test_a_question_for_another_agency_or_about_another_person_than_signed_is_refused(
    changes: dict[str, Any], number: str
) -> None:
    question, body = signed(number, **changes)

    assert post(question, body) == NOT_A_QUESTION


def test_the_number_is_in_no_header(number: str) -> None:
    question, _ = signed(number)

    assert number not in str(question.headers)
    assert number not in question.url


def test_health_says_how_it_behaves(control: Callable[..., None], standin_urls: dict[str, str]) -> None:
    control("tax", "slow", seconds=1)

    assert httpx.get(f"{standin_urls['tax']}/health").json() == {"agency": "tax", "modes": {"": "slow"}}


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        ('{"mode": "slow"}', "text/plain", 415),
        ('{"mode": "explode"}', "application/json", 400),
        ("{", "application/json", 400),
        ('{"volume": 11}', "application/json", 400),
    ],
)
def test_a_strange_order_is_refused(content: str, kind: str, status: int, standin_urls: dict[str, str]) -> None:
    answer = httpx.post(f"{standin_urls['tax']}/_control", content=content, headers={"content-type": kind})

    assert answer.status_code == status
