"""Whatever a far system does on the wire, the reply is the right value, in time, and on record."""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_django import Settings

from guitai.audit import queries as audit
from guitai.gateways import actions
from guitai.gateways.models import Lookup
from guitai.gateways.terms import Answered, Inquiry, NotAnswered, Reason
from guitai.gateways.tests.conftest import entry
from guitai.gateways.tests.questions import AGENCIES, NOW, People, about
from standins import misbehaviour

pytestmark = [pytest.mark.server, pytest.mark.django_db]

EXPECTED = {
    "slow": Reason.SLOW,
    "drip": Reason.SLOW,
    "down": Reason.DOWN,
    "reset": Reason.DOWN,
    "half": Reason.DOWN,
    "busy": Reason.DOWN,
    "broken": Reason.DOWN,
    "wrong": Reason.WRONG_SIGNATURE,
    "unsigned": Reason.WRONG_SIGNATURE,
    "html": Reason.WRONG_SIGNATURE,
    "stale": Reason.WRONG_SIGNATURE,
    "other_person": Reason.WRONG_PERSON,
    "garbage": Reason.GARBAGE,
    "not_json": Reason.GARBAGE,
    "redirect": Reason.GARBAGE,
    "huge": Reason.GARBAGE,
    "gzip_bomb": Reason.GARBAGE,
}
LONGEST = 5.0  # the limit of the tests is three seconds


def test_every_misbehaviour_has_its_expected_reason() -> None:
    assert set(EXPECTED) | {"normal"} == set(misbehaviour.MODES)


@pytest.mark.parametrize(("mode", "reason"), EXPECTED.items())
def test_a_misbehaving_source_gives_the_right_reason_and_no_fact(
    mode: str, reason: Reason, control: Callable[..., None], inquiry: Inquiry
) -> None:
    control("tax", mode, seconds=30)
    started = time.monotonic()

    reply = actions.ask(inquiry, now=NOW)

    assert isinstance(reply, NotAnswered)
    assert reply.reason is reason
    assert time.monotonic() - started < LONGEST
    lookup = Lookup.objects.get(request_id=reply.request_id)
    assert (lookup.outcome, lookup.answer) == (reason.value, None)
    assert {entry.verb for entry in audit.entries(thing=inquiry.thing)} == {"gateway.asked", "gateway.not_answered"}


BELIEF = [("garbage", Reason.GARBAGE), ("other_person", Reason.WRONG_PERSON), ("normal", None)]


@pytest.mark.parametrize("source", list(AGENCIES))
@pytest.mark.parametrize(("mode", "reason"), BELIEF)
def test_every_source_is_believed_only_when_it_makes_sense_about_the_right_person(
    source: str, mode: str, reason: Reason | None, control: Callable[..., None], people: People
) -> None:
    control(AGENCIES[source], mode)

    reply = actions.ask(about(people.number("share_30"), source=source), now=NOW)

    assert getattr(reply, "reason", None) is reason
    assert isinstance(reply, Answered) is (reason is None)


def test_only_the_person_named_in_the_order_is_answered_badly(control: Callable[..., None], people: People) -> None:
    control("tax", "down", for_number=people.number("share_30"))

    assert isinstance(actions.ask(about(people.number("share_30")), now=NOW), NotAnswered)
    assert isinstance(actions.ask(about(people.number("share_45")), now=NOW), Answered)


@pytest.mark.usefixtures("gateways")
def test_an_unknown_person_is_a_refusal() -> None:
    reply = actions.ask(about("A123456789"), now=NOW)

    assert isinstance(reply, NotAnswered)
    assert reply.reason is Reason.REFUSED


@pytest.mark.usefixtures("gateways")
def test_a_key_the_agency_does_not_know_is_refused(settings: Settings, inquiry: Inquiry, world_folder: Path) -> None:
    settings.GATEWAYS["tax"]["our_key"] = str(world_folder / "keys" / "bank.key.pem")

    reply = actions.ask(inquiry, now=NOW)

    assert isinstance(reply, NotAnswered)
    assert reply.reason is Reason.REFUSED


@pytest.mark.usefixtures("gateways")
def test_another_agency_in_its_place_is_not_believed(
    settings: Settings, inquiry: Inquiry, standin_urls: dict[str, str], world_folder: Path
) -> None:
    settings.GATEWAYS["tax"] = entry("tax", standin_urls["welfare"], world_folder / "keys")

    reply = actions.ask(inquiry, now=NOW)

    assert isinstance(reply, NotAnswered)
    assert reply.reason is Reason.REFUSED  # the welfare system says that the question is not for it


def test_a_stopped_process_is_down(settings: Settings, inquiry: Inquiry, world_folder: Path) -> None:
    command = "import socket; s = socket.socket(); s.bind(('127.0.0.1', 0)); print(s.getsockname()[1])"
    port = subprocess.check_output([sys.executable, "-c", command], text=True).strip()
    settings.GATEWAYS = {"tax": entry("tax", f"http://127.0.0.1:{port}", world_folder / "keys")}

    reply = actions.ask(inquiry, now=NOW)

    assert isinstance(reply, NotAnswered)
    assert reply.reason is Reason.DOWN
