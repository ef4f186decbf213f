"""Several processes kept alive together: started in order, begun again when one dies, ended together."""

import contextlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import httpx

from guitai.config.terms import CannotStart

PATIENCE = 60.0  # seconds a process has to become ready
STOP_PATIENCE = 15.0  # seconds it has to end before it is killed
DEATHS_ALLOWED = 3  # of a process that never lived as long as below; then all of it ends
STEADY = 10.0  # seconds; who lived that long can live, and is begun again however often it dies
PAUSES = (0.0, 0.5, 1.0, 2.0, 4.0, 8.0, 15.0)  # before it is begun again, longer with each death in a row
LOOK_EVERY = 0.1
CARE_EVERY = 2.0


class Stopped(Exception):
    """We were told to stop before everything was started."""


@dataclass(frozen=True)
class Program:
    """One thing to keep running; ready when its address answers, or at once when it has none."""

    name: str
    command: list[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    health: str = ""


@dataclass
class Child:
    program: Program
    log: Path
    process: subprocess.Popen[bytes] | None = None
    began_at: float = 0.0
    again_at: float | None = None  # when it is begun again; None while it lives
    was_steady: bool = False
    deaths_in_a_row: int = 0

    def start(self) -> None:
        self.began_at, self.again_at = time.monotonic(), None
        # Its own session: Ctrl-C reaches only us, and we end things in our order. When we are killed it ends too.
        guard = [shutil.which("setpriv") or "", "--pdeathsig", "TERM", "--"] if shutil.which("setpriv") else []
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*guard, *self.program.command],
                env={**os.environ, **self.program.environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def answers(self) -> bool:
        if not self.program.health:
            return self.alive
        with contextlib.suppress(httpx.HTTPError):
            told = httpx.get(self.program.health, timeout=2, trust_env=False)
            return told.status_code < httpx.codes.INTERNAL_SERVER_ERROR
        return False

    def note_death(self) -> None:
        """The process counts as dead, and it is known when to begin it again."""
        now = time.monotonic()
        steady = now - self.began_at >= STEADY
        self.was_steady = self.was_steady or steady
        self.deaths_in_a_row = 1 if steady else self.deaths_in_a_row + 1
        self.again_at = now + PAUSES[min(self.deaths_in_a_row, len(PAUSES)) - 1]

    def ask_to_end(self) -> None:
        if self.process is not None and self.alive:
            self.process.terminate()

    def see_it_end(self, *, until: float) -> None:
        """The process has ended, willingly or not."""
        if self.process is None:
            return
        try:
            self.process.wait(timeout=max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)  # its own group, made by start_new_session
            self.process.wait()

    def last_words(self) -> str:
        lines = self.log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        return lines[-1] if lines else "(it said nothing)"


class Company:
    """The processes of one `guitai run`."""

    def __init__(self, logs: Path) -> None:
        self.logs = logs
        self.children: list[Child] = []
        self.stopping = False

    def __enter__(self) -> Self:
        for each in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(each, self._note_stop)
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self, *programs: Program) -> None:
        """The programs have been started; none has been waited for."""
        for program in programs:
            child = Child(program, self.logs / f"{program.name}.log")
            self.children.append(child)
            child.start()

    def run_once(self, program: Program) -> None:
        """The program has done its work; when it fails or we are told to stop, nothing after it happens."""
        child = Child(program, self.logs / f"{program.name}.log")
        self.children.append(child)
        child.start()
        while child.alive and not self.stopping:
            time.sleep(LOOK_EVERY / 2)
        if self.stopping:
            raise Stopped
        self.children.remove(child)
        if child.process is not None and child.process.returncode:
            raise CannotStart(child.last_words().removeprefix("guitai: "))

    def wait_until_ready(self) -> None:
        until = time.monotonic() + PATIENCE
        for child in self.children:
            while not child.answers():
                if self.stopping:
                    raise Stopped
                if not child.alive or time.monotonic() > until:
                    raise CannotStart(f"{child.program.name} does not start: {child.last_words()} See {child.log}.")
                time.sleep(LOOK_EVERY)

    def keep(self, tell: Callable[[str], None], *, care: Callable[[], None] = lambda: None) -> None:
        """Nobody wants us any more, or something would not stay alive and CannotStart is raised."""
        cared = time.monotonic()
        while not self.stopping:
            if time.monotonic() - cared > CARE_EVERY:
                care()
                cared = time.monotonic()
            for child in self.children:
                if not child.alive and not self.stopping:
                    self._revive(child, tell)
            time.sleep(LOOK_EVERY)

    def stop(self) -> None:
        """All have ended, the last started first."""
        for child in reversed(self.children):
            child.ask_to_end()
        until = time.monotonic() + STOP_PATIENCE
        for child in reversed(self.children):
            child.see_it_end(until=until)

    def _revive(self, child: Child, tell: Callable[[str], None]) -> None:
        """What died is begun again, at once or after a pause; one that never could live ends all of it.

        A database that is away for minutes lets everybody die again and again: nobody ends for that.
        """
        if child.again_at is None:
            child.note_death()
            if not child.was_steady and child.deaths_in_a_row == DEATHS_ALLOWED:
                raise CannotStart(f"{child.program.name} keeps dying: {child.last_words()} See {child.log}.")
            tell(f"{child.program.name} has died and is started again: {child.last_words()}")
        if child.again_at is not None and time.monotonic() >= child.again_at:
            child.start()

    def _note_stop(self, _number: int, _frame: object) -> None:
        self.stopping = True
