"""Requests that nobody sane would send, over every route: what forms ask for, changed, doubled, left out, poisoned.

Seeded: the same seed and number give the same request, so that a failure can be sent again.
"""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import NoReverseMatch, reverse

from tests.security.county import Address, all_undone
from tests.security.people import KNOCKERS
from tests.security.probing import METHODS, Prober
from tests.security.reach import Answer, expected
from tests.security.routes import ROUTES, Route

NAMES = re.compile(r'<(?:input|select|textarea|button)\b[^>]*?\bname="([^"]+)"(?:[^>]*?\bvalue="([^"]*)")?')
HOSTILE: tuple[str, ...] = (
    *("", " ", "0", "-1", "1e400", "NaN", "Infinity", "-0", "9" * 400, "1" * 10_000, "0x10", "１２３", "٣", "½", "1.5"),
    *("\x00", "a\x00b", "\ud800", "\x1b[31m", "\x7f", "\u2028", "\ufeff", "\u202e", "\u200d" * 50, "e\u0301", "ﬁ"),
    *("𠮷", "𱁬", "\ufa64", "賓\U000e0101", "\ue000", "\U000f0000", "堃喆", "㐂" * 2_000),
    *("2026-02-30", "0000-00-00", "民國0年1月1日", "10000-01-01", "115/13/40", "-115.1.1", "2026-11-22T25:61:61"),
    *("'", '"', "' OR 1=1--", "{{7*7}}", "{% load x %}", "%(x)s", "${jndi:x}", "<script>alert(1)</script>", "=1+1"),
    *("../../etc/passwd", "file:///etc/passwd", "http://169.254.169.254/", "\r\nSet-Cookie: a=b", "a" * 60_000),
    *("[" * 3_000, '{"a":' * 500, "null", "true", "[]", "{}", "undefined", "None", "unknown", "yes", "A123456789"),
    *("00000000-0000-4000-8000-000000000000", "case:1", "person:1", "-" * 300, "%00", "%", "%%%", "\\", "|", ";"),
)
EXTRA = (
    *("status", "owner", "is_staff", "amount", "tenant", "next", "page", "q", "person", "sort", "fields", "expand"),
    *("csrfmiddlewaretoken", "_method", "pass", "office", "since", "until", "day", "before", "who", "show", "stage"),
)
TYPES = (
    "application/json",
    "text/xml",
    "multipart/form-data",
    "multipart/form-data; boundary=x",
    "text/plain; charset=x",
)
HEADERS = (
    ("HTTP_ACCEPT_LANGUAGE", "x" * 600),
    ("HTTP_ACCEPT_LANGUAGE", "zh-\x00,en;q=nan"),
    ("HTTP_X_FORWARDED_FOR", "' OR 1=1, 999.1.1.1"),
    ("HTTP_REFERER", "javascript:alert(1)"),
    ("HTTP_USER_AGENT", "\x1b[31m" + "u" * 3_000),
    ("HTTP_IF_NONE_MATCH", '"' * 100),
    ("HTTP_IF_MODIFIED_SINCE", "Thu, 99 Foo 99999 99:99:99 GMT"),
    ("HTTP_RANGE", "bytes=9999999999999-0,-1"),
    ("HTTP_COOKIE", "sessionid=\x80; " + "a=b; " * 500),
    ("HTTP_HX_REQUEST", "true"),
    ("HTTP_AUTHORIZATION", "Bearer ....."),
)


COMES_IN = frozenset({Answer.REACHED})


