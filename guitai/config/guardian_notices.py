"""A guardian is told whether the paper was accepted, and if not, what is missing."""

from guitai.accounts import queries as accounts
from guitai.cases import guardians
from guitai.config import binding_notices
from guitai.config.consent_naming import service_title
from guitai.core import clock, rocdate
from guitai.notices import actions as notices
from guitai.notices.terms import Notice, Recipient
from guitai.outbox.terms import Event

ACTOR = "system:guardians"


def on_decided(event: Event) -> None:
    """The guardian has the answer by mail, or by letter where no mail address is known."""
    row = guardians.request(str(event.data["request"]))
    person = accounts.person(row.guardian)
    email = person.email or accounts.account(row.asked_by).email
    today = event.at.astimezone(clock.TAIPEI).date()
    data = {
        "asked_on": rocdate.roc_full(row.asked_at.astimezone(clock.TAIPEI).date()),
        "ward": row.said["name"],
        "services": "、".join(service_title(key) for key in row.services),
        **({"reason": row.why} if row.why else {}),
    }
    words, sender = binding_notices.template(f"guardian_{row.state}"), binding_notices.county_sender(on=today)
    recipient = Recipient(person.ref, person.name, email=email, postal_address=person.postal_address)
    notices.send(Notice(words, recipient, sender, event.thing, data, ACTOR), now=clock.now())
