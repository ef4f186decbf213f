"""Who knocks at the doors of the matrix: citizens, who acts for them, and officials of two townships and the county."""

from dataclasses import dataclass
from enum import StrEnum

from guitai.accounts.terms import Role

MARKET, TOWN, COUNTY = "10007100", "10007010", "10007-SW"
"""The township of the mother and her neighbour, the one of the stranger, and the owning agency of both services."""
STANDS_IN, STOOD_IN, WILL_STAND_IN = "stands_in", "stood_in", "will_stand_in"


class Held(StrEnum):
    """Since and until when somebody holds the post."""

    NOW = "now"
    OVER = "over"
    COMING = "coming"
    NEVER = "never"


@dataclass(frozen=True)
class Knocker:
    """Somebody with a browser. ``story`` is the person she is proven to be; ``roles`` those of her own post."""

    name: str
    story: str = ""
    signed_in: bool = True
    roles: frozenset[Role] = frozenset()
    agency: str = ""
    held: Held = Held.NOW
    deputy: Held = Held.NEVER
    """Whether she stands in for ``reviewer_market``."""
    two_steps: bool = True
    extra_number: str = ""
    """Proven, but in no story: registered under this number."""

    @property
    def works_as(self) -> frozenset[Role]:
        """Answer what she may do in an office today."""
        own = self.roles if self.held is Held.NOW else frozenset[Role]()
        return own | (frozenset({Role.FIRST_REVIEW}) if self.deputy is Held.NOW else frozenset())

    @property
    def is_proven(self) -> bool:
        return bool(self.story or self.extra_number)


def _official(name: str, role: Role, agency: str, **more: object) -> Knocker:
    return Knocker(name, roles=frozenset({role}), agency=agency, **more)  # type: ignore[arg-type]  # as Knocker says


CITIZENS = (
    Knocker("visitor", signed_in=False),
    Knocker("newcomer"),
    Knocker("mother", story="elder_widow"),
    Knocker("stranger", story="share_30"),
    Knocker("refused_man", story="refused_60"),
    Knocker("daughter", story="elder_daughter"),
    Knocker("nephew", story="rare_name"),
    Knocker("former_helper", story="student_child"),
    Knocker("late_helper", story="conscript_son"),
    Knocker("guardian", story="disabled_severe_0"),
    Knocker("helper_at_town", story="indigenous_name"),
)
AGENTS = (
    _official("agent", Role.AGENT, MARKET),
    _official("agent_alone", Role.AGENT, MARKET),
    _official("agent_revoked", Role.AGENT, MARKET),
    _official("agent_gone", Role.AGENT, MARKET, held=Held.OVER),
    _official("agent_one_step", Role.AGENT, MARKET, two_steps=False),
)
OFFICIALS = (
    _official("counter_market", Role.COUNTER, MARKET),
    _official("counter_town", Role.COUNTER, TOWN),
    _official("counter_guardian", Role.COUNTER, MARKET, story="divorced_single_parent"),
    _official("reviewer_market", Role.FIRST_REVIEW, MARKET),
    _official("reviewer_town", Role.FIRST_REVIEW, TOWN),
    _official("reviewer_self", Role.FIRST_REVIEW, MARKET, story="share_45"),
    _official("reviewer_husband", Role.FIRST_REVIEW, MARKET, extra_number="N198492492"),
    _official("reviewer_one_step", Role.FIRST_REVIEW, MARKET, two_steps=False),
    _official("reviewer_gone", Role.FIRST_REVIEW, MARKET, held=Held.OVER),
    _official("reviewer_coming", Role.FIRST_REVIEW, MARKET, held=Held.COMING),
    _official("approver_market", Role.APPROVE, MARKET),
    _official("approver_county", Role.APPROVE, COUNTY),
    _official("chief_market", Role.SUPERVISOR, MARKET),
    _official("chief_town", Role.SUPERVISOR, TOWN),
    _official("chief_county", Role.SUPERVISOR, COUNTY),
    _official("letters_market", Role.LETTERS, MARKET),
    _official("letters_county", Role.LETTERS, COUNTY),
    _official("auditor", Role.AUDITOR, COUNTY),
    _official("administrator", Role.ADMINISTRATOR, COUNTY),
    _official("deputy", Role.COUNTER, MARKET, deputy=Held.NOW),
    _official("former_deputy", Role.COUNTER, MARKET, deputy=Held.OVER),
    _official("coming_deputy", Role.LETTERS, TOWN, deputy=Held.COMING),
)
KNOCKERS: tuple[Knocker, ...] = (*CITIZENS, *AGENTS, *OFFICIALS)
WHO = {knocker.name: knocker for knocker in KNOCKERS}
