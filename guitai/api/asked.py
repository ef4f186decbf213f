"""What the data tracker asks, checked: about whom, for whom, from when to when, which part."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest

from guitai.core import identifiers
from guitai.core.terms import IdentifierWrong

COUNTRY = "TW"
MOST = 1000
LARGEST = 2**31 - 1  # int32, as the interface says


class QuestionWrong(ValueError):
    """A part of the question is missing or cannot be; the sentence names it."""


@dataclass(frozen=True)
class Asked:
    """One question, with numbers in their normal form."""

    user: str
    subject: str
    since: datetime | None
    until: datetime | None
    offset: int
    limit: int


def read(request: HttpRequest) -> Asked:
    """Answer the question; raises QuestionWrong."""
    since, until = _moment(request, "periodStart"), _moment(request, "periodEnd")
    if since and until and since > until:
        raise QuestionWrong("periodStart is after periodEnd")
    return Asked(
        user=_number(request.headers.get("X-Road-UserId", ""), "X-Road-UserId"),
        subject=_number(request.GET.get("userCode", ""), "userCode"),
        since=since,
        until=until,
        offset=_count(request, "offset", 0, LARGEST),
        limit=_count(request, "limit", MOST, MOST),
    )


def _number(typed: str, name: str) -> str:
    try:
        return identifiers.national_number(typed.removeprefix(COUNTRY))
    except IdentifierWrong as wrong:
        raise QuestionWrong(f"{name} is no national number, with or without {COUNTRY} before it") from wrong


def _moment(request: HttpRequest, name: str) -> datetime | None:
    typed = request.GET.get(name, "")
    if not typed:
        return None
    try:
        found = datetime.fromisoformat(typed)
    except ValueError as wrong:
        raise QuestionWrong(f"{name} is no time such as 2021-01-31T10:20:30Z") from wrong
    if found.tzinfo is None:
        raise QuestionWrong(f"{name} says no time zone, such as Z at its end")
    return found


def _count(request: HttpRequest, name: str, usual: int, most: int) -> int:
    typed = request.GET.get(name, "")
    if not typed:
        return usual
    if not (typed.isascii() and typed.isdigit()) or int(typed[:12]) > LARGEST:
        raise QuestionWrong(f"{name} is no whole number from 0 to {LARGEST}")
    return min(int(typed), most)
