"""Applications that only have to be sent: one real one copied for many people who are signed in, straight into tables.

One in ten was begun while the tax office was silent: what is missing is asked again after it was sent.
"""

import copy
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any

import httpx
from django.conf import settings

from guitai.accounts import actions as accounts
from guitai.accounts.models import Account, Binding, Person, PersonNumber
from guitai.accounts.queries import number_index
from guitai.accounts.terms import Channel, NumberKind
from guitai.cases import journey, prefill
from guitai.cases.models import Application, Evidence
from guitai.catalogue import queries as catalogue
from guitai.config import demo
from guitai.core import clock, reading
from guitai.core.fields import EncryptedField
from guitai.eforms import queries as drafts
from guitai.eforms.models import Draft
from tests.journeys.people import SERVICE, USUAL_ANSWERS

ACTOR = "system:faults"
BACKEND = "guitai.accounts.backend.Backend"
SPARE_SESSIONS = 3  # a moved clock ends sessions: who was signed out signs in again
WITH_GAP = 10
BATCH = 500


@dataclass(frozen=True)
class Ready:
    """Somebody who only has to press the last button, with the cookies of her sign-ins."""

    draft: str
    sessions: tuple[str, ...]


def seed(folder: Path, urls: dict[str, str], *, count: int) -> list[Ready]:
    """So many people have a filled application each; who they are is written down beside the history."""
    with reading.begin(actor=ACTOR, purpose="faults"):
        models = [_begin(0, urls, silent=""), _begin(1, urls, silent="tax")]
        numbers = _numbers(folder / "world")
        made: list[Ready] = []
        while len(made) < count:
            model = models[(len(made) // BATCH) % WITH_GAP == 1]
            made += _copies(model, numbers, count=min(BATCH, count - len(made)), since=len(made))
    random.Random(1).shuffle(made)
    return made


def townships() -> list[str]:
    """Answer the codes of the townships whose people apply here."""
    people = json.loads(demo.WORLD.joinpath("people.json").read_text(encoding="utf-8"))["stories"]
    return list(dict.fromkeys(story["township"] for story in [one for one in people if one["email"]][:2]))


def _begin(nth: int, urls: dict[str, str], *, silent: str) -> Draft:
    """Answer a filled draft of a story, for whom every register was asked but the silent one."""
    if silent:
        _order(urls[silent], "down")
    now = clock.now()
    story = list(islice((one for one in demo.citizens() if one.email), nth + 1))[nth]
    person = accounts.register_person(story.number, story.name, story.born, actor=ACTOR, now=now)
    service = catalogue.service(SERVICE)
    application = journey.open_application(person, service, consent_text="同意", actor=ACTOR, now=now)
    prefill.fetch_and_show(application, person, actor=ACTOR, now=now)
    draft = drafts.draft_of(person.ref, application.draft)
    family = drafts.known_of(draft).prefilled.get("members")
    listed = family.value if family and isinstance(family.value, list) else []
    members = [{"co_living": False, **each} for each in listed if isinstance(each, dict)]
    draft.answers = {**USUAL_ANSWERS, "members": members}
    draft.save(update_fields=["answers"])
    if silent:
        _order(urls[silent], "normal")
    return draft


def _order(url: str, mode: str) -> None:
    httpx.post(f"{url}/_control", json={"mode": mode}, trust_env=False).raise_for_status()


def _numbers(world: Path) -> Iterator[str]:
    """Answer numbers that the registers know, and when there are no more, numbers that nobody knows."""
    known = {one.number for one in demo.citizens()}
    ledger = json.loads((world / "tax.json").read_text(encoding="utf-8"))
    yield from (each for each in ledger if each not in known)
    yield from (f"Z1{nth:08d}" for nth in range(10**8))


def _copies(model: Draft, numbers: Iterator[str], *, count: int, since: int) -> list[Ready]:
    now, application = clock.now(), Application.objects.get(pk=model.pk)
    evidence = list(application.evidence.order_by("id"))
    people = [Person(name=f"測試{since + nth}", born=date(1976, 2, 3), registered_at=now) for nth in range(count)]
    Person.objects.bulk_create(people)
    PersonNumber.objects.bulk_create(_number(person, number) for person, number in zip(people, numbers, strict=False))
    copies = [_copy(model, id=None, owner=person.ref) for person in people]
    Draft.objects.bulk_create(copies)
    pairs = list(zip(people, copies, strict=True))
    Application.objects.bulk_create(_copy(application, draft=draft.pk, applicant=who.ref) for who, draft in pairs)
    rows = [_copy(one, id=None, application_id=draft.pk) for draft in copies for one in evidence]
    Evidence.objects.bulk_create(rows, batch_size=2_000)
    return [
        Ready(str(draft.pk), cookies) for (_who, draft), cookies in zip(pairs, _sign_in(people, since), strict=True)
    ]


def _number(person: Person, number: str) -> PersonNumber:
    kind, since = NumberKind.NATIONAL, date(2025, 1, 1)
    return PersonNumber(person=person, kind=kind, number=number, number_index=number_index(number), since=since)


def _sign_in(people: list[Person], since: int) -> list[tuple[str, ...]]:
    """Answer the cookies of each, signed in and proven to be the person."""
    fresh = [Account(email=f"fault{since + nth}@example.net", password="!") for nth in range(len(people))]
    held = Account.objects.bulk_create(fresh)
    first, *others = zip(held, people, strict=True)
    accounts.bind(first[0], first[1], channel=Channel.COUNTER, how="faults", actor=ACTOR, now=clock.now())
    model = Binding.objects.get(account=first[0])
    Binding.objects.bulk_create(_copy(model, id=None, account=account, person=person) for account, person in others)
    return [tuple(_cookie(account) for _spare in range(SPARE_SESSIONS)) for account in held]


def _cookie(account: Account) -> str:
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session["_auth_user_id"] = str(account.pk)
    session["_auth_user_backend"] = settings.AUTHENTICATION_BACKENDS[0]
    session["_auth_user_hash"] = account.get_session_auth_hash()
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def _copy(row: Any, **changes: Any) -> Any:
    twin = copy.copy(row)
    twin._state = copy.copy(row._state)
    twin._state.adding = True
    for each in row._meta.concrete_fields:  # sealed for its row: opened here, sealed again for the new one
        if isinstance(each, EncryptedField):
            setattr(twin, each.attname, getattr(row, each.attname))
    for name, value in changes.items():
        setattr(twin, name, value)
    return twin
