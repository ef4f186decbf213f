"""Processes kept together, with small programs in the place of ours."""

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from guitai.config import processes
from guitai.config.processes import Company, Program, Stopped
from guitai.config.terms import CannotStart

pytestmark = [pytest.mark.server, pytest.mark.slow]
SLEEP = "import time; time.sleep(60)"
STUBBORN = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('ready', flush=True); time.sleep(60)"
)


def python(name: str, code: str, health: str = "") -> Program:
    return Program(name, [sys.executable, "-c", code], health=health)


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Company]:
    handlers = {each: signal.getsignal(each) for each in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)}
    with Company(tmp_path) as made:
        yield made
    for each, handler in handlers.items():
        signal.signal(each, handler)


def pids(company: Company) -> list[int]:
    return [child.process.pid for child in company.children if child.process is not None]


def is_alive(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


def test_leaving_ends_every_process_by_its_own_pid(company: Company) -> None:
    company.start(python("first", SLEEP), python("second", SLEEP))
    company.wait_until_ready()
    started = pids(company)

    company.stop()

    assert not any(is_alive(pid) for pid in started)


def test_a_process_that_will_not_end_is_killed(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "STOP_PATIENCE", 0.3)
    company.start(python("stubborn", STUBBORN))
    log = company.children[0].log
    while "ready" not in log.read_text(encoding="utf-8"):
        time.sleep(0.02)

    company.stop()

    assert not is_alive(pids(company)[0])


def test_a_process_that_dies_is_started_again(company: Company) -> None:
    company.start(python("mortal", SLEEP))
    first = pids(company)[0]
    said: list[str] = []

    def hear(line: str) -> None:
        said.append(line)
        company.stopping = True

    os.kill(first, signal.SIGKILL)
    company.keep(hear)

    assert pids(company) != [first]
    assert said[0].startswith("mortal has died and is started again")


def test_a_process_that_keeps_dying_ends_everything_with_its_last_words(company: Company) -> None:
    company.start(python("worker", SLEEP), python("sick", "raise SystemExit('no strength left')"))

    with pytest.raises(CannotStart, match="sick keeps dying: no strength left"):
        company.keep(lambda _line: None)


def test_one_that_has_lived_is_begun_again_however_often_it_dies(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A database that is away for minutes lets a worker die again and again; the pages stay."""
    monkeypatch.setattr(processes, "PAUSES", (0.0, 0.01))
    company.start(python("worker", "raise SystemExit('no database')"))
    company.children[0].was_steady = True
    deaths: list[str] = []

    def hear(line: str) -> None:
        deaths.append(line)
        company.stopping = len(deaths) > processes.DEATHS_ALLOWED + 1

    company.keep(hear)

    assert len(deaths) > processes.DEATHS_ALLOWED


def test_one_that_never_becomes_ready_is_named(company: Company) -> None:
    company.start(python("mute", "print('I cannot'); raise SystemExit(1)", health="http://127.0.0.1:9/health"))

    with pytest.raises(CannotStart, match="mute does not start: I cannot"):
        company.wait_until_ready()


def test_a_step_that_fails_says_its_own_line(company: Company) -> None:
    with pytest.raises(CannotStart, match=r"^the disk is full$"):
        company.run_once(python("step", "raise SystemExit('guitai: the disk is full')"))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_during_a_step_ends_the_step(company: Company, number: signal.Signals) -> None:
    threading.Timer(0.3, os.kill, (os.getpid(), number)).start()

    with pytest.raises(Stopped):
        company.run_once(python("step", SLEEP))

    company.stop()
    assert not any(is_alive(pid) for pid in pids(company))
