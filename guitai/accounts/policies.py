"""Who may, and what a proof is worth: tables and pure functions."""

from guitai.accounts.terms import ASSURANCE_ORDER, LEVEL_OF_CHANNEL, Assurance, Channel, Official, Role

# May a code that came this way take the person over from another account? Only who showed the card again may.
MAY_REBIND = {Channel.COUNTER: True, Channel.LETTER: False}

# Days during which a code is good: a letter is under way for some.
DAYS_VALID = {Channel.COUNTER: 3, Channel.LETTER: 30}


def level_of(channel: Channel) -> Assurance:
    return LEVEL_OF_CHANNEL[channel]


def at_least(level: Assurance, needed: Assurance) -> bool:
    return ASSURANCE_ORDER.index(level) >= ASSURANCE_ORDER.index(needed)


def higher(one: Assurance, other: Assurance) -> Assurance:
    return max(one, other, key=ASSURANCE_ORDER.index)


def may_issue_code(official: Official | None) -> bool:
    """Only a counter sees the card."""
    return official is not None and official.may(Role.COUNTER)


def may_change_number(official: Official | None) -> bool:
    return official is not None and official.may(Role.COUNTER)


def may_appoint_stand_in(official: Official | None, agency_code: str) -> bool:
    """The supervisor of the agency, or the administrator, says who stands in."""
    return official is not None and (official.may(Role.SUPERVISOR, agency_code) or official.may(Role.ADMINISTRATOR))
