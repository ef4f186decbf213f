"""A guardian appointed by a court asks to act for her ward; a clerk compares the paper and accepts it or does not.

Until it is accepted nothing is looked up, nobody is registered, and nothing about the ward is told to anybody.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from guitai.accounts import queries as accounts
from guitai.accounts.models import Person
from guitai.accounts.terms import Official, Role
from guitai.audit import actions as audit
from guitai.cases import mandates
from guitai.cases.mandates import NotConfirmed
from guitai.cases.models import GuardianRequest
from guitai.cases.terms import Wanted
from guitai.catalogue import queries as catalogue
from guitai.consents import strokes
from guitai.consents.models import Consent
from guitai.consents.terms import Capacity, Means, Representative, Signed
from guitai.core import clock
from guitai.files import actions as files
from guitai.outbox import actions as outbox

DECIDED = "cases.guardian_decided"
PURPOSE = "核對監護證明"
MOST_WAITING = 5
LONGEST_WHY = 1000


class State(StrEnum):
    """How far a request is."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    REFUSED = "refused"


STATES: dict[str, str | Promise] = {
    State.WAITING: gettext_lazy("A clerk is comparing the paper"),
    State.ACCEPTED: gettext_lazy("Accepted"),
    State.REFUSED: gettext_lazy("Not accepted"),
}
KINDS: dict[str, str | Promise] = {
    "ruling": gettext_lazy("Ruling of a court that appoints the guardian"),
    "register": gettext_lazy("Entry in the household register"),
}


class GuardianRefusal(Exception):
    """This cannot be done with the request; the sentence says why."""


@dataclass(frozen=True)
class Asked:
    """What the guardian said of her ward and of the paper that shows it."""

    number: str
    name: str
    born: date
    kind: str
    office: str
    paper_number: str
    paper_day: date
    services: tuple[str, ...]
    may_withdraw: bool
    papers: tuple[str, ...]
    until: date

    def wanted(self, guardian: Person) -> Wanted:
        other = Representative(guardian.ref, guardian.name, Capacity.GUARDIAN, may_withdraw=self.may_withdraw)
        return Wanted(self.name, self.number, tuple(map(catalogue.service, self.services)), other, self.until)


@transaction.atomic
def ask(asked: Asked, signed: Signed, *, key: UUID, guardian: Person, account: str, text: str, now: datetime) -> UUID:
    """The request waits for a clerk; sent twice, it is the same one. Raises GuardianRefusal or NotYours."""
    if GuardianRequest.objects.filter(pk=key, guardian=guardian.ref).exists():
        return key
    if of_guardian(guardian.ref).filter(state=State.WAITING).count() >= MOST_WAITING:
        raise GuardianRefusal(_("Several of your requests wait already. Please wait until they are answered."))
    files.claim(asked.papers, owner=guardian.ref, holder=f"guardian_request:{key}", now=now)
    row = GuardianRequest(
        id=key,
        guardian=guardian.ref,
        asked_by=account,
        asked_at=now,
        services=list(asked.services),
        said=_said(asked, signed),
        text=text,
        papers=list(asked.papers),
        until=asked.until,
    )
    row.save(force_insert=True)
    _record("guardians.asked", row, actor=account, now=now)
    return key


def of_guardian(ref: str) -> QuerySet[GuardianRequest]:
    return GuardianRequest.objects.filter(guardian=ref).order_by("-asked_at")


def request(key: str) -> GuardianRequest:
    return GuardianRequest.objects.get(pk=key)


def waiting(official: Official) -> QuerySet[GuardianRequest]:
    """Answer what waits for a counter, oldest first."""
    return for_counter(official).filter(state=State.WAITING).order_by("asked_at")


def for_counter(official: Official) -> QuerySet[GuardianRequest]:
    """Answer what this official may know of: any counter of any request, and nobody of her own."""
    if not official.may(Role.COUNTER):
        return GuardianRequest.objects.none()
    return GuardianRequest.objects.exclude(asked_by=official.account_ref).exclude(guardian=_person_of(official))


def said_of(row: GuardianRequest) -> Asked:
    return Asked(
        number=row.said["number"],
        name=row.said["name"],
        born=date.fromisoformat(row.said["born"]),
        kind=row.said["kind"],
        office=row.said["office"],
        paper_number=row.said["paper_number"],
        paper_day=date.fromisoformat(row.said["paper_day"]),
        services=tuple(row.services),
        may_withdraw=row.said["may_withdraw"],
        papers=tuple(row.papers),
        until=row.until,
    )


