"""Whether a file may still be handed out, at the moment it is asked for: told to the files' own origin.

A link was made for somebody who was allowed a moment ago; whoever lost post, case or account since gets nothing.
"""

from guitai.accounts import queries as accounts
from guitai.accounts.terms import Official
from guitai.cases import guardians, impartial, queries
from guitai.cases.policies import READERS
from guitai.core import clock


def case(reference: str, account: str) -> bool:
    official = _official(account)
    if official is None or not any(official.may(role) for role in READERS):
        return False
    try:
        found = queries.case_for(official, reference)
    except queries.NoSuchCase:
        return False
    return not impartial.is_own(found, accounts.person_behind(account))


def guardian_request(key: str, account: str) -> bool:
    official = _official(account)
    return official is not None and guardians.waiting(official).filter(pk=key).exists()


def _official(account: str) -> Official | None:
    return accounts.official_behind(account, on=clock.today())
