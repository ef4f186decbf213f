"""The county of the access matrix, built once: cases in two townships, consents of every kind, posts and letters."""

import io
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch
from uuid import UUID, uuid4

from allauth.mfa.models import Authenticator
from django.conf import settings as product
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client, override_settings
from PIL import Image

from guitai.accounts import actions as accounts
from guitai.accounts import middleware
from guitai.accounts.models import Account, Person, Post, StandIn
from guitai.accounts.terms import Channel, Role
from guitai.cases import guardians, journey, mandates, prefill
from guitai.cases import queries as cases
from guitai.cases.models import Case, Supplement
from guitai.cases.supplements.terms import State
from guitai.cases.terms import Choice
from guitai.catalogue import actions as catalogue
from guitai.catalogue import queries as services
from guitai.catalogue import reading as folders
from guitai.consents import actions as consents
from guitai.consents.models import Consent
from guitai.consents.terms import Capacity, Means, Point, Representative, Signed, Witness
from guitai.core import clock, reading
from guitai.desk.models import HandOver
from guitai.documents import queries as documents
from guitai.files import actions as files
from guitai.files.models import StoredFile
from guitai.files.terms import Scan
from guitai.notices.models import PrintBatch, PrintItem
from guitai.notices.terms import PrintState
from guitai.outbox.models import Delivery, EventRow
from guitai.rights.models import DataRequest
from guitai.work.terms import Desk, Mover, WaitsFor
from tests.journeys.jobs import Worker
from tests.journeys.people import ALLOWANCE, SERVICE, Citizen
from tests.security.people import COUNTY, KNOCKERS, MARKET, TOWN, Held, Knocker
from tests.security.routes import Thing

ACTOR = "system:matrix"
SERVICES = Path(product.SERVICES_DIR)
DRAWN = ((Point(10, 10, 0, 0.5), Point(120, 40, 90, 0.6), Point(60, 90, 180, 0.4)), (Point(130, 20), Point(140, 95)))
BOTH = (SERVICE, ALLOWANCE)
ABSENT = "absent"
NOBODY = UUID("00000000-0000-4000-8000-000000000000")
Address = Mapping[str, str | int]


class Browser(Client):
    """The client of tests without its notes about templates: a third faster."""

    def request(self, **request: Any) -> Any:
        return self.handler(self._base_environ(**request))  # type: ignore[attr-defined]  # of Django's RequestFactory


@dataclass
class County:
    """Everybody with a browser, and each thing by the name under which reach.py knows it."""

    stories: Mapping[str, Mapping[str, Any]]
    now: datetime
    worker: Worker = field(default_factory=Worker)
    clients: dict[str, Browser] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)
    persons: dict[str, Person] = field(default_factory=dict)
    cases: dict[str, Case] = field(default_factory=dict)
    things: dict[Thing, dict[str, Address]] = field(default_factory=dict)

    @property
    def today(self) -> date:
        return clock.today()

    def add(self, thing: Thing, name: str, **address: str | int | UUID) -> None:
        self.put(thing, name, address)

    def put(self, thing: Thing, name: str, address: Mapping[str, str | int | UUID]) -> None:
        said = {key: each if isinstance(each, int) else str(each) for key, each in address.items()}
        self.things.setdefault(thing, {})[name] = said


def build(stories: Mapping[str, Mapping[str, Any]], now: datetime) -> County:
    """Fill the database that is there; needs running agencies and the settings of ``as_in_production``."""
    county = County(stories, now)
    with reading.begin(actor=ACTOR, purpose="test", basis="test"):
        _publish(now)
        for each in KNOCKERS:
            _come(county, each)
        _stand_in(county)
        _apply(county)
        _decide(county)
        _empower(county)
        _begin_drafts(county)
        _ask_as_guardians(county)
        _attach(county)
        _office_things(county)
        _system_things(county)
        StoredFile.objects.update(scan=Scan.CLEAN, scanned_at=now)
    return county


@contextmanager
def as_in_production(gateways: Mapping[str, Any], folder: Path) -> Iterator[None]:
    """The settings of the matrix: agencies that run, and officials who need two steps."""
    changed = {
        "GATEWAYS": gateways,
        "ASSUMED_PARAMETERS_ALLOWED": True,
        "OFFICIALS_NEED_SECOND_FACTOR": True,
        "FILES_DIR": folder / "files",
        "SESSION_ENGINE": "django.contrib.sessions.backends.signed_cookies",  # who is signed in, without a table
    }
    with override_settings(**changed), patch.object(middleware, "SEEN_EVERY", timedelta(days=1)):
        yield


