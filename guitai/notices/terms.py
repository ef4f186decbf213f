"""Words of telling people: what is told, to whom, by which way, and how an attempt ended."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum, auto

from django.utils.translation import gettext_lazy as _


class NoticeError(Exception):
    """Anything about notices that its reader can act on."""


class NoticeTemplateWrong(NoticeError):
    """A notice of a service cannot be read; says file, key and what to change."""

    def __init__(self, source: str, key: str, problem: str) -> None:
        super().__init__(f"{source}: {key}: {problem}")


class NoWay(NoticeError):
    """Somebody has neither an e-mail address nor a postal address, so nobody can tell her."""


class NoMobile(NoticeError):
    """A text message goes to a Taiwanese mobile number, and to no other."""


class TextRefused(NoticeError):
    """A text message says something, and not more than fits."""


class LinkNotOurs(NoticeError):
    """A notice may only lead to pages of this site."""


class BatchRefused(NoticeError):
    """The print batch cannot be made, or is not in the state for this step."""


class Channel(StrEnum):
    MAIL = "mail"
    PRINT = "print"
    SMS = "sms"


class Status(StrEnum):
    """How far a notice or one attempt is; the words are those of GOV.UK Notify, and one more."""

    CREATED = "created"
    SENDING = "sending"
    DELIVERED = "delivered"  # the next mail server took it, or the batch was posted
    PERMANENT_FAILURE = "permanent-failure"  # the address refuses for good
    TEMPORARY_FAILURE = "temporary-failure"  # tried again by itself
    TECHNICAL_FAILURE = "technical-failure"  # we gave up
    UNKNOWN = "unknown"  # it may have arrived: never repeated by itself


STATUS_WORDS = {
    Status.CREATED: _("Waiting to be sent"),
    Status.SENDING: _("Being sent"),
    Status.DELIVERED: _("Sent out"),
    Status.PERMANENT_FAILURE: _("The address does not exist"),
    Status.TEMPORARY_FAILURE: _("Not sent yet; it will be tried again"),
    Status.TECHNICAL_FAILURE: _("Could not be sent"),
    Status.UNKNOWN: _("Perhaps sent: nobody can tell"),
}
WAITING = frozenset({Status.CREATED, Status.TEMPORARY_FAILURE})
TROUBLED = frozenset({Status.PERMANENT_FAILURE, Status.TECHNICAL_FAILURE, Status.UNKNOWN})


class Fate(Enum):
    """What became of one attempt to hand something over."""

    TAKEN = auto()
    REFUSED = auto()
    LATER = auto()
    UNKNOWN = auto()


@dataclass(frozen=True)
class Outcome:
    """How an attempt ended; ``reason`` is a code such as "550" or "TimeoutError", never a server's words."""

    fate: Fate
    reason: str = ""


class PrintState(StrEnum):
    WAITING = "waiting"
    IN_BATCH = "in_batch"
    POSTED = "posted"


class BatchState(StrEnum):
    BEING_PREPARED = "being_prepared"
    READY = "ready"
    PRINTED = "printed"
    POSTED = "posted"


BATCH_WORDS = {
    BatchState.BEING_PREPARED: _("Being prepared"),
    BatchState.READY: _("Ready to print"),
    BatchState.PRINTED: _("Printed"),
    BatchState.POSTED: _("Posted"),
}


@dataclass(frozen=True)
class Recipient:
    """Whom to tell; without an e-mail address the notice goes to the print queue. ``language`` is zh or en."""

    person: str
    name: str
    email: str = ""
    postal_address: str = ""
    language: str = "zh"


@dataclass(frozen=True)
class Sender:
    """The agency that tells, and who there is responsible by name."""

    agency_code: str
    agency_name: str
    address: str
    phone: str
    responsible: str


@dataclass(frozen=True)
class Words:
    """One language of a notice."""

    subject: str
    happened: str
    to_do: str
    by_when: str


@dataclass(frozen=True)
class NoticeTemplate:
    kind: str
    words: Mapping[str, Words]  # by language
    data: Mapping[str, str]  # declared name -> what it means
    source: str


@dataclass(frozen=True)
class Notice:
    """What to tell once; ``path`` is a page of this site, ``enclosure`` a document printed behind the notice."""

    template: NoticeTemplate
    recipient: Recipient
    sender: Sender
    thing: str
    data: Mapping[str, str]
    actor: str
    path: str = ""
    enclosure: str = ""


@dataclass(frozen=True)
class TextMessage:
    """A short text to a mobile telephone; ``thing`` is what it is about, such as a consent or a case."""

    to: str
    text: str
    thing: str
    actor: str


@dataclass(frozen=True)
class NoticeContent:
    """The words as they go out, in one language."""

    language: str
    subject: str
    greeting: str
    sections: tuple[tuple[str, str], ...]  # heading, text
    link_words: str
    link: str
    closing: str
