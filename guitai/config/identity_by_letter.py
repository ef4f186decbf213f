"""A code by letter: the household register confirms who asks, and the letter goes to the address it names."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from procrastinate import RetryStrategy

from guitai.accounts import actions as accounts
from guitai.accounts import queries as known
from guitai.accounts.terms import AgencyKind, AgencyView, LetterAsked, Role
from guitai.consents.terms import Statute
from guitai.core import clock, han
from guitai.gateways import actions as gateways
from guitai.gateways.terms import Answered, Inquiry, NotAnswered, Reason, Reply
from guitai.notices import actions as notices
from guitai.notices import queries as sheets
from guitai.notices.terms import Recipient, Sender
from guitai.outbox.queue import app, enqueue
from guitai.outbox.terms import Event

ACTOR = "system:identity"
SOURCE = "household_register"
PURPOSE = "核對身分以郵寄確認碼"
BASIS = Statute("D0030006 §67")  # 戶籍法: 各機關所需之戶籍資料. verified: no
GIVES = ("persons", "residence")  # the register has no smaller question; only the applicant's own entry is looked at
# A silent register is asked again after 0, 2, 4, 6 … minutes, without end: its silence decides nothing.
RETRY = RetryStrategy(linear_wait=120)


class RegisterSilent(Exception):
    """The register said nothing that may be believed; it is asked again later."""


class NobodyPrints(Exception):
    """No office has a post for the print queue; appoint one, and the letter goes out."""


def on_code_by_letter(event: Event) -> None:
    """Queue the question: it may not be asked inside the delivery's transaction."""
    enqueue(confirm_letter, {"request": event.data["request"]})


@app.task(name="identity.confirm_letter", queue="identity", retry=RETRY)
def confirm_letter(request: int) -> None:
    """Ask the register once; a request that is answered, or whose letter waits for the printer, is left alone."""
    asked = known.letter_request(request)
    if asked is None or sheets.code_waits(request):
        return
    now = clock.now()
    settle(asked, gateways.ask(_inquiry(asked), now=now), now=clock.now())


def _inquiry(asked: LetterAsked) -> Inquiry:
    return Inquiry(
        source=SOURCE,
        number=asked.number,
        subject="",
        purpose=PURPOSE,
        basis=BASIS,
        actor=ACTOR,
        thing=f"letter_request:{asked.id}",
        gives=GIVES,
    )


def settle(asked: LetterAsked, reply: Reply, *, now: datetime) -> None:
    """The letter waits for the printer, or is refused; raises RegisterSilent when the reply decides nothing."""
    match reply:
        case Answered(facts=facts):
            _compare(asked, facts, now=now)
        case NotAnswered(reason=Reason.REFUSED):  # how the register says that it has nobody of this number
            accounts.refuse_letter(asked.id, why="not_in_register", actor=ACTOR, now=now)
        case NotAnswered(reason=reason):
            raise RegisterSilent(reason.value)


@transaction.atomic
def _compare(asked: LetterAsked, facts: Mapping[str, Any], *, now: datetime) -> None:
    entry = next(person for person in facts["persons"] if person["relation"] == "self")
    name, born = str(entry["name"]), date.fromisoformat(entry["born"])
    address = str(facts["residence"]["address"])
    if why := _objection(asked, name=name, born=born, address=address):
        accounts.refuse_letter(asked.id, why=why, actor=ACTOR, now=now)
        return
    person = known.find_person(asked.number)
    accounts.spell_as_registered(asked.id, name=person.name if person else name, actor=ACTOR, now=now)
    sender = _sender(str(facts["residence"]["township"]), on=now.astimezone(clock.TAIPEI).date())
    recipient = Recipient(person=person.ref if person else "", name=name, postal_address=address)
    notices.send_code_by_letter(asked.id, recipient=recipient, sender=sender, actor=ACTOR, now=now)


def _objection(asked: LetterAsked, *, name: str, born: date, address: str) -> str:
    """Answer why no letter goes out, nothing when one may; never told to whoever asked."""
    person = known.find_person(asked.number)
    objections = {
        "birth_date_differs": asked.born != born,
        "name_differs": han.search_key(asked.name) != han.search_key(name),
        "no_registered_address": not address.strip(),
        "recorded_otherwise": person is not None
        and (person.born != born or han.search_key(person.name) != han.search_key(name)),
    }
    return next((why for why, holds in objections.items() if holds), "")


def _sender(township: str, *, on: date) -> Sender:
    """Answer the township office of the registered address where it prints letters, else the department that does."""
    offices = [office for office in known.agencies(AgencyKind.TOWNSHIP) if office.code == township]
    for office in (*offices, *known.agencies(AgencyKind.COUNTY_BUREAU)):
        if posts := known.posts_with(Role.LETTERS, office.code, on=on):
            return _as_sender(office, known.responsible_name(posts[0], on=on))
    raise NobodyPrints("no office has a post with the role letters")


def _as_sender(office: AgencyView, responsible: str) -> Sender:
    return Sender(office.code, office.name, office.address, office.phone, responsible)
