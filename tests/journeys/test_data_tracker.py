"""The national data tracker asks who used a person's data: signed, about whom it may, by the interface it knows."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from django.test import Client
from http_message_signatures import HTTPMessageSigner, MappingKeyResolver
from http_message_signatures.algorithms import ED25519
from pytest_django import Settings

from guitai.accounts.terms import Role
from guitai.api.callers import PARTS, TAG, _Message
from guitai.audit import looks as audit
from guitai.audit.terms import READ, Wish
from tests.journeys.conftest import CitizenOf, HandedIn, OfficerOf

pytestmark = pytest.mark.sql
HOST = "http://testserver"


class Tracker:
    """A registered system with its key."""

    def __init__(self, folder: Path, name: str = "national-tracker") -> None:
        self.name, self.key = name, Ed25519PrivateKey.generate()
        self.public = folder / f"{name}.pub.pem"
        self.public.write_bytes(self.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))

    def ask(
        self, path: str, *, user: str = "", signed_path: str = "", at: datetime | None = None, **query: str
    ) -> dict:
        address = f"/api/v2/{path}" + (f"?{urlencode(query)}" if query else "")
        message = _Message("GET", HOST + (signed_path or address), {"x-road-userid": user})
        private = self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        keys = MappingKeyResolver(public_keys={}, private_keys={self.name: private})
        HTTPMessageSigner(signature_algorithm=ED25519, key_resolver=keys).sign(
            message, key_id=self.name, label="question", tag=TAG, covered_component_ids=PARTS, created=at
        )
        answer = Client().get(address, headers=message.headers)
        return {"status": answer.status_code, **(answer.json() if "json" in answer.headers["Content-Type"] else {})}


@pytest.fixture
def tracker(tmp_path: Path, settings: Settings) -> Tracker:
    one = Tracker(tmp_path)
    settings.API_CALLERS = {one.name: str(one.public)}
    return one


def test_the_person_is_told_every_use_in_the_words_of_the_interface(
    tracker: Tracker, handed_in: HandedIn, officer: OfficerOf
) -> None:
    me, case = handed_in("share_30")
    officer(Role.FIRST_REVIEW, agency=me.story["township"]).client.get(f"/desk/cases/{case.reference}/")
    number = str(me.story["number"])

    told = tracker.ask("findUsage", user=f"TW{number}", userCode=f"TW{number}")

    assert told["status"] == 200
    assert told["totalUsages"] == len(told["usages"]) > 3
    newest = told["usages"][0]
    assert set(newest) == {"logtime", "action", "receiverCode", "receiverName", "receiverSystem"}
    assert (newest["receiverCode"], newest["action"]) == (me.story["township"], "審查申請案")
    assert datetime.fromisoformat(newest["logtime"]).tzinfo is not None


def test_her_own_question_leaves_no_row_and_one_of_her_representative_does(
    tracker: Tracker, citizen: CitizenOf
) -> None:
    me = citizen("share_30")
    number = str(me.story["number"])
    tracker.ask("findUsage", user=number, userCode=number)

    found, _total = audit.looks(Wish(subjects=(me.ref,), verbs=(READ,)))

    assert [look for look in found if look.said("kind") == "api"] == []


def test_whoever_does_not_act_for_the_person_learns_nothing_not_even_that_she_is_known(
    tracker: Tracker, citizen: CitizenOf
) -> None:
    me, other = citizen("share_30"), citizen("share_45")

    foreign = tracker.ask("findUsage", user=str(other.story["number"]), userCode=str(me.story["number"]))
    absent = tracker.ask("findUsage", user=str(other.story["number"]), userCode="A123456789")

    assert foreign == absent == {"status": 404}


def test_parts_and_periods_are_answered_and_the_total_counts_all(tracker: Tracker, handed_in: HandedIn) -> None:
    me, _case = handed_in("share_30")
    number = str(me.story["number"])
    whole = tracker.ask("findUsage", user=number, userCode=number)

    part = tracker.ask("findUsage", user=number, userCode=number, offset="1", limit="2")
    later = tracker.ask("findUsage", user=number, userCode=number, periodStart="2031-01-01T00:00:00Z")

    assert part["usages"] == whole["usages"][1:3]
    assert part["totalUsages"] == whole["totalUsages"]
    assert (later["totalUsages"], later["usages"]) == (0, [])


@pytest.mark.parametrize(
    "wrong",
    [
        {"userCode": "nobody"},
        {"userCode": "A123456789", "periodStart": "yesterday"},
        {"userCode": "A123456789", "periodStart": "2026-01-01T00:00:00"},
        {"userCode": "A123456789", "offset": "-1"},
        {"userCode": "A123456789", "limit": "9" * 40},
        {"userCode": "A123456789", "periodStart": "2026-02-01T00:00:00Z", "periodEnd": "2026-01-01T00:00:00Z"},
    ],
)
@pytest.mark.usefixtures("county")
def test_a_question_that_cannot_be_answered_is_refused_with_the_name_of_what_is_wrong(
    tracker: Tracker, wrong: dict[str, str]
) -> None:
    told = tracker.ask("findUsage", user="A123456789", **wrong)

    assert told["status"] == 400
    assert any(name in told["message"] for name in wrong)


@pytest.mark.usefixtures("county")
def test_no_signature_a_foreign_one_an_old_one_and_one_of_another_question_find_no_such_page(
    tracker: Tracker, tmp_path: Path
) -> None:
    (tmp_path / "forged").mkdir()
    stranger = Tracker(tmp_path, "stranger")
    forged = Tracker(tmp_path / "forged", "national-tracker")
    old = datetime.now(UTC) - timedelta(minutes=5)  # noqa: TID251 - signatures are dated by the machine's clock

    assert Client().get("/api/v2/usagePeriod").status_code == 404
    assert stranger.ask("usagePeriod")["status"] == 404
    assert forged.ask("usagePeriod")["status"] == 404
    assert tracker.ask("usagePeriod", at=old)["status"] == 404
    assert tracker.ask("usagePeriod", signed_path="/api/v2/heartbeat")["status"] == 404
    assert tracker.ask("usagePeriod")["status"] == 200


@pytest.mark.usefixtures("county")
def test_the_period_begins_when_uses_began_to_be_kept_and_the_heart_beats(tracker: Tracker) -> None:
    period = tracker.ask("usagePeriod")

    assert datetime.fromisoformat(period["periodStart"]).year >= 2026
    assert Client().get("/api/v2/heartbeat").json()["status"] == "OK"
