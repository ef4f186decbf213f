"""Who may give a consent, and whether it covers a question: pure functions, tested as tables."""

from dataclasses import dataclass
from datetime import date

GIVERS = {
    # kind of the giver's reference → must it be the very person concerned?
    "person": True,
    "account": False,  # the page has checked that the account is bound to the person
}


@dataclass(frozen=True)
class Scope:
    """What a consent covers, without the database."""

    subject: str
    service: str
    facts: frozenset[str]
    since: date
    until: date
    revoked_on: date | None


def may_give(*, subject: str, given_by: str) -> bool:
    """Officials never consent for a citizen; agents come with signatures."""
    must_be_self = GIVERS.get(given_by.partition(":")[0])
    return must_be_self is not None and subject.startswith("person:") and (not must_be_self or given_by == subject)


def covers(scope: Scope, *, subject: str, service: str, fact: str, on: date) -> bool:
    return (
        scope.subject == subject
        and scope.service == service
        and fact in scope.facts
        and scope.since <= on <= scope.until
        and (scope.revoked_on is None or on < scope.revoked_on)
    )
