"""Who may give, use and end a consent, and what it covers: pure functions, tested as tables."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from guitai.consents.terms import MOST_REPRESENTATIVES, Capacity, Means, Representative, Signed

GIVERS = {
    # kind of the giver's reference → must it be the very person who agrees?
    "person": True,
    "account": False,  # the page has checked that the account is bound to the person
}
REFERENCE_OF = {Capacity.AGENT: "account", Capacity.RELATIVE: "person", Capacity.GUARDIAN: "person"}
WITNESSES_OF_A_MARK = 2  # 民法 §3 III


@dataclass(frozen=True)
class Scope:
    """What a consent covers, without the database."""

    subject: str
    services: frozenset[str]
    facts: frozenset[str]
    since: date
    until: date
    revoked_on: date | None
    representative: str = ""
    may_withdraw: bool = False


@dataclass(frozen=True)
class Wanted:
    """A consent as it is asked for, before it is one."""

    subject: str
    given_by: str
    purpose: str
    facts: frozenset[str]
    services: frozenset[str]
    text: str
    until: date
    today: date
    representative: Representative | None = None
    signed: Signed | None = None

    @property
    def who_agrees(self) -> str:
        """The person herself; a guardian agrees in the place of hers."""
        other = self.representative
        return other.ref if other and other.capacity is Capacity.GUARDIAN else self.subject


class Lack(StrEnum):
    """Why a consent cannot be given; the sentences are in actions."""

    NOT_THE_PERSON = "not_the_person"
    INCOMPLETE = "incomplete"
    OVER = "over"
    NOBODY_TO_ACT = "nobody_to_act"
    NOT_FOR_HERSELF = "not_for_herself"
    NO_EVIDENCE = "no_evidence"
    NOT_SIGNED = "not_signed"
    NO_PHONE = "no_phone"
    NO_MARK = "no_mark"
    WITNESSES = "witnesses"
    NO_PAPERS = "no_papers"


def may_give(*, subject: str, given_by: str, representative: Representative | None = None) -> bool:
    """Officials never consent for a citizen, and nobody appoints herself but a guardian, who brings the ruling."""
    must_be_who_agrees = GIVERS.get(given_by.partition(":")[0])
    if must_be_who_agrees is None or not subject.startswith("person:"):
        return False
    if representative is None:
        return not must_be_who_agrees or given_by == subject
    guardian = representative.capacity is Capacity.GUARDIAN
    agrees = representative.ref if guardian else subject
    return given_by == agrees or (not must_be_who_agrees and given_by != representative.ref)


def may_revoke(*, subject: str, representative: str, actors: Collection[str]) -> bool:
    """Either side may end it: the person through whatever account is hers, or who acts by laying it down."""
    return subject in actors or (representative != "" and representative in actors)


def may_revoke_at_counter(*, subject: str, present: str, official: str, serves_counter: bool) -> bool:
    """An official ends it for the very person whose card lies on the counter: her wish, never the office's own."""
    return serves_counter and official.startswith("account:") and present != "" and present == subject


def covers(scope: Scope, *, subject: str, service: str, fact: str, on: date) -> bool:
    return scope.subject == subject and service in scope.services and fact in scope.facts and holds(scope, on)


def empowers(scope: Scope, *, ref: str, service: str, on: date) -> bool:
    """Whether this one may act for the person in this service on that day."""
    return ref != "" and scope.representative == ref and service in scope.services and holds(scope, on)


def empowers_to_withdraw(scope: Scope, *, ref: str, service: str, on: date) -> bool:
    """Withdrawing an application needs an authority of its own (行政程序法 §24)."""
    return scope.may_withdraw and empowers(scope, ref=ref, service=service, on=on)


def holds(scope: Scope, on: date) -> bool:
    return scope.since <= on <= scope.until and (scope.revoked_on is None or on < scope.revoked_on)


def too_many(others: Iterable[tuple[str, Collection[str]]], *, ref: str, services: Collection[str]) -> bool:
    """Whether one more would be the fourth in one service; ``others`` are the empowered and what they are for."""
    known = [(each, set(theirs)) for each, theirs in others]
    for service in services:
        acting = {each for each, theirs in known if service in theirs}
        if len(acting | {ref}) > MOST_REPRESENTATIVES:
            return True
    return False


def lack(wanted: Wanted) -> Lack | None:
    """Answer the first thing that is missing for this consent; None when nothing is."""
    checks = (*ALWAYS, *FOR_OTHERS) if wanted.representative else ALWAYS
    missing = next((why for why, is_missing in checks if is_missing(wanted)), None)
    if missing or wanted.signed is None:
        return missing
    return next((why for why, is_missing in BY_MEANS[wanted.signed.means] if is_missing(wanted, wanted.signed)), None)


def _not_the_person(wanted: Wanted) -> bool:
    return not may_give(subject=wanted.subject, given_by=wanted.given_by, representative=wanted.representative)


def _incomplete(wanted: Wanted) -> bool:
    return not (wanted.purpose and wanted.services and all(wanted.services) and wanted.text.strip() and wanted.facts)


def _nobody_to_act(wanted: Wanted) -> bool:
    other = wanted.representative
    return other is None or not other.name.strip() or other.ref.partition(":")[0] != REFERENCE_OF.get(other.capacity)


def _for_herself(wanted: Wanted) -> bool:
    return wanted.representative is not None and wanted.representative.ref == wanted.subject


def _no_papers(wanted: Wanted) -> bool:
    """Who says that a court appointed her shows the ruling."""
    other, signed = wanted.representative, wanted.signed
    return other is not None and other.capacity is Capacity.GUARDIAN and not (signed and signed.papers)


def _no_mark(_wanted: Wanted, signed: Signed) -> bool:
    return not (signed.strokes or signed.papers)  # drawn here, or a photo of the paper with the fingerprint


def _witnesses(wanted: Wanted, signed: Signed) -> bool:
    """Two different persons who signed by hand, neither of them who gains or gives the power."""
    names = {witness.name.strip() for witness in signed.witnesses if witness.name.strip() and witness.strokes}
    refs = [witness.ref for witness in signed.witnesses if witness.ref]
    other = wanted.representative
    concerned = {wanted.subject, *([other.ref] if other else [])}
    return (
        len(names) < WITNESSES_OF_A_MARK
        or len(set(refs)) != len(refs)
        or bool(concerned & set(refs))
        or bool(other and other.name.strip() in names)
    )


ALWAYS: tuple[tuple[Lack, Callable[[Wanted], bool]], ...] = (
    (Lack.NOT_FOR_HERSELF, _for_herself),
    (Lack.NOT_THE_PERSON, _not_the_person),
    (Lack.INCOMPLETE, _incomplete),
    (Lack.OVER, lambda wanted: wanted.until < wanted.today),
)
FOR_OTHERS: tuple[tuple[Lack, Callable[[Wanted], bool]], ...] = (
    (Lack.NOBODY_TO_ACT, _nobody_to_act),
    (Lack.NO_EVIDENCE, lambda wanted: wanted.signed is None),
    (Lack.NO_PAPERS, _no_papers),
)
BY_MEANS: dict[Means, tuple[tuple[Lack, Callable[[Wanted, Signed], bool]], ...]] = {
    Means.OWN_ACCOUNT: (),
    Means.SIGNATURE: ((Lack.NOT_SIGNED, lambda _wanted, signed: not signed.strokes),),
    Means.PHONE_CODE: ((Lack.NO_PHONE, lambda _wanted, signed: not signed.phone),),
    Means.WITNESSED_MARK: ((Lack.NO_MARK, _no_mark), (Lack.WITNESSES, _witnesses)),
}
