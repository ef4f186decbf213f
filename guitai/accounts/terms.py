"""Words of this package: roles, levels of proof, what an official is."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from guitai.core.texts import Text


class Role(TextChoices):
    """What a post may be asked to do; roles follow functions, not rank."""

    COUNTER = "counter", _("Counter")
    AGENT = "agent", _("Agent for citizens")
    FIRST_REVIEW = "first_review", _("First review")
    APPROVE = "approve", _("Approval")
    SUPERVISOR = "supervisor", _("Supervisor")
    LETTERS = "letters", _("Letters and print queue")
    AUDITOR = "auditor", _("Auditor")
    ADMINISTRATOR = "administrator", _("Administrator")


class Assurance(TextChoices):
    """How surely an account is the person it says; the order is in ASSURANCE_ORDER."""

    NONE = "none", _("Not proven")
    SELF_STATED = "self_stated", _("Stated by the person")
    LETTER = "letter", _("Proven by letter to the registered address")
    COUNTER = "counter", _("Proven at the counter with the identity card")
    CERTIFICATE = "certificate", _("Proven by certificate")


ASSURANCE_ORDER = (
    Assurance.NONE,
    Assurance.SELF_STATED,
    Assurance.LETTER,
    Assurance.COUNTER,
    Assurance.CERTIFICATE,
)


class Channel(TextChoices):
    """The way a code reached the person."""

    COUNTER = "counter", _("At the counter")
    LETTER = "letter", _("By letter")


LEVEL_OF_CHANNEL = {Channel.COUNTER: Assurance.COUNTER, Channel.LETTER: Assurance.LETTER}


class AgencyKind(TextChoices):
    COUNTY = "county", _("County government")
    COUNTY_BUREAU = "county_bureau", _("Department of the county government")
    TOWNSHIP = "township", _("Township office")


class NumberKind(TextChoices):
    NATIONAL = "national", _("National identity number")
    RESIDENT_NEW = "resident_new", _("Resident number, new form")
    RESIDENT_OLD = "resident_old", _("Resident number, old form")


class Sex(TextChoices):
    MALE = "male", _("Male")
    FEMALE = "female", _("Female")
    UNKNOWN = "", _("Not recorded")


@dataclass(frozen=True)
class AgencyView:
    code: str
    name: str
    kind: AgencyKind
    parent_code: str
    head_title: str
    head_name: str
    address: str
    phone: str
    name_en: str = ""

    @property
    def title(self) -> Text:
        """Answer the name in the reader's language; letters take ``name``."""
        return Text(zh=self.name, en=self.name_en)


@dataclass(frozen=True)
class PostView:
    """A post as somebody acts for it; ``stands_in`` when the holder is away."""

    ref: str
    title: str
    unit: str
    agency_code: str
    agency_name: str
    roles: frozenset[Role]
    stands_in: bool = False


@dataclass(frozen=True)
class Official:
    """Who acts for an agency today, and in which posts."""

    account_ref: str
    name: str
    posts: tuple[PostView, ...]

    def may(self, role: Role, agency_code: str | None = None) -> bool:
        return any(role in post.roles and agency_code in (None, post.agency_code) for post in self.posts)

    def agencies(self, role: Role) -> frozenset[str]:
        """Answer the codes of the agencies where this official has the role."""
        return frozenset(post.agency_code for post in self.posts if role in post.roles)

    def post_for(self, role: Role, agency_code: str) -> PostView | None:
        """Answer the post in which this official acts; the own one before one stood in for."""
        fitting = [post for post in self.posts if role in post.roles and post.agency_code == agency_code]
        return min(fitting, key=lambda post: post.stands_in, default=None)


@dataclass(frozen=True)
class IssuedCode:
    """A code in the clear: shown or printed once, kept only as a keyed hash."""

    person_ref: str
    code: str
    expires: date


@dataclass(frozen=True)
class LetterAsked:
    """What somebody stated who waits for a code by letter; the number never shows in a log."""

    id: int
    number: str = field(repr=False)
    name: str = field(repr=False)
    born: date = field(repr=False)


@dataclass(frozen=True)
class StandInView:
    """Who acts for a post from the first day to the last, both included."""

    name: str
    first: date
    last: date
    id: int = 0


@dataclass(frozen=True)
class PostOnDuty:
    """A post as its supervisor sees it: who holds it, and who stands in now or later."""

    post: PostView
    holder: str
    stand_ins: tuple[StandInView, ...]


class AccountsRefusal(Exception):
    """Something may not be done; the sentence is for the person who asked."""


class CodeWrong(AccountsRefusal):
    """The number and the code do not belong together, or the code is no longer good."""


class AlreadyBound(AccountsRefusal):
    """The account or the person is bound otherwise, and this proof is too weak to change it."""


class CardDiffers(AccountsRefusal):
    """What stands on the card is not what we have recorded."""


class NumberTaken(AccountsRefusal):
    """The number is another person's."""


class TooManyRequests(AccountsRefusal):
    """Asked too often; the sentence says when to come again."""
