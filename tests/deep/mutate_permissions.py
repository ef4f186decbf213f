"""Each permission check is taken out in turn; the matrix of probes, or a test of the rule, has to fail every time.

The county is built once and committed; every mutant runs in a fork of this warm process, on one of two equal databases,
and rolls back what it does. Only probes that pass through the check are made: the others cannot see it.
"""

import os
import pickle
import random
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import CodeType, FrameType

from tests.deep import warm  # isort: skip  # settings of a process of tests, before anything of Django

import pytest
from django.db import connection
from django.test.utils import teardown_test_environment

from bench import report
from guitai.config.tests import database
from guitai.core import clock
from standins.world import writing
from tests.deep import mutants
from tests.deep.mutants import Mutant
from tests.journeys.agencies import running
from tests.security import county as counties
from tests.security.county import ABSENT
from tests.security.probing import Met, Probe, Prober, probes
from tests.security.reach import Answer, expected
from tests.security.routes import ROUTES

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
SLOTS = 2
MOST_SECONDS = 90
KILLED, SURVIVED, FAILED = 1, 0, 3
RULES = {
    "guitai.accounts.policies": "guitai/accounts/tests/test_policies.py",
    "guitai.work.policies": "guitai/work/tests/test_policies.py",
    "guitai.consents": "guitai/consents/tests",
    "guitai.cases.impartial": "guitai/cases/tests/test_impartial.py",
    "guitai.cases.guardians": "guitai/cases/tests/test_impartial.py",
}
"""Where a rule is tested that no page shows alone."""
Where = tuple[str, str]


@dataclass
class Run:
    """The probes, which of them pass through which function, and what became of the mutants."""

    prober: Prober
    folder: Path
    all: list[Probe]
    through: dict[Where, list[int]] = field(default_factory=dict)
    absent: dict[tuple[str, str, str], Met] = field(default_factory=dict)

    def wrong(self, probe: Probe) -> str:
        met = self.prober.knock(probe)
        foreign = met.answer is Answer.ABSENT and probe.thing not in {"", ABSENT}
        return self.prober.wrong(probe, met, self._absent(probe) if foreign else None)

    def _absent(self, probe: Probe) -> Met | None:
        if ABSENT not in self.prober.county.things[probe.route.thing]:
            return None
        key = probe.route.name, probe.method, probe.who.name
        if key not in self.absent:
            self.absent[key] = self.prober.knock(Probe(probe.route, probe.method, probe.who, ABSENT))
        return self.absent[key]


def _say(*words: str) -> None:
    sys.stdout.write("\n  ".join(words) + "\n")
    sys.stdout.flush()


def main(arguments: list[str]) -> int:
    """Print each mutant's fate; 1 where one survived. A word names those to try: ``acting``, ``desk.policies``."""
    wanted = [each for each in mutants.everything() if all(word in str(each) for word in arguments)]
    began = time.monotonic()
    with _standing() as run:
        _say(f"{len(wanted)} checks, {len(run.all)} probes; built in {time.monotonic() - began:.0f} s")
        wrong = _baseline(run)
        _say(f"untouched: {len(wrong)} wrong after {time.monotonic() - began:.0f} s", *wrong[:10])
        fates = _try_all(run, wanted)
    return _told(wanted, fates, seconds=time.monotonic() - began) or int(bool(wrong))


def _told(wanted: list[Mutant], fates: dict[int, tuple[int, str]], *, seconds: float) -> int:
    survivors = [each for at, each in enumerate(wanted) if fates[at][0] != KILLED]
    for each in survivors:
        _say(f"SURVIVED {each} {fates[wanted.index(each)][1]}")
    killed = len(wanted) - len(survivors)
    _say(f"killed {killed} of {len(wanted)} in {seconds:.0f} s")
    report.record(
        "permission checks whose removal a test notices",
        killed / len(wanted),
        "share",
        goal="1 (all)",
        holds=not survivors,
    )
    return int(bool(survivors))


@contextmanager
def _standing() -> Iterator[Run]:
    """The county is committed in two equal databases; no connection is open while processes are forked."""
    folder = Path(tempfile.mkdtemp(prefix="guitai-mutants-"))
    writing.write(folder, seed=7, households=40)
    server = database.cluster(None)
    with database.in_use(server), running(folder) as agencies, counties.as_in_production(agencies.settings(), folder):
        mine = database.TestDatabase(server)
        mine.create()
        try:
            with clock.shifted(NOON - clock.now()):
                prober = Prober(counties.build(counties.stories(folder), clock.now()))
                prober.begin()
                connection.close()
                _copy(mine)
                yield Run(prober, folder, [each for route in ROUTES for each in probes(route, prober.county.things)])
        finally:
            connection.close()
            _drop_copies(mine)
            mine.drop()


def _copy(mine: database.TestDatabase) -> None:
    for slot in range(1, SLOTS):
        mine._admin("CREATE DATABASE {} TEMPLATE {}", f"{mine.name}_{slot}", mine.name)


def _drop_copies(mine: database.TestDatabase) -> None:
    for slot in range(1, SLOTS):
        mine._admin("DROP DATABASE IF EXISTS {} WITH (FORCE)", f"{mine.name}_{slot}")