def all_undone() -> transaction.Atomic:
    """A block whose work is rolled back by its user; inside, actions may begin durable transactions as in a test."""
    block = transaction.atomic()
    block._from_testcase = True  # type: ignore[attr-defined]  # as django.test.TestCase marks its own
    return block


def _publish(now: datetime) -> None:
    accounts.load_agencies(SERVICES / "tw" / "agencies.yaml", actor=ACTOR, now=now)
    for code in ("10007", COUNTY):
        accounts.describe_agency(
            code, head_name="陳示範", address="彰化縣示範路1號", phone="(04)5550-0001", actor=ACTOR, now=now
        )
    for folder in folders.folders(SERVICES):
        catalogue.publish(folder, actor=ACTOR, now=now)


def _come(county: County, who: Knocker) -> None:
    client = county.clients[who.name] = Browser()
    if not who.signed_in:
        return
    name = who.name.replace("_", "-")
    account, _new = accounts.open_account(f"{name}@example.net", name=f"{who.name}員", actor=ACTOR, now=county.now)
    county.accounts[who.name] = account
    if who.is_proven:
        county.persons[who.name] = _prove(county, who, account)
    if who.roles:
        _employ(county, who, account)
    if who.roles and who.two_steps:
        Authenticator.objects.create(user=account, type=Authenticator.Type.TOTP, data={"secret": "x"})
    client.force_login(account)


def _prove(county: County, who: Knocker, account: Account) -> Person:
    told = county.stories.get(who.story)
    number = str(told["number"]) if told else who.extra_number
    name, born = (str(told["name"]), date.fromisoformat(told["born"])) if told else ("劉國華", date(1975, 7, 24))
    person = accounts.register_person(number, name, born, actor=ACTOR, now=county.now)
    accounts.bind(account, person, channel=Channel.COUNTER, how="test", actor=ACTOR, now=county.now)
    return person


def _employ(county: County, who: Knocker, account: Account) -> None:
    post = accounts.open_post(
        who.agency, unit="社會課", number=who.name, title="課員", roles=who.roles, actor=ACTOR, now=county.now
    )
    since = county.today + timedelta(days=30) if who.held is Held.COMING else date(2025, 1, 1)
    holding = accounts.assign_post(account, post, since=since, actor=ACTOR, now=county.now)
    if who.held is Held.OVER:
        holding.until = county.today
        holding.save(update_fields=["until"])


def _stand_in(county: County) -> None:
    post, today = Post.objects.get(number="reviewer_market"), county.today
    days = {Held.NOW: (0, 5), Held.OVER: (-9, 0), Held.COMING: (10, 20)}
    for who in KNOCKERS:
        if who.deputy in days:
            first, last = (today + timedelta(days=each) for each in days[who.deputy])
            deputy = county.accounts[who.name]
            StandIn.objects.create(
                post=post, deputy=deputy, since=first, until=last, appointed_by=ACTOR, appointed_at=county.now
            )
    standing = StandIn.objects.get(deputy=county.accounts["deputy"])
    county.add(Thing.STAND_IN, "at_market", stand_in_id=standing.pk)
    county.add(Thing.STAND_IN, ABSENT, stand_in_id=424242)


def _apply(county: County) -> None:
    """The neighbour's and the stranger's cases lie at their townships, two more go on to the county."""
    applicants = {
        "mothers": "elder_widow",
        "strangers": "share_30",
        "neighbours": "share_45",
        "refused_mans": "refused_60",
        "paid": "elder_lower",
    }
    for name, story in applicants.items():
        county.cases[name] = _hand_in(county, story)
    county.worker.run()
    for name, case in county.cases.items():
        county.add(Thing.OWN_CASE, name, reference=case.reference)
        county.add(Thing.DESK_CASE, name, reference=case.reference)
        county.add(Thing.OWN_CONSENT, name, reference=case.reference)
    for thing in (Thing.OWN_CASE, Thing.DESK_CASE, Thing.OWN_CONSENT):
        county.add(thing, ABSENT, reference="N1151120000999")


