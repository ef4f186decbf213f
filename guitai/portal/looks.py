"""Who looked at my data: every look by officials, agents, relatives, systems and jobs, in words the person understands.

She is told nothing about anybody else: where she is only named in somebody's matter, neither whose it is nor what for.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.conf import settings
from django.utils.translation import gettext as _

from guitai.accounts import queries as accounts
from guitai.accounts.models import Account, Person
from guitai.accounts.terms import Official
from guitai.audit import looks as audit
from guitai.audit import purposes
from guitai.audit.purposes import Kind
from guitai.audit.terms import READ, Look, Wish
from guitai.cases import queries as cases
from guitai.cases.consent import source_words
from guitai.catalogue import disclosure
from guitai.catalogue import queries as catalogue
from guitai.catalogue.citations import cite_for_reader
from guitai.core import clock
from guitai.core.kit import Words
from guitai.portal.look_words import KINDS, OUTCOMES

PAGE = 25
QUESTIONS = ("gateway.asked", "gateway.reused", "gateway.not_asked")
SEARCH = "desk.search_number"
VERBS = (READ, *QUESTIONS, SEARCH)
MATTERS = ("case:", "draft:")


@dataclass(frozen=True)
class Line:
    """One look, as the person reads it."""

    at: datetime
    agency: Words
    post: Words
    kind: Words
    source: Words  # the agency that was asked, with what came of it; "" for any other look
    purpose: Words
    ground: str
    consent: str  # address of her consent it went on, "" for a law
    case: str  # number of her own case, "" for none
    among: bool  # her data were part of somebody else's matter
    late: str  # the article by which it was told later than it happened


@dataclass(frozen=True)
class Reader:
    """Whose looks are told, and when."""

    person: Person
    account: str
    now: datetime

    @cached_property
    def names(self) -> tuple[str, ...]:
        return (*accounts.looked_at_as(self.person), self.account)


def lines(reader: Reader, wish: Wish) -> tuple[list[Line], int]:
    """Answer one page of looks at this person, newest first, and how many there are."""
    found, total = audit.looks(wish, disclosure.held(now=reader.now))
    page = _Page(reader, found)
    return [page.line(look) for look in found], total


class _Page:
    """What the looks of one page have in common: read once, by a fixed number of queries."""

    def __init__(self, reader: Reader, found: list[Look]) -> None:
        self.reader = reader
        self.agencies = {each.code: each.title for each in accounts.agencies()}
        self.posts = accounts.posts_named({look.said("post") for look in found} - {""})
        things = {look.thing for look in found} - {""}
        self.mine = cases.things_of(reader.person.ref, things)
        actors = {look.actor for look in found if look.verb != READ and look.actor.startswith("account:")}
        self.officials = {actor: _official(actor) for actor in actors - {reader.account}}
        self.laws = catalogue.laws()

    def line(self, look: Look) -> Line:
        among = self._is_among(look)
        rule = disclosure.told_late(look.purpose, look.said("agency"))
        agency, post = self._who(look)
        purpose, ground, consent = self._why(look, among=among)
        return Line(
            at=look.at,
            agency=agency,
            post=post,
            kind=KINDS[_kind(look)],
            source=self._source(look),
            purpose=purpose,
            ground=ground,
            consent=consent,
            case=self.mine.get(look.thing, ""),
            among=among,
            late=cite_for_reader(rule.because, self.laws) if rule else "",
        )

    def _is_among(self, look: Look) -> bool:
        """Tell whether it was about somebody's matter in which she is only named."""
        if look.verb not in QUESTIONS:
            return look.among
        return look.thing.startswith(MATTERS) and look.thing not in self.mine and look.actor != self.reader.account

    def _who(self, look: Look) -> tuple[Words, Words]:
        if look.actor == self.reader.account:
            return _("You"), ""
        official = self.officials.get(look.actor)
        if official:
            return self._agency(official.posts[0].agency_code), official.posts[0].title
        if look.said("agency"):
            return self._agency(look.said("agency")), self.posts.get(look.said("post"), "")
        if look.actor.startswith("account:") and look.verb == READ:
            return _("Somebody who acts for you, or in a matter of the family"), ""
        if look.actor == "visitor":
            return _("Somebody who was not signed in"), ""
        return self._agency(settings.API_AGENCY), _("The system, by itself")

    def _agency(self, code: str) -> Words:
        return str(self.agencies.get(code, code))

    def _why(self, look: Look, *, among: bool) -> tuple[Words, str, str]:
        """Answer purpose, ground, and the consent it went on."""
        table = purposes.table().purposes
        if look.verb in (READ, SEARCH) or among:
            known = table.get(look.purpose if look.verb == READ else "question" if among else "work_list")
            return (str(known.words), cite_for_reader(known.basis, self.laws), "") if known else (look.purpose, "", "")
        kind, _colon, reference = look.basis.partition(":")
        if kind == "consent":
            return look.purpose, _("a consent"), reference
        return look.purpose, cite_for_reader(reference, self.laws), ""

    def _source(self, look: Look) -> Words:
        if look.verb not in QUESTIONS:
            return ""
        return f"{source_words(look.said('source'))} ({OUTCOMES[look.verb]})"


def _kind(look: Look) -> Kind:
    if look.verb in QUESTIONS:
        return Kind.QUESTION
    return Kind(look.said("kind") or Kind.PAGE)


def _official(actor: str) -> Official | None:
    try:
        return accounts.official(accounts.account(actor), on=clock.today())
    except Account.DoesNotExist:
        return None
