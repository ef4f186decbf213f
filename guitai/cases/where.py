"""“Where is my case?” without signing in: the number and the last four digits open the stage, never a name."""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from django.core.cache import cache
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from guitai.accounts import queries as accounts
from guitai.cases import queries
from guitai.cases.progress import progress_of
from guitai.cases.terms import Progress
from guitai.core import identifiers
from guitai.core.terms import IdentifierWrong

DIGITS = 4
TRIES, TRIES_WITHIN = 10, 15 * 60  # 附表十: anti-automation; ten wrong tries in a quarter of an hour


class NotFound(LookupError):
    """The number and the digits do not belong together, or were tried too often."""


@dataclass(frozen=True)
class Typed:
    reference: str
    last_four: str


def look_up(typed: Typed, *, address: str, today: date) -> Progress:
    """Answer the progress; raises NotFound, the same for a wrong number as for wrong digits."""
    key = "where:" + sha256(address.encode()).hexdigest()
    if cache.get(key, 0) >= TRIES:
        raise NotFound(_("Too many tries. Please come back in a quarter of an hour, or call your township office."))
    case = queries.case_by_number(typed.reference)
    number = accounts.person(case.application.applicant).national_number if case else ""
    given = _digits(typed.last_four)
    if case is None or len(given) != DIGITS or not constant_time_compare(number[-DIGITS:], given):
        cache.add(key, 0, TRIES_WITHIN)
        cache.incr(key)
        raise NotFound(
            _("We find no case with this number and these digits. Look at the receipt or the e-mail once more.")
        )
    return progress_of(case, queries.service_of(case), today=today)


def _digits(typed: str) -> str:
    """Answer what was typed as plain signs; nothing for what is no number at all."""
    try:
        return identifiers.normalise(typed)
    except IdentifierWrong:
        return ""