def _hand_in(county: County, story: str) -> Case:
    told = dict(county.stories[story])
    person = accounts.register_person(
        told["number"], told["name"], date.fromisoformat(told["born"]), actor=ACTOR, now=county.now
    )
    return Citizen(told, person, Account()).hand_in(county.now)


def _decide(county: County) -> None:
    """The county refuses one, grants another: letters, a payment list, a case that can be appealed against."""
    for name, proposal, decision in (("refused_mans", "propose_refusal", "refuse"), ("paid", "propose_grant", "grant")):
        case = county.cases[name]
        _move(case, proposal, role=Role.FIRST_REVIEW, agency=county.stories[_STORY[name]]["township"], hand="1")
        _move(case, decision, role=Role.APPROVE, agency=COUNTY, hand="2")
    county.worker.run()
    refused = county.cases["refused_mans"]
    letter = documents.documents_for(f"case:{refused.reference}")[0].ref.rpartition(":")[2]
    for thing in (Thing.OWN_LETTER, Thing.DESK_LETTER):
        county.add(thing, "refused_mans", reference=refused.reference, letter=letter)
        county.add(thing, "under_another_case", reference=county.cases["neighbours"].reference, letter=letter)
        county.add(thing, ABSENT, reference="N1151120000999", letter=str(NOBODY))
    county.add(Thing.OWN_APPEAL, "refused_mans", reference=refused.reference)
    county.add(Thing.OWN_APPEAL, ABSENT, reference="N1151120000999")
    for name, key, month in (("county", ALLOWANCE, "2026-11"), (ABSENT, ALLOWANCE, "2031-11")):
        county.add(Thing.PAYMENT_LIST, name, key=key, month=month)


_STORY = {"refused_mans": "refused_60", "paid": "elder_lower"}


def _move(case: Case, key: str, *, role: Role, agency: str, hand: str) -> None:
    case.item.refresh_from_db()
    choice = Choice(reasons="所得超過規定", award="", agency="", corrections=())
    mover = Mover(ref=f"account:9{hand}", words="課員", kind=WaitsFor.OFFICE, desks=frozenset({Desk(role, agency)}))
    journey.move_case(case.reference, key, mover=mover, revision=case.item.revision, choice=choice, now=clock.now())


def _empower(county: County) -> None:
    """The mother's helpers: three who may, one for another service only, and those who may not any more."""
    give = _Giver(county)
    former = give("former_helper", Capacity.RELATIVE, BOTH, signed=SIGNED)
    consents.revoke(former, actor=county.persons["mother"].ref, now=county.now)
    revoked = give("agent_revoked", Capacity.AGENT, BOTH, signed=SIGNED)
    consents.revoke(revoked, actor=county.persons["mother"].ref, now=county.now)
    long_ago = county.now - timedelta(days=400)
    give("late_helper", Capacity.RELATIVE, BOTH, signed=SIGNED, now=long_ago, until=county.today - timedelta(days=1))
    give("daughter", Capacity.RELATIVE, BOTH, signed=SIGNED)
    give("agent", Capacity.AGENT, BOTH, signed=replace(SIGNED, means=Means.WITNESSED_MARK, witnesses=WITNESSES))
    give("agent_gone", Capacity.AGENT, (ALLOWANCE,), signed=SIGNED)
    give("nephew", Capacity.RELATIVE, (SERVICE,), signed=SIGNED)
    give("guardian", Capacity.GUARDIAN, BOTH, signed=replace(SIGNED, papers=(str(NOBODY),)), may_withdraw=True)
    give("helper_at_town", Capacity.RELATIVE, BOTH, signed=SIGNED, of="stranger")
    for thing in (Thing.MANDATE, Thing.CONSENT, Thing.SIGNATURE, Thing.WITNESSED):
        county.add(thing, ABSENT, consent_id=NOBODY)


LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
SIGNED = Signed(Means.SIGNATURE, LONG_AGO, place="員林市中山里", address="192.0.2.7", device="Tablet", strokes=DRAWN)
WITNESSES = (Witness("林一", DRAWN), Witness("陳二", DRAWN))


