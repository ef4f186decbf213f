"""Who reaches what in the county of the matrix: written by hand, so that it can disagree with the program."""

from collections.abc import Callable, Mapping
from enum import StrEnum

from guitai.accounts.terms import Role
from tests.security.people import WHO, Knocker
from tests.security.routes import EVERY, Gate, Route, Thing


class Answer(StrEnum):
    """What a probe meets."""

    REACHED = "the page or its refusal in words"
    SIGN_IN = "sign in first"
    PROVE = "prove who you are first"
    SECOND_STEP = "add a second step first"
    ABSENT = "there is no such page"
    NOT_THIS_WAY = "not by this method"
    FORBIDDEN = "told why not"
    BROKEN = "the program failed"


Names = frozenset[str]


def _names(words: str) -> Names:
    found = frozenset(words.split())
    assert found <= WHO.keys(), found - WHO.keys()
    return found


NO_ONE: Names = frozenset()
MARKET = _names("reviewer_market approver_market chief_market deputy reviewer_self reviewer_husband")
TOWN = _names("reviewer_town chief_town")
BUREAU = _names("approver_county chief_county")
MAY_ACT = _names("mother daughter agent guardian")  # for the mother, in the allowance
COUNTERS = _names("counter_market counter_town counter_guardian deputy former_deputy")
ENDED = _names("former_helper late_helper agent_revoked")
MANDATES = {name: _names(name) for name in ["daughter", "agent", "nephew", "guardian", "helper_at_town"]}
CONSENTS = {
    **{name: _names(f"mother {name}") for name in ["daughter", "agent", "nephew", "guardian"]},
    **{name: _names(f"mother {name}") for name in ENDED},
    "agent_gone": _names("mother"),
    "helper_at_town": _names("stranger helper_at_town"),
}
AT_OFFICES = {
    "mothers": MARKET | BUREAU,
    "neighbours": (MARKET | BUREAU) - _names("reviewer_self reviewer_husband"),
    "strangers": TOWN | BUREAU,
    "refused_mans": BUREAU,
    "paid": BUREAU,
}
REACHED: Mapping[Thing, Mapping[str, Names]] = {
    Thing.DRAFT: {"mothers": MAY_ACT | _names("nephew"), "strangers": _names("stranger helper_at_town")},
    Thing.OWN_DRAFT: {"mothers": _names("mother"), "strangers": _names("stranger")},
    Thing.OWN_CASE: {
        "mothers": MAY_ACT,
        "strangers": _names("stranger helper_at_town"),
        "neighbours": _names("reviewer_self"),
        "refused_mans": _names("refused_man"),
    },
    Thing.OWN_CONSENT: {
        "mothers": _names("mother"),
        "strangers": _names("stranger"),
        "neighbours": _names("reviewer_self"),
        "refused_mans": _names("refused_man"),
    },
    Thing.OWN_LETTER: {"refused_mans": _names("refused_man")},
    Thing.OWN_APPEAL: {"refused_mans": _names("refused_man")},
    Thing.MANDATE: MANDATES,
    Thing.CONSENT: CONSENTS,
    Thing.SIGNATURE: {
        **{name: _names(f"mother {name}") for name in ["daughter", "nephew", "guardian"]},
        **{name: _names("mother") for name in (*ENDED, "agent_gone")},
        "helper_at_town": _names("stranger helper_at_town"),
    },
    Thing.WITNESSED: {"agent": _names("mother agent")},
    Thing.GUARDIAN_ASKED: {"guardians": _names("guardian"), "clerks": _names("counter_guardian")},
    Thing.GUARDIAN_REQUEST: {"guardians": COUNTERS, "clerks": COUNTERS - _names("counter_guardian")},
    Thing.GUARDIAN_PAPER: {"guardians": COUNTERS, "clerks": COUNTERS - _names("counter_guardian")},
    Thing.DESK_CASE: AT_OFFICES,
    Thing.DESK_LETTER: {"refused_mans": BUREAU},
    Thing.DESK_FILE: {"neighbours": AT_OFFICES["neighbours"]},
    Thing.SECOND_REQUEST: {"market": _names("chief_market")},
    Thing.BATCH: {"market": _names("letters_market"), "town": _names("coming_deputy")},
    Thing.POST: {
        "market": _names("chief_market administrator"),
        "town": _names("chief_town administrator"),
        "county": _names("chief_county administrator"),
    },
    Thing.LED_POST: {
        "market": _names("chief_market"),
        "town": _names("chief_town"),
        "county": _names("chief_county"),
    },
    Thing.STAND_IN: {"at_market": _names("chief_market")},
    Thing.DATA_REQUEST: {"county": _names("chief_county")},
    Thing.HAND_OVER: {"market": _names("reviewer_market deputy chief_market")},
    Thing.PAYMENT_LIST: {"county": BUREAU},
    Thing.JOB: {"failed": _names("administrator")},
    Thing.DELIVERY: {"dead": _names("administrator")},
    Thing.GUIDE: {
        "officers": MARKET | TOWN | BUREAU,
        "counter": COUNTERS,
        "letters": _names("letters_market letters_county coming_deputy"),
        "auditor": _names("auditor"),
        "operations": _names("administrator"),
    },
    Thing.CLOCK: {},
}
"""The thing, its name, and who reaches it. Who is not named finds it as absent as one that never was."""

