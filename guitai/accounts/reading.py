"""Every request reads in the open: whose data it opened for somebody else is recorded before the answer leaves."""

from collections.abc import AsyncIterator, Callable, Iterator
from typing import cast

from django.http import HttpRequest
from django.http.response import HttpResponseBase, StreamingHttpResponse

from guitai.accounts.access import VisitorRequest
from guitai.accounts.terms import Official, Role
from guitai.audit import purposes, viewing
from guitai.core import reading
from guitai.core.reading import Reading

VISITOR = "visitor"
OFFICES = ("desk", "api")  # whoever comes there comes for an agency
AT_THE_COUNTER = ("accounts:counter", "accounts:number")
MOST = 20  # signs of a case number; what somebody typed into an address may be longer
Handler = Callable[[HttpRequest], HttpResponseBase]


class ReadInTheOpen:
    """Open a reading for the request; close it, with its record, before the first byte of the answer."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with reading.begin(actor=VISITOR) as one:
            response = self.get_response(request)
            say_who(one, request)
            close(one)
        if isinstance(response, StreamingHttpResponse):
            response.streaming_content = _in_the_open(response.streaming_content, one)
        return response


def say_who(one: Reading, request: HttpRequest) -> None:
    """The reading knows its actor, under which references she is herself, and why she came this way."""
    visitor = cast("VisitorRequest", request)
    account, person = getattr(visitor, "account", None), getattr(visitor, "person", None)
    if account is None and request.__dict__.get("user") is not None and request.user.is_authenticated:
        account = request.user  # has signed in just now
    if account is not None:
        one.actor = account.ref
    if person is not None:
        one.selves.add(person.ref)
    match = request.resolver_match
    route = match.view_name if match else ""
    use = purposes.of_route(route)
    one.detail["route"] = route
    if match and match.kwargs.get("reference"):
        one.thing = f"case:{match.kwargs['reference'][:MOST]}"
    official = getattr(visitor, "official", None)
    if official is not None and _for_an_office(route, official, person is not None):
        one.agency, one.detail["post"] = official.posts[0].agency_code, official.posts[0].ref
    else:
        one.own_matter = True
    one.purpose, one.basis, one.detail["kind"] = use.purpose, purposes.basis_of(use), str(use.kind)


def close(one: Reading) -> None:
    """Whoever was looked at has her record; raises NotReading where nobody has said why, and then nothing leaves."""
    if one.own_matter:  # somebody signs in: the second factor of whom she is about to be
        one.selves.update(subject for subject in one.subjects if subject.startswith("account:"))
    viewing.write(one)


def _for_an_office(route: str, official: Official, has_person: bool) -> bool:
    if route.partition(":")[0] in OFFICES or route in AT_THE_COUNTER:
        return True
    return official.may(Role.AGENT) and not has_person


def _in_the_open(chunks: Iterator[bytes] | AsyncIterator[bytes], one: Reading) -> Iterator[bytes]:
    """Answer the pieces; whatever a piece opens is recorded before that piece leaves."""
    pieces = cast("Iterator[bytes]", chunks)
    while True:
        with reading.resumed(one):
            piece = next(pieces, None)
            close(one)
        if piece is None:
            return
        yield piece
