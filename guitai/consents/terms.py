"""Words of this package: who acts for whom, how it was agreed, on what ground somebody may be asked about."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

REVOKED_AT_COUNTER = "consent.revoked_at_counter"  # in the audit: by an official, on the wish of the person present
MOST_REPRESENTATIVES = 3  # 行政程序法 §24: a party may empower three agents at most in one matter


class Capacity(StrEnum):
    """As what somebody acts for the person concerned."""

    SELF = "self"
    AGENT = "agent"  # 資訊代理人: an official, for example of the village
    RELATIVE = "relative"
    GUARDIAN = "guardian"  # a court has appointed her


class Means(StrEnum):
    """How the person showed that she agrees."""

    OWN_ACCOUNT = "own_account"
    SIGNATURE = "signature"  # drawn by hand on glass
    PHONE_CODE = "phone_code"  # a code sent to her own telephone
    WITNESSED_MARK = "witnessed_mark"  # 民法 §3: a mark that two persons attest


@dataclass(frozen=True)
class Point:
    x: float
    y: float
    t: float = 0  # milliseconds since the pen first touched
    pressure: float = 0


Stroke = tuple[Point, ...]
Strokes = tuple[Stroke, ...]


@dataclass(frozen=True)
class Representative:
    """Who may act: ``account:…`` for an agent, ``person:…`` for a relative or guardian."""

    ref: str
    name: str
    capacity: Capacity
    relation: str = ""
    may_withdraw: bool = False  # withdrawing an application must be allowed by name (行政程序法 §24)


@dataclass(frozen=True)
class Witness:
    """Who saw the mark being made, and signed by hand for it."""

    name: str
    strokes: Strokes
    ref: str = ""


@dataclass(frozen=True)
class Signed:
    """How the person agreed: what is kept as evidence."""

    means: Means
    at: datetime
    place: str = ""
    address: str = ""  # of the network
    device: str = ""
    strokes: Strokes = ()
    image: bytes = b""  # PNG; drawn here from the strokes when left empty
    phone: str = ""
    witness: str = ""  # account of the official before whom it was done
    witness_name: str = ""
    witnesses: tuple[Witness, ...] = ()  # the two of a witnessed mark
    papers: tuple[str, ...] = ()  # files: the ruling that appoints a guardian


@dataclass(frozen=True)
class Consented:
    """The person agreed; the consent says to what."""

    consent_id: str

    kind = "consent"

    @property
    def reference(self) -> str:
        return self.consent_id


@dataclass(frozen=True)
class Statute:
    """The law says so: ``D0050167 §13``, the number of the law and the article."""

    article: str

    kind = "statute"

    @property
    def reference(self) -> str:
        return self.article


Basis = Consented | Statute


class ConsentRefused(Exception):
    """The consent cannot be given or taken back like this; the sentence says why."""


class StrokesRefused(ConsentRefused):
    """What was drawn is no signature; the sentence says what to do."""


class CodeRefused(ConsentRefused):
    """The code is not the one that was sent, or no longer good."""
