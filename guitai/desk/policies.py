"""Who may see what of an office, row by row: pure functions, so that every page asks the same question the same way."""

from collections.abc import Collection

from guitai.accounts.terms import Official, Role
from guitai.cases.policies import READERS

PAYERS = (Role.APPROVE, Role.SUPERVISOR)
LEADERS = (Role.SUPERVISOR, Role.ADMINISTRATOR)


def offices_worked_at(official: Official) -> frozenset[str]:
    """Answer the offices whose cases this official works on."""
    return _agencies(official, READERS)


def offices_paid_for(official: Official) -> frozenset[str]:
    """Answer the agencies whose payment lists this official reads."""
    return _agencies(official, PAYERS)


def offices_led(official: Official) -> frozenset[str]:
    """Answer the offices this official leads: their stand-ins, hand-overs, second requests and statistics."""
    return official.agencies(Role.SUPERVISOR)


def offices_printed_for(official: Official) -> frozenset[str]:
    """Answer the offices whose letters this official prints and posts."""
    return official.agencies(Role.LETTERS)


def sees_every_office(official: Official) -> bool:
    """Tell whether posts and statistics of the whole county are this official's matter."""
    return official.may(Role.ADMINISTRATOR)


def may_see_post(official: Official, agency_code: str) -> bool:
    """Tell whether this official may see, and fill, the posts of the office."""
    return sees_every_office(official) or agency_code in offices_led(official)


def may_decide_second_request(official: Official, agency_code: str) -> bool:
    """A second request for corrections is the supervisor's of the office that asks."""
    return agency_code in offices_led(official)


def may_handle_batch(official: Official, agency_code: str) -> bool:
    """A batch of letters belongs to the office that made it."""
    return agency_code in offices_printed_for(official)


def may_read_hand_over(official: Official | None, account: str, *, agency_code: str, hands: Collection[str]) -> bool:
    """Giver and successor read the list, also when they hold no post any more; so does whoever leads the office."""
    if account in hands:
        return True
    return official is not None and agency_code in offices_led(official)


def _agencies(official: Official, roles: Collection[Role]) -> frozenset[str]:
    return frozenset[str]().union(*(official.agencies(role) for role in roles))