def accept(key: UUID, *, official: Official, now: datetime) -> GuardianRequest:
    """The consent is given, and the register has confirmed the ward; raises GuardianRefusal and other refusals.

    Whom the register knows otherwise is not acted for: the consent is laid down, and the guardian is told.
    """
    with transaction.atomic():
        row = _locked(key, official)
        asked, guardian = said_of(row), accounts.person(row.guardian)
        ward, _new = mandates.known_person(asked.number, asked.name, asked.born, actor=official.account_ref, now=now)
        wanted = asked.wanted(guardian)
        consent = mandates.give(ward, wanted, _signed(row), shown=row.text, now=now)
        _decide(row, State.ACCEPTED, official, consent=str(consent.pk), now=now)
    why = _register_says(consent, ward, wanted, official)
    with transaction.atomic():
        if why:
            _decide(row, State.REFUSED, official, why=why, now=now)
        _tell(row, now=now)
    return row


@transaction.atomic
def refuse(key: UUID, *, official: Official, why: str, now: datetime) -> None:
    """The guardian reads the reason and may ask again with a better paper."""
    if not why.strip():
        raise GuardianRefusal(_("Write what is missing, so that the guardian knows what to bring."))
    row = _locked(key, official)
    _decide(row, State.REFUSED, official, why=why.strip()[:LONGEST_WHY], now=now)
    _tell(row, now=now)


@transaction.atomic
def record_look(row: GuardianRequest, *, official: Official, paper: str = "", now: datetime) -> None:
    verb = "guardians.view_paper" if paper else "guardians.view"
    _record(verb, row, actor=official.account_ref, detail={"file": paper} if paper else None, now=now)


def _register_says(consent: Consent, ward: Person, wanted: Wanted, official: Official) -> str:
    """Answer why the register does not confirm the ward, without a word of what it knows; "" when nothing is wrong."""
    try:
        mandates.confirm(consent, ward, wanted.services, actor=official.account_ref, now=clock.now())
    except NotConfirmed:
        with override("zh-hant"):
            return _("The household register does not confirm number, name and birth date. Compare them with the card.")
    return ""


def _locked(key: UUID, official: Official) -> GuardianRequest:
    """Answer the request while nobody else answers it; raises GuardianRefusal when somebody has."""
    row = waiting(official).select_for_update().filter(pk=key).first()
    if row is None:
        raise GuardianRefusal(_("Somebody has just answered this request."))
    return row


def _decide(
    row: GuardianRequest, state: State, official: Official, *, consent: str = "", why: str = "", now: datetime
) -> None:
    row.state, row.decided_by, row.decided_at = state, official.account_ref, now
    row.consent, row.why = consent or row.consent, why or None
    row.save(update_fields=["state", "decided_by", "decided_at", "consent", "why"])
    basis = f"consent:{row.consent}" if row.consent else ""
    _record(f"guardians.{state}", row, actor=official.account_ref, basis=basis, now=now)


def _tell(row: GuardianRequest, *, now: datetime) -> None:
    outbox.publish(DECIDED, thing=f"guardian_request:{row.pk}", data={"request": str(row.pk)}, now=now)


def _person_of(official: Official) -> str:
    binding = accounts.open_binding(accounts.account(official.account_ref))
    return binding.person.ref if binding else ""


def _said(asked: Asked, signed: Signed) -> dict[str, object]:
    return {
        "number": asked.number,
        "name": asked.name,
        "born": asked.born.isoformat(),
        "kind": asked.kind,
        "office": asked.office,
        "paper_number": asked.paper_number,
        "paper_day": asked.paper_day.isoformat(),
        "may_withdraw": asked.may_withdraw,
        "means": signed.means.value,
        "strokes": strokes.to_json(signed.strokes) if signed.strokes else "",
        "address": signed.address,
        "device": signed.device,
    }


def _signed(row: GuardianRequest) -> Signed:
    drawn = row.said["strokes"]
    return Signed(
        means=Means(row.said["means"]),
        at=row.asked_at,
        strokes=strokes.read(drawn) if drawn else (),
        address=row.said["address"],
        device=row.said["device"],
        papers=tuple(row.papers),
    )


def _record(
    verb: str,
    row: GuardianRequest,
    *,
    actor: str,
    basis: str = "",
    detail: dict[str, object] | None = None,
    now: datetime,
) -> None:
    audit.record(
        verb,
        actor=actor,
        thing=f"guardian_request:{row.pk}",
        subject=row.guardian,
        purpose=PURPOSE,
        basis=basis,
        detail=detail,
        now=now,
    )