def _use(slot: int) -> None:
    if slot:
        connection.settings_dict["NAME"] = f"{connection.settings_dict['NAME']}_{slot}"


def _forked(slot: int, work: Callable[[], int]) -> int:
    """Answer the id of a process that does this on its own database and ends."""
    sys.stdout.flush()
    child = os.fork()
    if child:
        return child
    code = FAILED
    try:
        _use(slot)
        code = work()
    except BaseException:  # noqa: BLE001 - whatever happened, the fork says so and ends here
        traceback.print_exc()
    finally:
        os._exit(code)


def _baseline(run: Run) -> list[str]:
    """Make every probe once on the product as it is, and note through which functions each passes."""
    checks = {(each.module, each.function) for each in mutants.everything() if each.kind != "decorator"}
    children = [_forked(slot, lambda slot=slot: _trace(run, slot, checks)) for slot in range(SLOTS)]  # type: ignore[misc]  # a lambda with a default
    for child in children:
        os.waitpid(child, 0)
    wrong: list[str] = []
    for slot in range(SLOTS):
        through, said = pickle.loads((run.folder / f"trace{slot}").read_bytes())  # noqa: S301 - written by our fork
        wrong += said
        for where, numbers in through.items():
            run.through.setdefault(where, []).extend(numbers)
    return wrong


def _trace(run: Run, slot: int, checks: set[Where]) -> int:
    through: dict[Where, list[int]] = {}
    names: dict[CodeType, Where | None] = {}
    passed: set[Where] = set()
    modules = {str(sys.modules[name].__file__): name for name, _function in checks}

    def note(frame: FrameType, event: str, _value: object) -> None:
        if event != "call":
            return
        code = frame.f_code
        if code not in names:
            where = modules.get(code.co_filename, ""), code.co_qualname
            names[code] = where if where in checks else None
        if found := names[code]:
            passed.add(found)

    wrong: list[str] = []
    for number in range(slot, len(run.all), SLOTS):
        passed.clear()
        sys.setprofile(note)
        try:
            said = run.wrong(run.all[number])
        finally:
            sys.setprofile(None)
        wrong += [said] if said else []
        for where in passed:
            through.setdefault(where, []).append(number)
    (run.folder / f"trace{slot}").write_bytes(pickle.dumps((through, wrong)))
    return KILLED


def _try_all(run: Run, wanted: list[Mutant]) -> dict[int, tuple[int, str]]:
    """Answer what became of each mutant, two at a time."""
    fates: dict[int, tuple[int, str]] = {}
    free, busy, left = list(range(SLOTS)), dict[int, tuple[int, int]](), list(enumerate(wanted))
    while left or busy:
        while left and free:
            at, mutant = left.pop(0)
            slot = free.pop()
            busy[_forked(slot, lambda at=at, mutant=mutant: _try(run, at, mutant))] = at, slot  # type: ignore[misc]  # as above
        child, status = os.wait()
        if child in busy:
            at, slot = busy.pop(child)
            free.append(slot)
            said = run.folder / f"fate{at}"
            why = said.read_text(encoding="utf-8") if said.exists() else ""
            fates[at] = os.waitstatus_to_exitcode(status), why
            _say(f"{'killed' if fates[at][0] == KILLED else '!!!!!!'} {wanted[at]} — {why}")
    return fates


def _try(run: Run, at: int, mutant: Mutant) -> int:
    mutants.apply(mutant)
    until = time.monotonic() + MOST_SECONDS
    for number in _order(run, mutant):
        if said := run.wrong(run.all[number]):
            (run.folder / f"fate{at}").write_text(said, encoding="utf-8")
            return KILLED
        if time.monotonic() > until:
            break
    return _tests_notice(run, at, mutant)


def _order(run: Run, mutant: Mutant) -> list[int]:
    """Answer the probes that can see the mutant, those that shall be refused first."""
    if mutant.kind == "decorator":
        seen = [at for at, probe in enumerate(run.all) if _page_of(run, probe) == (mutant.module, mutant.function)]
    else:
        seen = list(run.through.get((mutant.module, mutant.function), []))
    random.Random(4).shuffle(seen)  # noqa: S311 - the same order every time
    return sorted(seen, key=lambda at: Answer.REACHED in _shall(run.all[at]))


def _shall(probe: Probe) -> frozenset[Answer]:
    return expected(probe.route, probe.method, probe.who, probe.thing)


def _page_of(run: Run, probe: Probe) -> Where:
    page = run.prober.patterns[probe.route.name].callback
    return page.__module__, page.__name__


def _tests_notice(run: Run, at: int, mutant: Mutant) -> int:
    path = next((path for name, path in RULES.items() if mutant.module.startswith(name)), "")
    if not path:
        return SURVIVED
    connection.close()
    with suppress(AttributeError):
        teardown_test_environment()
    code = pytest.main(["-q", "-x", "-p", "no:cacheprovider", "--no-header", "-k", "not browser", path])
    (run.folder / f"fate{at}").write_text(f"tests of the rule: {path}", encoding="utf-8")
    return KILLED if code == pytest.ExitCode.TESTS_FAILED else SURVIVED


if __name__ == "__main__":
    warm.start()
    sys.exit(main(sys.argv[1:]))