@dataclass(frozen=True)
class _Giver:
    """Writes down a consent of the mother, and whom it names."""

    county: County

    def __call__(
        self,
        to: str,
        capacity: Capacity,
        keys: tuple[str, ...],
        *,
        signed: Signed,
        of: str = "mother",
        may_withdraw: bool = False,
        now: datetime | None = None,
        until: date | None = None,
    ) -> Consent:
        county, at = self.county, now or self.county.now
        subject = county.persons[of].ref
        ref = county.accounts[to].ref if capacity is Capacity.AGENT else county.persons[to].ref
        relation = "女兒" if capacity is Capacity.RELATIVE else ""
        given = consents.give(
            subject=subject,
            given_by=ref if capacity is Capacity.GUARDIAN else subject,
            purpose="申請補助",
            facts=["tax.work"],
            services=list(keys),
            text="本人同意查調",
            until=until or county.today + timedelta(days=300),
            now=at,
            representative=Representative(ref, f"{to}某", capacity, relation=relation, may_withdraw=may_withdraw),
            signed=replace(signed, at=at),
        )
        marked = given.means == Means.WITNESSED_MARK
        for thing in (Thing.MANDATE, Thing.CONSENT, Thing.WITNESSED if marked else Thing.SIGNATURE):
            county.add(thing, to, consent_id=given.pk)
        return given


def _begin_drafts(county: County) -> None:
    """The agent has begun for the mother; the stranger has begun alone."""
    agents = Consent.objects.get(representative=county.accounts["agent"].ref)
    actor = county.accounts["agent"].ref
    mandates.begin(agents, county.persons["mother"], [services.service(SERVICE)], actor=actor, now=county.now)
    stranger = county.persons["stranger"]
    begun = journey.open_application(
        stranger, services.service(ALLOWANCE), consent_text="同意", actor=ACTOR, now=county.now
    )
    prefill.fetch_and_show(begun, stranger, actor=ACTOR, now=county.now)
    mothers = cases.open_application(county.persons["mother"].ref, SERVICE)
    assert mothers is not None
    for thing in (Thing.DRAFT, Thing.OWN_DRAFT):
        county.add(thing, "mothers", draft_id=mothers.draft)
        county.add(thing, "strangers", draft_id=begun.draft)
        county.add(thing, ABSENT, draft_id=NOBODY)


def _ask_as_guardians(county: County) -> None:
    for name, who in (("guardians", "guardian"), ("clerks", "counter_guardian")):
        person, ward = county.persons[who], county.stories["elder_deposits"]
        paper = files.store(picture(), owner=person.ref, now=county.now)
        asked = guardians.Asked(
            number=ward["number"],
            name=ward["name"],
            born=date.fromisoformat(ward["born"]),
            kind="ruling",
            office="臺灣彰化地方法院",
            paper_number="115年度監宣字第12號",
            paper_day=date(2026, 3, 10),
            services=(ALLOWANCE,),
            may_withdraw=False,
            papers=(paper.ref,),
            until=county.today + timedelta(days=300),
        )
        signed, account = replace(SIGNED, at=county.now), county.accounts[who].ref
        key = guardians.ask(asked, signed, key=uuid4(), guardian=person, account=account, text="聲明", now=county.now)
        county.add(Thing.GUARDIAN_ASKED, name, request_id=key)
        county.add(Thing.GUARDIAN_REQUEST, name, request_id=key)
        county.add(Thing.GUARDIAN_PAPER, name, request_id=key, ref=paper.ref)
    county.add(Thing.GUARDIAN_PAPER, ABSENT, request_id=NOBODY, ref=paper.ref)
    for thing in (Thing.GUARDIAN_ASKED, Thing.GUARDIAN_REQUEST):
        county.add(thing, ABSENT, request_id=NOBODY)


def picture() -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.effect_noise((90, 70), 90).convert("RGB").save(out, "JPEG")
    return SimpleUploadedFile("證明.jpg", out.getvalue(), "image/jpeg")


def _attach(county: County) -> None:
    """The neighbour's case holds a paper; it is nowhere else."""
    case = county.cases["neighbours"]
    paper = files.store(picture(), owner=county.persons["reviewer_self"].ref, now=county.now)
    files.claim([paper.ref], owner=county.persons["reviewer_self"].ref, holder=f"case:{case.reference}", now=county.now)
    county.add(Thing.DESK_FILE, "neighbours", reference=case.reference, ref=paper.ref)
    county.add(Thing.DESK_FILE, "under_another_case", reference=county.cases["mothers"].reference, ref=paper.ref)
    county.add(Thing.DESK_FILE, ABSENT, reference=county.cases["mothers"].reference, ref=str(NOBODY))


