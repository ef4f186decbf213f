"""Whoever lets somebody act for her is told in writing, and both are told when it ends: a false mandate is noticed."""

from datetime import datetime

from guitai.accounts import queries as accounts
from guitai.accounts.models import Account, Person
from guitai.config import binding_notices
from guitai.config.consent_naming import service_title
from guitai.consents import queries as consents
from guitai.consents.models import Consent
from guitai.core import clock, rocdate
from guitai.notices import actions as notices
from guitai.notices.terms import Notice, Recipient
from guitai.outbox.terms import Event

ACTOR = "system:consents"


def on_given(event: Event) -> None:
    """The person is told who may act for her from now on, in what and until when."""
    consent = consents.consent(str(event.data["consent"]))
    if not consent.representative:
        return  # her own consent to look-ups: she has just given it herself
    _tell("mandate_given", consent, [_subject(consent)], at=event.at)


def on_revoked(event: Event) -> None:
    """Both sides are told that nobody acts any more, whoever ended it."""
    consent = consents.consent(str(event.data["consent"]))
    if not consent.representative:
        return
    _tell("mandate_ended", consent, [_subject(consent), _representative(consent)], at=event.at)


def _tell(name: str, consent: Consent, recipients: list[Recipient | None], *, at: datetime) -> None:
    words = binding_notices.template(name)
    local = at.astimezone(clock.TAIPEI)
    sender = binding_notices.county_sender(on=local.date())
    data = {
        "at": f"{rocdate.roc_full(local.date())} {local:%H:%M}",
        "person": accounts.person(consent.subject).name,
        "representative": consent.representative_name,
        "services": "、".join(service_title(key) for key in consent.services),
        "until": rocdate.roc_full(consent.until),
    }
    for recipient in recipients:
        if recipient is not None:
            notices.send(Notice(words, recipient, sender, str(consent), data, ACTOR), now=clock.now())


def _subject(consent: Consent) -> Recipient | None:
    """Answer the person, by mail or else by letter; none where we know neither address."""
    return _reachable(accounts.person(consent.subject))


def _representative(consent: Consent) -> Recipient | None:
    """Answer a relative as a person, an agent by the mail of her office."""
    try:
        if consent.representative.startswith("person:"):
            return _reachable(accounts.person(consent.representative))
        account = accounts.account(consent.representative)
    except (Account.DoesNotExist, Person.DoesNotExist):
        return None
    return Recipient(person="", name=consent.representative_name, email=account.email)


def _reachable(person: Person) -> Recipient | None:
    if not (person.email or person.postal_address):
        return None
    return Recipient(person.ref, person.name, email=person.email, postal_address=person.postal_address)
