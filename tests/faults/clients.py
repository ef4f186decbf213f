"""People before their browsers: citizens who send until they have their number, officials who propose and decide.

Each request is a connection of its own. Whatever is not a clear answer is unknown, and is asked again.
"""

import http.client
import random
import re
import threading
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from urllib.parse import urlencode

from tests.faults.history import FAIL, INVOKE, OK, UNKNOWN, History
from tests.faults.seeding import Ready

TOKEN = "t" * 32
REASONS = "經審查符合規定。"
RECEIPT = re.compile(r"^/cases/([^/]+)/")
REVISION = re.compile(r'name="revision" value="(\d+)"')
AWARD = r'id="{key}-\d+" value="([^"]+)"'
SLOWEST = 40  # seconds until a client gives up hearing
PAUSES = (0.2, 0.5, 1, 2, 3)
FOUND, CONFLICT, NOT_FOUND, SERVER_ERROR = 302, 409, 404, 500


@dataclass(frozen=True)
class Answer:
    """What came back; status 0 is silence."""

    status: int
    location: str = ""
    body: str = ""
    cookie: str = ""

    @property
    def signed_out(self) -> bool:
        return self.status == FOUND and self.location.startswith("/accounts/login")


@dataclass
class Site:
    """The pages, and what the clients found there: how long answers took, and answers nobody should get."""

    port: int
    history: History
    closing: threading.Event = field(default_factory=threading.Event)  # nobody begins anything new
    stop: threading.Event = field(default_factory=threading.Event)  # nobody waits for an answer any more
    seconds: list[float] = field(default_factory=list)
    odd: list[str] = field(default_factory=list)

    def ask(self, method: str, path: str, cookie: str, form: dict[str, str] | None = None) -> Answer:
        headers = {"Cookie": f"{cookie}; csrftoken={TOKEN}", "X-CSRFToken": TOKEN, "Host": f"localhost:{self.port}"}
        headers |= {"Content-Type": "application/x-www-form-urlencoded"}
        try:
            with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=SLOWEST)) as line:
                line.request(method, path, body=urlencode(form or {}) if method == "POST" else None, headers=headers)
                told = line.getresponse()
                body = told.read().decode("utf-8", "replace")
        except (OSError, http.client.HTTPException):
            return Answer(0)
        return Answer(
            told.status, told.headers.get("Location", ""), body, "; ".join(told.headers.get_all("Set-Cookie") or [])
        )


class Citizens(threading.Thread):
    """One after the other sends her application, again and again until there is a number."""

    def __init__(self, site: Site, name: str, waiting: "SimpleQueue[Ready]", pace: Callable[[], float]) -> None:
        super().__init__(name=name, daemon=True)
        self.site, self.waiting, self.pace = site, waiting, pace
        self.acknowledged = 0

    def run(self) -> None:
        while not self.site.closing.is_set():
            try:
                one = self.waiting.get_nowait()
            except Empty:
                return
            self.send(one)
            time.sleep(self.pace())

    def send(self, one: Ready) -> None:
        """She has her number, or everything is over."""
        session, history = 0, self.site.history
        for tried in range(1_000_000):
            if tried and self.site.stop.wait(PAUSES[min(tried, len(PAUSES)) - 1]):
                return
            history.note(self.name, "submit", one.draft, INVOKE)
            start = time.monotonic()
            answer = self.site.ask("POST", f"/drafts/{one.draft}/check/", one.sessions[session])
            receipt = RECEIPT.match(answer.location) if answer.status == FOUND else None
            if receipt:
                self.site.seconds.append(time.monotonic() - start)
                self.acknowledged += 1
                history.note(self.name, "submit", one.draft, OK, receipt[1])
                return
            kind = UNKNOWN if answer.status == 0 or answer.status >= SERVER_ERROR else FAIL
            history.note(self.name, "submit", one.draft, kind, f"{answer.status} {answer.location}")
            if answer.signed_out:
                session += 1
                if session >= len(one.sessions):
                    return
            elif kind is FAIL:
                self.site.odd.append(f"submit {one.draft}: {answer.status} {answer.location}")
                return


class Official(threading.Thread):
    """Somebody of the demo at her desk, who makes one move on every case of her list."""

    def __init__(self, site: Site, email: str, moves: tuple[str, ...], *, every: float, seed: int) -> None:
        super().__init__(name=email.partition("@")[0], daemon=True)
        self.site, self.email, self.moves, self.every = site, email, moves, every
        self.rng = random.Random(seed)
        self.cookie = ""
        self.done = 0

    def run(self) -> None:
        while not self.site.closing.wait(self.every):
            if not self.cookie:
                self.sign_in()
                continue
            listed = self.site.ask("GET", "/desk/work/", self.cookie)
            if listed.signed_out:
                self.cookie = ""
            cases = sorted(set(re.findall(r'href="/desk/cases/([^/"]+)/', listed.body)))
            if cases:
                self.decide(self.rng.choice(cases))

    def sign_in(self) -> None:
        answer = self.site.ask("POST", "/demo/sign-in/", "", {"email": self.email})
        found = re.search(r"\b(session=[^;]+)", answer.cookie)
        self.cookie = found[1] if found and answer.status == FOUND else ""

    def decide(self, reference: str) -> None:
        """The move she saw a button for is asked for once; unknown, the page says next time how it ended."""
        page = self.site.ask("GET", f"/desk/cases/{reference}/", self.cookie)
        revision = REVISION.search(page.body)
        offered = [key for key in self.moves if f"/moves/{key}/" in page.body]
        if revision is None or not offered:
            return
        key, thing = offered[0], f"{reference}@{revision[1]}"
        award = re.search(AWARD.format(key=key), page.body)
        form = {"revision": revision[1], "reasons": REASONS, "award": award[1] if award else ""}
        if self.rng.random() < 0.1:
            twin = threading.Thread(target=self._press, args=(reference, key, thing, form), daemon=True)
            twin.start()
        self._press(reference, key, thing, form)

    def _press(self, reference: str, key: str, thing: str, form: dict[str, str]) -> None:
        self.site.history.note(self.name, key, thing, INVOKE)
        answer = self.site.ask("POST", f"/desk/cases/{reference}/moves/{key}/", self.cookie, form)
        if answer.signed_out:
            self.cookie = ""
        if answer.status == FOUND and not answer.signed_out:
            self.done += 1
            self.site.history.note(self.name, key, thing, OK)
            return
        unknown = answer.status == 0 or answer.status >= SERVER_ERROR
        self.site.history.note(self.name, key, thing, UNKNOWN if unknown else FAIL, str(answer.status))
        if not unknown and answer.status not in {CONFLICT, FOUND, NOT_FOUND}:
            self.site.odd.append(f"{key} {thing}: {answer.status}")
