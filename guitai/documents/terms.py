"""Words of official letters: who issues, to whom, what is in them, and what can be wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class DocumentError(Exception):
    """Anything about letters that its reader can act on."""


class LetterTemplateWrong(DocumentError):
    """A letter of a service cannot be read; says file, key and what to change."""

    def __init__(self, source: str, key: str, problem: str) -> None:
        super().__init__(f"{source}: {key}: {problem}")


class LetterIncomplete(DocumentError):
    """A decision lacks what the Administrative Procedure Act demands; ``missing`` names each element."""

    def __init__(self, missing: tuple[str, ...]) -> None:
        self.missing = missing
        super().__init__("The letter is not complete: " + "; ".join(missing))


class DocumentNotFound(DocumentError):
    """No document has this reference."""


class AlreadyVoid(DocumentError):
    """The document was voided before."""


class Signing(StrEnum):
    HEAD = "head"  # the head's name and the agency's seal
    SEAL_ONLY = "seal_only"  # automated mass decision: the seal alone suffices (行政程序法 §96 I 4)


class Readiness(StrEnum):
    BEING_PREPARED = "being_prepared"
    READY = "ready"
    VOID = "void"


READINESS_WORDS = {
    Readiness.BEING_PREPARED: _("Being prepared"),
    Readiness.READY: _("Ready"),
    Readiness.VOID: _("Void"),
}


@dataclass(frozen=True)
class Issuer:
    """The deciding agency as its letters show it; ``word`` is the 字 of its numbers, such as 府社助."""

    code: str
    name: str
    word: str
    address: str
    phone: str
    head_title: str
    head_name: str
    remedy_agency: str  # the higher agency an appeal goes to (訴願管轄機關)
    contact: str = ""  # the official who handles the case
    email: str = ""
    fax: str = ""


@dataclass(frozen=True)
class Addressee:
    """The person a decision is about, as §96 asks it to be named; ``sex`` is female (F) or male (M)."""

    person: str  # person ref
    name: str
    born: date
    sex: str
    number: str
    address: str


@dataclass(frozen=True)
class LetterTemplate:
    """A letter of a service as its folder describes it, with ``{{ name }}`` places."""

    kind: str
    title: str
    decision: bool
    subject: str
    facts: tuple[str, ...]
    reasons: tuple[str, ...]
    legal_basis: tuple[str, ...]
    conditions: tuple[str, ...]
    notes: tuple[str, ...]
    remedy: tuple[str, ...]
    signing: Signing
    speed: str
    retention_years: str
    copies: tuple[str, ...]
    attachments: tuple[str, ...]
    data: Mapping[str, str]  # declared name -> what it means
    source: str


@dataclass(frozen=True)
class LetterOrder:
    """Everything needed to issue one letter; ``data`` fills exactly the names the template declares."""

    template: LetterTemplate
    issuer: Issuer
    addressee: Addressee
    thing: str
    data: Mapping[str, str]
    actor: str
    issued_on: date
    file_number: str = ""
    basis: str = ""  # the legal ground recorded in the audit


@dataclass(frozen=True)
class LetterContent:
    """The words of one letter, fixed for ever when its number is given; JSON goes in and out of it."""

    title: str
    agency: str
    agency_address: str
    contact: str
    phone: str
    fax: str
    email: str
    number: str
    issued_on: str  # ISO day
    speed: str
    file_number: str
    retention_years: str
    addressee: str
    born: str  # ISO day
    sex: str
    national_number: str
    address: str
    subject: str
    decision: bool
    facts: tuple[str, ...]
    reasons: tuple[str, ...]
    legal_basis: tuple[str, ...]
    conditions: tuple[str, ...]
    notes: tuple[str, ...]
    remedy: tuple[str, ...]
    copies: tuple[str, ...]
    attachments: tuple[str, ...]
    seal: str
    signed_title: str
    signed_name: str
    signing: str = field(default=Signing.HEAD.value)
