"""Each permission check is taken out in turn; the matrix of probes, or a test of the rule, has to fail every time.

The county is built once and committed; every mutant runs in a fork of this warm process, on one of two equal databases,
and rolls back what it does. First the tests of the rule, then probes of those routes that a sample showed to pass
through the check: the others cannot see it. No file is changed; the mutant lives in the fork alone.
"""

import os
import pickle
import random
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
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
from tests.security.reach import Answer, at_the_gate, expected
from tests.security.routes import ROUTES

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
SLOTS = 2
MOST_SECONDS = 40
"""Of work, not of waiting: after that a mutant counts as not noticed."""
SAMPLE = 10
KILLED, SURVIVED, FAILED = 1, 0, 3
RULES = {
    "guitai.accounts.policies": "guitai/accounts/tests/test_policies.py",
    "guitai.work.policies": "guitai/work/tests/test_policies.py",
    "guitai.consents.policies": "guitai/consents/tests",
    "guitai.gateways.policies": "guitai/gateways/tests/test_policies.py",
    "guitai.cases.impartial": "guitai/cases/tests/test_impartial.py",
    "guitai.cases.policies": "guitai/desk/tests/test_policies.py",
    "guitai.desk.policies": "guitai/desk/tests/test_policies.py",
}
"""Where a rule is tested by itself; these tests come first, for they are quick and need no database."""
JOURNEYS = {
    "guitai.cases.guardians": "tests/journeys/test_guardian.py",
    "guitai.cases.views.guardian": "tests/journeys/test_guardian.py",
}
"""Where something is refused only to who has typed something; these tests come last."""
Where = tuple[str, str]


@dataclass
class Run:
    """The probes, which of them pass through which function, and what became of the mutants."""

    prober: Prober
    folder: Path
    all: list[Probe]
    through: dict[Where, set[str]] = field(default_factory=dict)
    """Which routes pass through a function."""
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
        wrong = [*_baseline(run), *filter(_fails, sorted({*RULES.values(), *JOURNEYS.values()}))]
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
    """Make a sample of probes on the product as it is, and note through which functions each route passes."""
    checks = {(each.module, each.function) for each in mutants.everything() if each.kind != "decorator"}
    children = [_forked(slot, lambda slot=slot: _trace(run, slot, checks)) for slot in range(SLOTS)]  # type: ignore[misc]  # a lambda with a default
    for child in children:
        os.waitpid(child, 0)
    wrong: list[str] = []
    for slot in range(SLOTS):
        through, said = pickle.loads((run.folder / f"trace{slot}").read_bytes())  # noqa: S301 - written by our fork
        wrong += said
        for where, routes in through.items():
            run.through.setdefault(where, set()).update(routes)
    return wrong


def _sample(run: Run) -> list[Probe]:
    """Answer some probes of each route: those that come in, then those that come as far as the thing."""
    order = random.Random(4)
    routes: dict[str, list[Probe]] = {}
    for probe in run.all:
        routes.setdefault(probe.route.name, []).append(probe)
    chosen: list[Probe] = []
    for each in routes.values():
        order.shuffle(each)
        each.sort(key=lambda probe: (Answer.REACHED not in _shall(probe), _is_stopped(probe)))
        chosen += each[: SAMPLE // 2] + each[SAMPLE // 2 :: max(1, len(each) // (SAMPLE // 2))]
    return chosen


def _is_stopped(probe: Probe) -> bool:
    return at_the_gate(probe.route, probe.who, probe.thing) is not None


def _trace(run: Run, slot: int, checks: set[Where]) -> int:
    through: dict[Where, set[str]] = {}
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
    for probe in _sample(run)[slot::SLOTS]:
        passed.clear()
        sys.setprofile(note)
        try:
            said = run.wrong(probe)
        finally:
            sys.setprofile(None)
        wrong += [said] if said else []
        for where in passed:
            through.setdefault(where, set()).add(probe.route.name)
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
    if _fails(_tests_of(mutant, RULES)):
        (run.folder / f"fate{at}").write_text("tests of the rule", encoding="utf-8")
        return KILLED
    until = time.process_time() + MOST_SECONDS
    for probe in _order(run, mutant):
        if said := run.wrong(probe):
            (run.folder / f"fate{at}").write_text(said, encoding="utf-8")
            return KILLED
        if time.process_time() > until:
            break
    if _fails(_tests_of(mutant, JOURNEYS)):
        (run.folder / f"fate{at}").write_text("tests of the journey", encoding="utf-8")
        return KILLED
    return SURVIVED


def _order(run: Run, mutant: Mutant) -> list[Probe]:
    """Answer the probes that can see the mutant, those that shall be refused behind the gate first."""
    if mutant.kind == "decorator":
        seen = [each for each in run.all if _page_of(run, each) == (mutant.module, mutant.function)]
    else:
        routes = run.through.get((mutant.module, mutant.function), set())
        seen = [each for each in run.all if each.route.name in routes]
    is_gate = mutant.kind == "decorator" or mutant.module.endswith(".access")
    random.Random(4).shuffle(seen)
    return sorted(seen, key=lambda each: (_is_stopped(each) is not is_gate, Answer.REACHED in _shall(each)))


def _shall(probe: Probe) -> frozenset[Answer]:
    return expected(probe.route, probe.method, probe.who, probe.thing)


def _page_of(run: Run, probe: Probe) -> Where:
    page = run.prober.patterns[probe.route.name].callback
    return page.__module__, page.__name__


def _tests_of(mutant: Mutant, tests: Mapping[str, str]) -> str:
    return next((path for name, path in tests.items() if mutant.module.startswith(name)), "")


def _fails(path: str) -> bool:
    """Run the tests, if there are any, in a fork of their own: they leave nothing behind here."""
    if not path:
        return False
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == pytest.ExitCode.TESTS_FAILED
    code: int = FAILED
    try:
        connection.close()
        with suppress(AttributeError):
            teardown_test_environment()
        of_rule = [] if path in JOURNEYS.values() else ["-m", "not django_db"]
        code = pytest.main(["-q", "-x", "-p", "no:cacheprovider", "--assert=plain", *of_rule, path])
    finally:
        os._exit(code)


if __name__ == "__main__":
    warm.start()
    sys.exit(main(sys.argv[1:]))