_OWN = _names("reviewer_self reviewer_husband")
TOLD_WHY: Mapping[Thing, Mapping[str, Names]] = {
    Thing.MANDATE: {name: _names(name) for name in ENDED},
    Thing.DRAFT: {"mothers": ENDED},
    Thing.OWN_CASE: {"mothers": ENDED},
    Thing.OWN_CONSENT: {"mothers": ENDED},
    Thing.DESK_CASE: {"neighbours": _OWN},
    Thing.DESK_LETTER: {"under_another_case": _OWN},
    Thing.DESK_FILE: {"neighbours": _OWN},
}
"""Who may know that it is there, and is told why it is not for them: a mandate that is over, one's own case."""
NO_WITHDRAWING = _names("daughter agent helper_at_town")
"""Whose consent does not say that they may withdraw."""


def expected(route: Route, method: str, who: Knocker, name: str) -> frozenset[Answer]:
    """Answer what this probe may meet."""
    stopped = at_the_gate(route, who, name)
    known = method in route.methods
    if stopped is not None:
        return frozenset({stopped}) if known else frozenset({stopped, Answer.NOT_THIS_WAY})
    if route.methods == EVERY:
        never = {Answer.PROVE, Answer.BROKEN, Answer.SECOND_STEP}  # a step of signing in leads back to the first one
        return frozenset(Answer) - never - (frozenset() if route.gate is Gate.OPEN else {Answer.SIGN_IN})
    return frozenset({inside(route, who, name) if known else Answer.NOT_THIS_WAY})


def inside(route: Route, who: Knocker, name: str) -> Answer:
    if route.thing is Thing.NOTHING:
        return Answer.REACHED
    if who.name in TOLD_WHY.get(route.thing, {}).get(name, NO_ONE):
        return Answer.FORBIDDEN
    reached = who.name in REACHED[route.thing].get(name, NO_ONE)
    if reached and route.name == "cases:withdraw" and who.name in NO_WITHDRAWING:
        return Answer.FORBIDDEN
    return Answer.REACHED if reached else Answer.ABSENT


def at_the_gate(route: Route, who: Knocker, name: str) -> Answer | None:
    """Answer what stops somebody before anything is looked for; None for whoever comes in."""
    if route.gate is Gate.OPEN:
        return None
    if route.gate is Gate.SYSTEM:  # nobody with a browser is one
        return Answer.ABSENT
    return Answer.SIGN_IN if not who.signed_in else BEHIND[route.gate](route, who, name)


def _at_post(route: Route, who: Knocker, _name: str) -> Answer | None:
    if not route.roles & who.works_as:
        return Answer.ABSENT
    return None if who.two_steps else Answer.SECOND_STEP


def _agent_or_proven(_route: Route, who: Knocker, _name: str) -> Answer | None:
    agent = Role.AGENT in who.works_as
    if not who.is_proven and not agent:
        return Answer.PROVE
    return Answer.SECOND_STEP if agent and not who.two_steps else None


def _concerned(_route: Route, who: Knocker, name: str) -> Answer | None:
    """An agent who is named comes as the official he is; everybody else as a citizen."""
    if name != who.name or Role.AGENT not in who.works_as:
        return None if who.is_proven else Answer.PROVE
    return None if who.two_steps else Answer.SECOND_STEP


BEHIND: Mapping[Gate, Callable[[Route, Knocker, str], Answer | None]] = {
    Gate.SIGNED_IN: lambda _route, _who, _name: None,
    Gate.LIBRARY: lambda _route, _who, _name: None,
    Gate.PROVEN: lambda _route, who, _name: None if who.is_proven else Answer.PROVE,
    Gate.REPRESENTED: _agent_or_proven,
    Gate.CONCERNED: _concerned,
    Gate.POST: _at_post,
}
