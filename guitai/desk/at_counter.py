"""The person who stands at the counter with her card: found by what stands on it, known for a quarter of an hour.

Nothing is told about whoever has the number but does not fit the rest of the card.
"""

from datetime import datetime
from typing import Any

from django.core import signing
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from guitai.accounts import actions, queries
from guitai.accounts.forms import CounterForm
from guitai.accounts.models import Person
from guitai.accounts.terms import Official
from guitai.audit import actions as audit
from guitai.core import han

SALT = "guitai.desk.at_counter"
GOOD_FOR = 15 * 60
LONGEST = 2_000
PURPOSE = "在櫃台收回授權同意"
NOBODY = _("Nobody with this number is recorded here, so there is no consent either. Compare the number with the card.")
DIFFERS: dict[str, Promise] = {
    "born": _("This birth date is not the one recorded for the number. Compare both with the card."),
    "name": _(
        "This name is not the one recorded for the number. Compare it with the card; if it has changed, tick so."
    ),
}


def person_of_card(form: CounterForm, *, official: Official, now: datetime) -> Person | None:
    """Answer whom the card belongs to; else what does not fit stands at its field, and the try in the record."""
    typed = form.cleaned_data
    person = queries.find_person(typed["number"])
    if person is None:
        form.add_error("number", str(NOBODY))
        return None
    wrong = _differing(person, typed)
    for field in wrong:
        form.add_error(field, str(DIFFERS[field]))
    with transaction.atomic():
        _record("consent.card_differs" if wrong else "consent.listed_at_counter", person, official=official, now=now)
        if not wrong and typed["name_changed"] and person.name != typed["name"]:
            actions.correct_from_card(person, name=typed["name"], actor=official.account_ref, now=now)
    return None if wrong else person


def seal(person: Person, *, official: Official) -> str:
    """Answer what the next page gives back instead of the card; worth nothing in the hands of another official."""
    return signing.dumps(person.ref, salt=f"{SALT}:{official.account_ref}")


def present(state: str, *, official: Official) -> Person | None:
    """Answer whose card this official has seen within the last quarter of an hour."""
    try:
        ref = signing.loads(state[:LONGEST], salt=f"{SALT}:{official.account_ref}", max_age=GOOD_FOR)
    except signing.BadSignature:
        return None
    return queries.person(ref)


def record_look(person: Person, *, official: Official, now: datetime) -> None:
    with transaction.atomic():
        _record("consent.listed_at_counter", person, official=official, now=now)


def _differing(person: Person, typed: dict[str, Any]) -> list[str]:
    same_name = typed["name_changed"] or han.search_key(person.name) == han.search_key(typed["name"])
    fits = {"born": person.born == typed["born"], "name": same_name}
    return [field for field, is_same in fits.items() if not is_same]


def _record(verb: str, person: Person, *, official: Official, now: datetime) -> None:
    audit.record(verb, actor=official.account_ref, thing=person.ref, subject=person.ref, purpose=PURPOSE, now=now)
