"""People who only have to send: each has an account, her own keys, forty answers and what registers said.

One citizen of the demo world is asked about at the stand-ins; the others are invented and have the same, sealed anew
for each of them.
"""

import shutil
from dataclasses import dataclass
from datetime import date
from uuid import uuid4

import county
import place
import served
import yaml
from django.conf import settings
from django.db import transaction

from guitai.accounts import actions as accounts
from guitai.accounts.models import Person, PersonNumber
from guitai.accounts.queries import number_index
from guitai.accounts.terms import Channel, NumberKind
from guitai.cases import journey, prefill
from guitai.cases.models import Application, Evidence
from guitai.catalogue import actions as catalogue_actions
from guitai.catalogue import queries as catalogue
from guitai.config import demo, environment
from guitai.core import clock, reading
from guitai.core.keys import ring
from guitai.core.keys.terms import Scope
from guitai.eforms import queries as drafts
from guitai.eforms.models import Draft
from guitai.eforms.terms import Answer
from tests.journeys.agencies import running
from tests.journeys.people import SERVICE, USUAL_ANSWERS

SERVICE_FOLDER = "national-pension-premium"
FIELDS = 40
MORE = "more"  # the page that fills the form up to so many questions
CHUNK = 100


@dataclass(frozen=True)
class Ready:
    """Somebody whose application only has to be sent."""

    person: Person
    draft: Draft
    cookie: str


@dataclass(frozen=True)
class Pattern:
    """What everybody's application looks like."""

    application: Application
    draft: Draft
    answers: dict[str, Answer]
    known: object
    evidence: list[tuple[Evidence, object]]


def publish_forty() -> int:
    """The service has an edition whose form asks forty questions; answers how many."""
    copied = place.FOLDER / "services"
    shutil.copytree(environment.ROOT / "services", copied)
    path = copied / "tw" / SERVICE_FOLDER / "form.yaml"
    form = yaml.safe_load(path.read_text(encoding="utf-8"))
    asked = _count(form)
    extra = [_question(nth) for nth in range(FIELDS - asked)]
    form["pages"].insert(-1, {"key": MORE, "title": {"zh": "其他", "en": "More"}, "questions": extra})
    path.write_text(yaml.safe_dump(form, allow_unicode=True, sort_keys=False), encoding="utf-8")
    catalogue_actions.publish(path.parent, actor=county.ACTOR, now=clock.now())
    return asked + len(extra)


def _count(form: dict[str, list[dict[str, list[object]]]]) -> int:
    return sum(len(page["questions"]) for page in form["pages"])


def _question(nth: int) -> dict[str, object]:
    words = {"zh": f"第 {nth} 題", "en": f"Question {nth}"}
    kinds: tuple[dict[str, object], ...] = (
        {"type": "text", "max_length": 100},
        {"type": "yes_no"},
        {"type": "number"},
        {"type": "date"},
    )
    return {"key": f"more_{nth}", "label": words, **kinds[nth % len(kinds)]}


def _answer(nth: int) -> Answer:
    return ("彰化縣員林市中山路一段一號", True, 12_345, "2020-02-29")[nth % 4]


def pattern() -> Pattern:
    """Answer the application of somebody for whom every register was asked."""
    with running(place.FOLDER / "world") as agencies, reading.begin(actor=county.ACTOR, purpose="upkeep"):
        settings.GATEWAYS = agencies.settings()
        story = next(one for one in demo.citizens() if one.email)
        now = clock.now()
        person = accounts.register_person(story.number, story.name, story.born, actor=county.ACTOR, now=now)
        service = catalogue.service(SERVICE)
        application = journey.open_application(person, service, consent_text="同意", actor=county.ACTOR, now=now)
        prefill.fetch_and_show(application, person, actor=county.ACTOR, now=now)
        draft = drafts.draft_of(person.ref, application.draft)
        family = drafts.known_of(draft).prefilled.get("members")
        listed = family.value if family and isinstance(family.value, list) else []
        members: list[Answer] = [{"co_living": False, **each} for each in listed if isinstance(each, dict)]
        more = {f"more_{nth}": _answer(nth) for nth in range(FIELDS)}
        fits = {question.key for page in service.form.pages for question in page.questions}
        answers = {key: value for key, value in {**USUAL_ANSWERS, **more, "members": members}.items() if key in fits}
        evidence = [(one, one.facts) for one in application.evidence.order_by("id")]
        return Pattern(application, draft, answers, draft.known, evidence)


def prepare(model: Pattern, *, count: int) -> list[Ready]:
    """So many people are signed in, proven to be somebody, and have only to send."""
    ready: list[Ready] = []
    while len(ready) < count:
        with transaction.atomic():
            ready += [_one(model) for _nth in range(min(CHUNK, count - len(ready)))]
    return ready


def _one(model: Pattern) -> Ready:
    now = clock.now()
    with reading.begin(actor=county.ACTOR, purpose="upkeep"):
        person = Person.objects.create(name="測試", born=date(1976, 2, 3), registered_at=now)
        places = [("", Scope.OWN), *((model.application.agency_code, scope) for scope in Scope)]
        ring.prepare(person.ref, places)
        _number(person)
        account, _new = accounts.open_account(f"{person.pk}@example.net", actor=county.ACTOR, now=now)
        accounts.bind(account, person, channel=Channel.COUNTER, how="bench", actor=county.ACTOR, now=now)
        draft = _draft(model, person)
        return Ready(person, draft, served.cookie_of(account))


def _number(person: Person) -> None:
    number = f"Z{person.pk.int % 10**9:09d}"  # nobody's: the check digit is left to chance
    kind, since = NumberKind.NATIONAL, date(2025, 1, 1)
    PersonNumber.objects.create(person=person, kind=kind, number=number, number_index=number_index(number), since=since)


def _draft(model: Pattern, person: Person) -> Draft:
    was, application = model.draft, model.application
    draft = Draft.objects.create(
        id=uuid4(),
        owner=person.ref,
        form_key=was.form_key,
        form_version=was.form_version,
        answers=model.answers,
        pending={},
        known=model.known,
        created_at=was.created_at,
        updated_at=was.updated_at,
    )
    own = Application.objects.create(
        draft=draft.pk,
        applicant=person.ref,
        service_key=application.service_key,
        edition=application.edition,
        consent=application.consent,
        opened_at=application.opened_at,
        agency_code=application.agency_code,
    )
    Evidence.objects.bulk_create(
        Evidence(
            application=own,
            item=one.item,
            source=one.source,
            about=one.about,
            facts=facts,
            gap=one.gap,
            fetched_at=one.fetched_at,
        )
        for one, facts in model.evidence
    )
    return draft
