"""One probe of the matrix: an address, a method, somebody; what comes back, and whether anything was written."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from http.cookies import SimpleCookie
from typing import Any

from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.security.county import ABSENT, County, all_undone
from tests.security.people import KNOCKERS, Knocker
from tests.security.reach import Answer, at_the_gate, expected
from tests.security.routes import DEMO, EVERY, Gate, Route, Thing

METHODS = ("GET", "HEAD", "POST", "OPTIONS", "PUT", "DELETE")
GATES = {
    "/accounts/login/": Answer.SIGN_IN,
    "/accounts/reauthenticate/": Answer.REACHED,
    "/identity/": Answer.PROVE,
    "/accounts/2fa/": Answer.SECOND_STEP,
}
STATUSES = {
    HTTPStatus.NOT_FOUND: Answer.ABSENT,
    HTTPStatus.METHOD_NOT_ALLOWED: Answer.NOT_THIS_WAY,
    HTTPStatus.FORBIDDEN: Answer.FORBIDDEN,
}
WRITES = re.compile(r"\s*(INSERT INTO|UPDATE|DELETE FROM)\s+\"?(?P<table>\w+)", re.IGNORECASE)
KEPT_FOR_EVERYBODY = frozenset({"django_session", "core_cache"})
CHANGES_EACH_TIME = re.compile(r'(csrfmiddlewaretoken" value="|nonce="|nonce-)[^"\']+')


@dataclass(frozen=True)
class Probe:
    route: Route
    method: str
    who: Knocker
    thing: str = ""

    def __str__(self) -> str:
        return f"{self.method} {self.route.name} {self.thing} as {self.who.name}"


@dataclass
class Met:
    """What came back: the answer, what a stranger could compare, and the tables that were written."""

    answer: Answer
    seen: tuple[object, ...]
    wrote: set[str] = field(default_factory=set)


def named_patterns() -> dict[str, URLPattern]:
    """Answer every pattern of the product by its full name."""

    def walk(resolver: URLResolver, space: str = "") -> Iterator[tuple[str, URLPattern]]:
        for each in resolver.url_patterns:
            if isinstance(each, URLResolver):
                yield from walk(each, f"{space}{each.namespace}:" if each.namespace else space)
            else:
                yield f"{space}{each.name}", each

    return dict(walk(get_resolver()))


def in_production(names: Mapping[str, URLPattern]) -> set[str]:
    return set(names) - set(DEMO)


def probes(route: Route, county_things: Mapping[Thing, Mapping[str, Any]]) -> Iterator[Probe]:
    """Everybody on every thing with each method the page answers, and in turn one of those it does not.

    Who does not come through the gate learns nothing of things: there two are enough.
    """
    things = sorted(county_things.get(route.thing, {"": {}}), key=lambda name: name != ABSENT)
    answered = {"GET", "POST"} if route.methods == EVERY else route.methods
    others = [method for method in METHODS if method not in answered]
    for at, who in enumerate(KNOCKERS):
        stopped = at_the_gate(route, who, "") is not None and route.gate is not Gate.CONCERNED
        for method in METHODS:
            if method in answered:
                yield from (Probe(route, method, who, thing) for thing in (things[:2] if stopped else things))
        yield Probe(route, others[at % len(others)], who, things[at % len(things)])


@dataclass
class Prober:
    """Knocks, and leaves the county as it was."""

    county: County
    patterns: dict[str, URLPattern] = field(default_factory=named_patterns)
    cookies: dict[str, SimpleCookie] = field(default_factory=dict)

    def begin(self) -> None:
        """Everybody's session is as it stands between two clicks."""
        for who in KNOCKERS:
            client = self.county.clients[who.name]
            client.get("/contact/")
            self.cookies[who.name] = SimpleCookie({key: each.value for key, each in client.cookies.items()})

    def address(self, probe: Probe) -> str:
        """Answer the address; what this pattern has no place for is left out."""
        thing = self.county.things.get(probe.route.thing, {}).get(probe.thing, {})
        pattern: Any = self.patterns[probe.route.name].pattern
        said = {**thing, **probe.route.fixed}
        wanted = set(pattern.converters) or set(pattern.regex.groupindex) or set(said)  # or the patterns above say it
        return reverse(probe.route.name, kwargs={key: each for key, each in said.items() if key in wanted})

    def dressed(self, who: str) -> Client:
        """Answer the browser of that name, with its cookies as they stand between two clicks."""
        client = self.county.clients[who]
        client.cookies = SimpleCookie(self.cookies[who])
        return client

    def knock(self, probe: Probe) -> Met:
        client, path = self.dressed(probe.who.name), self.address(probe)
        wrote: set[str] = set()

        def noted(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
            answered, found = execute(sql, params, many, context), WRITES.match(str(sql))
            if found and context["cursor"].rowcount:  # an update of no row writes nothing
                wrote.add(found["table"])
            return answered

        with all_undone(), connection.execute_wrapper(noted):
            answer: Any = (
                client.post(path, dict(probe.route.body))
                if probe.method == "POST"
                else client.generic(probe.method, path)
            )
            if answer.streaming:
                b"".join(answer.streaming_content)
            transaction.set_rollback(True)
        return Met(answer_of(answer), seen_in(answer, path), wrote - KEPT_FOR_EVERYBODY)

    def wrong(self, probe: Probe, met: Met, absent: Met | None) -> str:
        """Answer what is wrong with what was met; nothing where it is as it shall be."""
        allowed = expected(probe.route, probe.method, probe.who, probe.thing)
        if met.answer not in allowed:
            return f"{probe}: {met.answer.name}, expected {sorted(each.name for each in allowed)}"
        if met.answer is not Answer.REACHED and met.wrote and probe.route.methods != EVERY:
            return f"{probe}: refused, and yet it wrote {sorted(met.wrote)}"
        named = probe.route.gate is Gate.CONCERNED and probe.thing == probe.who.name  # knows that it is there
        if met.answer is Answer.ABSENT and absent is not None and not named and met.seen != absent.seen:
            return f"{probe}: what is foreign looks otherwise than what is absent"
        return ""


def run(prober: Prober, route: Route) -> tuple[int, list[str]]:
    """Answer how many probes were made on this route, and what was wrong."""
    absent: dict[tuple[str, str], Met] = {}
    made, wrong = 0, list[str]()
    ordered = sorted(probes(route, prober.county.things), key=lambda probe: probe.thing != ABSENT)
    for probe in ordered:
        met, made = prober.knock(probe), made + 1
        if probe.thing == ABSENT:
            absent[probe.who.name, probe.method] = met
        wrong += filter(None, [prober.wrong(probe, met, absent.get((probe.who.name, probe.method)))])
    return made, wrong


def answer_of(answer: HttpResponse) -> Answer:
    if answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR and answer.status_code != HTTPStatus.SERVICE_UNAVAILABLE:
        return Answer.BROKEN
    if answer.status_code == HTTPStatus.FOUND:
        return GATES.get(answer.headers["Location"].partition("?")[0], Answer.REACHED)
    return STATUSES.get(HTTPStatus(answer.status_code), Answer.REACHED)


def seen_in(answer: HttpResponse, path: str) -> tuple[object, ...]:
    """Answer everything a stranger could compare, without what differs at every request."""
    if answer.status_code != HTTPStatus.NOT_FOUND:
        return (answer.status_code,)
    body = CHANGES_EACH_TIME.sub(r"\1", answer.content.decode(errors="replace")).replace(path, "PATH")
    headers = sorted((key, CHANGES_EACH_TIME.sub(r"\1", each)) for key, each in answer.headers.items())
    sizes = {"Content-Length"}
    return (answer.status_code, body, tuple(each for each in headers if each[0] not in sizes))