def _office_things(county: County) -> None:
    _second_request(county)
    for name in ("officers", "counter", "letters", "auditor", "operations", ABSENT):
        county.put(Thing.GUIDE, name, {"name": name})
    for name, agency in (("market", MARKET), ("town", TOWN)):
        batch = PrintBatch.objects.create(agency_code=agency, created_at=county.now, created_by=ACTOR)
        pdf = files.store(picture(), owner=f"account:{agency}", holder=f"print_batch:{batch.pk}", now=county.now)
        PrintBatch.objects.filter(pk=batch.pk).update(pdf_ref=pdf.ref)
        PrintItem.objects.create(
            agency_code=agency,
            letter_request=int(agency),
            person_ref=county.persons["mother"].ref,
            recipient={"name": "某", "address": "某處"},
            sender={},
            state=PrintState.IN_BATCH,
            batch=batch,
            created_at=county.now,
        )
        county.add(Thing.BATCH, name, batch_id=batch.pk)
    county.add(Thing.BATCH, ABSENT, batch_id=NOBODY)
    asked = DataRequest.objects.create(
        person=county.persons["stranger"].ref,
        asked_by=county.accounts["stranger"].ref,
        kind="correct",
        agency_code=COUNTY,
        words="x",
        asked_at=county.now,
    )
    county.add(Thing.DATA_REQUEST, "county", key=asked.pk)
    county.add(Thing.DATA_REQUEST, ABSENT, key=NOBODY)
    for name, number in (("market", "reviewer_market"), ("town", "reviewer_town"), ("county", "approver_county")):
        key = Post.objects.get(number=number).pk
        county.add(Thing.POST, name, post_id=key)
        county.add(Thing.LED_POST, name, post_id=key)
    for thing in (Thing.POST, Thing.LED_POST):
        county.add(thing, ABSENT, post_id=424242)
    made = HandOver.objects.create(
        agency_code=MARKET,
        giver=county.accounts["reviewer_market"].ref,
        giver_words="交出",
        taker=county.accounts["deputy"].ref,
        taker_words="接手",
        day=county.today,
        made_by=county.accounts["chief_market"].ref,
        made_by_words="主管",
        made_at=county.now,
        done_at=county.now,
    )
    county.add(Thing.HAND_OVER, "market", number=made.pk)
    county.add(Thing.HAND_OVER, ABSENT, number=424242)


def _second_request(county: County) -> None:
    row = Supplement.objects.create(
        case=county.cases["mothers"],
        number=1,
        items=[
            {"path": "phone", "kind": "field", "label": {"zh": "電話", "en": "Phone"}, "reason": "unclear", "words": ""}
        ],
        state=State.PROPOSED,
        asked_by=county.accounts["reviewer_market"].ref,
        asked_by_words="課員",
        asked_at=county.now,
        why_again="還缺",
        agency_code=MARKET,
    )
    county.add(Thing.SECOND_REQUEST, "market", number=row.pk)
    county.add(Thing.SECOND_REQUEST, ABSENT, number=424242)


def _system_things(county: County) -> None:
    event = EventRow.objects.create(id=uuid4(), topic="case.told", thing="case:x", data={}, at=county.now)
    dead = Delivery.objects.create(event=event, subscriber="x.y", dead_at=county.now)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, priority, args, status)"
            " VALUES ('default', 'outbox.clear_away', 0, '{}', 'failed') RETURNING id"
        )
        job = int(cursor.fetchone()[0])
    county.add(Thing.JOB, "failed", job_id=job)
    county.add(Thing.JOB, ABSENT, job_id=424242)
    county.add(Thing.DELIVERY, "dead", delivery_id=dead.pk)
    county.add(Thing.DELIVERY, ABSENT, delivery_id=424242)
    county.add(Thing.CLOCK, ABSENT, days=0)


def stories(world: Path) -> dict[str, dict[str, Any]]:
    told = json.loads((world / "people.json").read_text(encoding="utf-8"))["stories"]
    return {story["key"]: story for story in told}
