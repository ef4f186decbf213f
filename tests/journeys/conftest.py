"""The county of the journeys: a small world, six running stand-ins, the published service, people with browsers."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as product
from pytest_django import Settings

from guitai.accounts import actions as accounts
from guitai.accounts.models import Account
from guitai.accounts.terms import Channel, Role
from guitai.cases import queries as cases
from guitai.cases.models import Case
from guitai.catalogue import actions as catalogue
from guitai.catalogue import reading
from guitai.catalogue.terms import Service
from guitai.core import clock
from standins.tests.mailbox_process import Running, mailbox
from standins.tests.sms_process import Centre, message_centre
from standins.world import writing
from tests.journeys.agencies import Agencies, running
from tests.journeys.jobs import Worker
from tests.journeys.people import Citizen, Officer

ACTOR = "system:journeys"
NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
SERVICES = Path(product.SERVICES_DIR)
COUNTY = "10007-SW"
CitizenOf = Callable[[str], Citizen]
OfficerOf = Callable[..., Officer]
Handed = tuple[Citizen, Case]
HandedIn = Callable[[str], Handed]
Approved = Callable[[Handed], Case]
Mails = Callable[[], list[dict[str, Any]]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.server)
            item.add_marker(pytest.mark.allow_hosts(["127.0.0.1", "::1"]))


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("world")
    writing.write(folder, seed=7, households=40)
    return folder


@pytest.fixture(scope="session")
def running_agencies(world: Path) -> Iterator[Agencies]:
    with running(world) as agencies:
        yield agencies


@pytest.fixture(scope="session", autouse=True)
def _read_once() -> Iterator[None]:
    """Reading a service takes a second: the same texts are read once for all tests."""
    read, kept = reading.read_service, dict[tuple[str, bool], Service]()

    def remembered(files: Any, *, number: int, published_at: datetime, assumed_allowed: bool) -> Service:
        key = reading.digest_of(files), assumed_allowed
        if key not in kept:
            kept[key] = read(files, number=number, published_at=published_at, assumed_allowed=assumed_allowed)
        return replace(kept[key], number=number, published_at=published_at)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "read_service", remembered)
        yield


@pytest.fixture
def now() -> Iterator[datetime]:
    """It is noon of a working day of 2026, whatever the machine's clock says."""
    with clock.shifted(NOON - clock.now()):
        yield clock.now()


@pytest.fixture
def agencies(running_agencies: Agencies, settings: Settings) -> Iterator[Agencies]:
    """The product knows the stand-ins, which behave again afterwards."""
    settings.GATEWAYS = running_agencies.settings()
    yield running_agencies
    running_agencies.behave()


@pytest.fixture
def county(db: None, agencies: Agencies, settings: Settings, now: datetime, tmp_path: Path) -> datetime:
    """The county's agencies are there, and the service is published; nobody works there yet."""
    del db, agencies
    settings.ASSUMED_PARAMETERS_ALLOWED = True
    settings.OFFICIALS_NEED_SECOND_FACTOR = False
    settings.FILES_DIR = tmp_path / "files"
    accounts.load_agencies(SERVICES / "tw" / "agencies.yaml", actor=ACTOR, now=now)
    for code in ("10007", COUNTY):
        accounts.describe_agency(
            code, head_name="陳示範", address="彰化縣示範路1號", phone="(04)5550-0001", actor=ACTOR, now=now
        )
    for folder in reading.folders(SERVICES):
        catalogue.publish(folder, actor=ACTOR, now=now)
    return now


@pytest.fixture(scope="session")
def stories(world: Path) -> dict[str, dict[str, Any]]:
    told = json.loads((world / "people.json").read_text(encoding="utf-8"))["stories"]
    return {story["key"]: story for story in told}


@pytest.fixture
def citizen(county: datetime, stories: dict[str, dict[str, Any]]) -> CitizenOf:
    """``citizen("share_30")`` is signed in, and proven to be the person of that story."""

    def come(key: str) -> Citizen:
        story = stories[key]
        account, _new = accounts.open_account(f"{key.replace('_', '-')}@example.net", actor=ACTOR, now=county)
        born = date.fromisoformat(story["born"])
        person = accounts.register_person(story["number"], story["name"], born, actor=ACTOR, now=county)
        accounts.update_contact(
            person, email=story["email"], phone="", postal_address=story["address"], actor=ACTOR, now=county
        )
        accounts.bind(account, person, channel=Channel.COUNTER, how="test", actor=ACTOR, now=county)
        return _signed_in(Citizen(story, person, account))

    return come


@pytest.fixture
def officer(county: datetime) -> OfficerOf:
    """``officer(Role.APPROVE, agency="10007-SW")`` holds a post of her own there and is signed in."""
    taken: list[str] = []

    def employ(*roles: Role, agency: str = COUNTY) -> Officer:
        name = f"official{len(taken)}"
        taken.append(name)
        account, _new = accounts.open_account(f"{name}@office.example", name=f"陳{len(taken)}", actor=ACTOR, now=county)
        post = accounts.open_post(
            agency, unit="社會課", number=name, title="課員", roles=roles, actor=ACTOR, now=county
        )
        accounts.assign_post(account, post, since=date(2025, 1, 1), actor=ACTOR, now=county)
        return _signed_in(Officer(account))

    return employ


def _signed_in(who: Any) -> Any:
    account: Account = who.account
    who.client.force_login(account, backend="guitai.accounts.backend.Backend")
    return who


@pytest.fixture
def handed_in(citizen: CitizenOf, worker: Worker, county: datetime) -> HandedIn:
    """``handed_in("share_30")``: that person's application is sent and judged."""

    def hand_in(key: str) -> Handed:
        me = citizen(key)
        case = me.hand_in(county)
        worker.run()
        return me, case

    return hand_in


@pytest.fixture
def approved(officer: OfficerOf, worker: Worker) -> Approved:
    """The township proposes to grant, somebody else at the county grants, and the worker has done the rest."""

    def approve(handed: Handed) -> Case:
        me, case = handed
        officer(Role.FIRST_REVIEW, agency=me.story["township"]).move(case, "propose_grant")
        officer(Role.APPROVE).move(case, "grant")
        worker.run()
        return cases.case(case.reference)

    return approve


@pytest.fixture(scope="session")
def running_mailbox() -> Iterator[Running]:
    with mailbox() as box:
        yield box


@pytest.fixture
def mails(running_mailbox: Running, settings: Settings, county: datetime) -> Mails:
    """Mails go to a mail box of our own; answer what has arrived since."""
    del county
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", running_mailbox.smtp_port
    before = {mail["number"] for mail in running_mailbox.messages()}
    return lambda: [mail for mail in running_mailbox.messages() if mail["number"] not in before]


@pytest.fixture(scope="session")
def running_centre() -> Iterator[Centre]:
    with message_centre() as centre:
        yield centre


@pytest.fixture
def texts(running_centre: Centre, settings: Settings, county: datetime) -> Mails:
    """Texts go to a message centre of our own; answer what has arrived since."""
    del county
    settings.SMS_HOST, settings.SMS_PORT = "127.0.0.1", running_centre.smpp_port
    before = {text["number"] for text in running_centre.messages()}
    return lambda: [text for text in running_centre.messages() if text["number"] not in before]


@pytest.fixture
def worker(county: datetime) -> Worker:
    del county
    return Worker()
