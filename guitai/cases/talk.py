"""Messages of a case: the applicant and the office write to each other, officials write notes among themselves.

Whoever reads paper is told by letter that a message waits; what it says stands only behind sign-in.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from guitai.cases import aftermath, queries
from guitai.cases.models import Case
from guitai.work import actions as work
from guitai.work import queries as items
from guitai.work.flow import Aftermath
from guitai.work.models import Message
from guitai.work.terms import Audience, Mover

TOLD = Aftermath(notice="message")
LONGEST = 5000


@dataclass(frozen=True)
class Line:
    """One message as a page shows it; ``is_new`` when this reader's side has not read it yet."""

    at: datetime
    who: str
    text: str
    from_applicant: bool
    is_new: bool
    read_at: datetime | None


@transaction.atomic
def write(case: Case, text: str, *, audience: Audience, author: Mover, now: datetime) -> None:
    """The message stands with the case; an official's to the applicant is told by notice. Raises MoveRefused."""
    message = work.write_message(case.item, text[:LONGEST], audience=audience, author=author, now=now)
    if audience is Audience.APPLICANT and not message.from_applicant:
        service = queries.service_of(case)
        aftermath.tell(case, service, TOLD, actor=author.ref, now=now, more={"official": author.words})


def of_applicant(case: Case) -> tuple[Line, ...]:
    """Answer what the applicant may read: never a note among officials."""
    return _lines(items.messages(case.item, audience=Audience.APPLICANT), new_from_applicant=False)


def of_officials(case: Case) -> dict[Audience, tuple[Line, ...]]:
    """Answer everything that was written, by who may read it."""
    written = items.messages(case.item)
    return {
        audience: _lines([each for each in written if each.audience == audience], new_from_applicant=True)
        for audience in Audience
    }


def unread_by_applicant(case: Case) -> int:
    return sum(line.is_new for line in of_applicant(case))


def _lines(messages: Collection[Message], *, new_from_applicant: bool) -> tuple[Line, ...]:
    return tuple(
        Line(
            at=message.at,
            who=message.author_words,
            text=str(message.text),
            from_applicant=message.from_applicant,
            is_new=message.read_at is None
            and message.from_applicant is new_from_applicant
            and message.audience == Audience.APPLICANT,
            read_at=message.read_at,
        )
        for message in messages
    )
