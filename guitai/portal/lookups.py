"""Who asked about me: every question to another agency and every first look at my number, in words."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guitai.accounts import queries as accounts
from guitai.accounts.models import Account
from guitai.cases.consent import source_words
from guitai.catalogue import queries as catalogue
from guitai.catalogue.citations import cite_for_reader
from guitai.catalogue.terms import LawReference
from guitai.core import clock
from guitai.core.kit import Words
from guitai.gateways import queries as gateways
from guitai.gateways.models import Lookup, Outcome

MOST = 200
# Laws that no service names, but on which something is asked.
COMMON_LAWS = (
    LawReference("個人資料保護法", "I0050021", "", "Personal Data Protection Act"),
    LawReference("戶籍法", "D0030006", "", "Household Registration Act"),
)
OUTCOMES: dict[str, Words] = {
    Outcome.ANSWERED: gettext_lazy("answered"),
    Outcome.REUSED: gettext_lazy("an earlier answer was used"),
    Outcome.NO_BASIS: gettext_lazy("not asked: no consent"),
}


@dataclass(frozen=True)
class LookupLine:
    at: datetime
    who: str
    source: str
    purpose: str
    ground: str
    consent: str  # address of the consent it went on, "" for a law
    outcome: Words


def lines(person: str) -> list[LookupLine]:
    """Answer the newest questions about this person; each account is named once."""
    rows = list(gateways.lookups_about(person)[:MOST])
    names = {actor: _who(actor, person, on=clock.today()) for actor in {row.actor for row in rows}}
    laws = (*COMMON_LAWS, *(law for service in catalogue.services() for law in service.law))
    return [_line(row, names[row.actor], laws) for row in rows]


def _line(row: Lookup, who: str, laws: tuple[LawReference, ...]) -> LookupLine:
    by_consent = row.basis_kind == "consent"
    return LookupLine(
        at=row.asked_at,
        who=who,
        source=source_words(row.source),
        purpose=row.purpose,
        ground=_("a consent") if by_consent else cite_for_reader(row.basis, laws),
        consent=row.basis if by_consent else "",
        outcome=OUTCOMES.get(row.outcome, gettext_lazy("no answer")),
    )


def _who(actor: str, person: str, *, on: date) -> str:
    """Answer an official by office and name, anybody else by name; whatever has no account is the system."""
    try:
        account = accounts.account(actor)
    except Account.DoesNotExist:
        return _("the system, by itself")
    binding = accounts.open_binding(account)
    if binding and binding.person.ref == person:
        return _("you")
    official = accounts.official(account, on=on)
    if official:
        return f"{official.posts[0].agency_name}{official.posts[0].title} {official.name}"
    return binding.person.name if binding else account.name