@dataclass
class Fuzzer:
    """Sends request after request, and leaves the county as it was."""

    prober: Prober
    forms: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)

    def learn(self) -> None:
        """Every page that somebody reaches has told which fields it sends."""
        for route in ROUTES:
            for thing, _address in self._things(route):
                who = next((each for each in KNOCKERS if expected(route, "GET", each, thing) == COMES_IN), None)
                if who is not None:
                    self.forms[route.name, thing] = self._fields(route, thing, who.name)

    def _fields(self, route: Route, thing: str, who: str) -> dict[str, str]:
        if "GET" not in route.methods:
            return {}
        answer = self._send(who, "GET", self._path(route, thing), {}, {})
        if answer.status_code != HTTPStatus.OK or answer.streaming or "html" not in answer.headers["Content-Type"]:
            return {}
        page = answer.content.decode(errors="replace").partition("<main")[2]
        return {name: value or "" for name, value in NAMES.findall(page) if name != "csrfmiddlewaretoken"}

    def _things(self, route: Route) -> list[tuple[str, Address]]:
        return list(self.prober.county.things.get(route.thing, {"": {}}).items())

    def _path(self, route: Route, thing: str) -> str:
        address = self.prober.county.things.get(route.thing, {}).get(thing, {})
        pattern: Any = self.prober.patterns[route.name].pattern
        said = dict.fromkeys(pattern.converters or pattern.regex.groupindex, "1") | {**address, **route.fixed}
        wanted = {key: said[key] for key in pattern.converters or pattern.regex.groupindex}
        try:
            return reverse(route.name, kwargs=wanted)
        except NoReverseMatch:  # an address of the library's, for a thing that nobody has
            return f"/accounts/{route.name}/"

    def faults(self, seed: int, count: int) -> Iterator[str]:
        """Send so many requests; answer what failed, with how to send it again."""
        for nth in range(count):
            dice = random.Random(f"{seed}.{nth}")
            route = dice.choice(ROUTES)
            fault = self._one(dice, route)
            if fault:
                yield f"seed {seed}, request {nth}, {route.name}: {fault}"

    def _one(self, dice: random.Random, route: Route) -> str:
        thing = dice.choice(self._things(route))[0]
        who = dice.choice(KNOCKERS).name
        method = dice.choice((*METHODS, "POST", "POST", "GET", "GET", "PATCH"))
        path = self._path(route, thing)
        if dice.random() < 0.15:
            path = poisoned(dice, path)
        told = dict(self.forms.get((route.name, thing), {})) | dict(route.body)
        spoil(dice, told)
        extra = dict([dice.choice(HEADERS)]) if dice.random() < 0.2 else {}
        try:
            answer = self._send(who, method, path, told, extra, dice)
        except Exception as problem:  # noqa: BLE001 - whatever it is, it is the finding
            return f"{method} {path[:200]} as {who}: {type(problem).__name__}: {problem}"
        if answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            reason = getattr(answer, "exc_info", None) or ("", "", "")
            return f"{method} {path[:200]} as {who}: {answer.status_code} {reason[0]} {reason[1]!s:.300}"
        return ""

    def _send(
        self, who: str, method: str, path: str, told: dict[str, Any], extra: dict[str, str], dice: Any = None
    ) -> Any:
        client = self.prober.dressed(who)
        with all_undone():
            if method == "GET":
                answer: Any = client.get(path, clean(told), **extra)
            elif method == "POST" and dice is not None and dice.random() < 0.15:
                body = dice.choice(HOSTILE).encode("utf-8", "surrogatepass") + dice.randbytes(dice.randint(0, 300))
                answer = client.generic("POST", path, body, content_type=dice.choice(TYPES), **extra)
            elif method == "POST":
                answer = client.post(path, clean(told), **extra)
            else:
                answer = client.generic(method, path, **extra)
            if answer.streaming:
                b"".join(answer.streaming_content)
            transaction.set_rollback(True)
        return answer


def clean(told: dict[str, Any]) -> dict[str, Any]:
    """A lone surrogate cannot be encoded by an honest client; it goes as the bytes that a dishonest one sends."""
    return {key: each.replace("\ud800", "\ufffd") if isinstance(each, str) else each for key, each in told.items()}


def spoil(dice: random.Random, told: dict[str, Any]) -> None:
    """Some fields are poisoned, some missing, some nobody asked for."""
    for name in list(told):
        chance = dice.random()
        if chance < 0.25:
            told[name] = dice.choice(HOSTILE)
        elif chance < 0.35:
            del told[name]
        elif chance < 0.4:
            told[name] = upload(dice)
    for _each in range(dice.randint(0, 2)):
        told[dice.choice(EXTRA)] = dice.choice(HOSTILE)


def upload(dice: random.Random) -> SimpleUploadedFile:
    starts = (b"%PDF-1.7\n", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"PK\x03\x04", b"<svg onload=x>", b"")
    file = SimpleUploadedFile("x", dice.choice(starts) + dice.randbytes(dice.randint(0, 2_000)))
    name = dice.choice(("a.pdf", "../a.jpg", "a\x00.png", "\u202egpj.exe", "a" * 300 + ".pdf", ".", "💣.jpg", ""))
    vars(file)["_name"] = name  # past the check of an honest client
    return file


def poisoned(dice: random.Random, path: str) -> str:
    """One part of the address says something else."""
    parts = path.strip("/").split("/")
    parts[dice.randrange(len(parts))] = quote(dice.choice(HOSTILE)[:300].encode("utf-8", "surrogatepass"), safe="")
    return "/" + "/".join(parts) + dice.choice(("/", "", "//", "/?x"))
