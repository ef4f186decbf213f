"""Whoever can reach personal data has said why: each route, job, listener and command has its row, none is stale."""

import re
from collections.abc import Iterator
from pathlib import Path

import procrastinate.contrib.django as queue
from django.urls import URLPattern, URLResolver, get_resolver

from guitai.audit.purposes import table
from guitai.catalogue import disclosure
from guitai.config import cli
from guitai.config.readings import NOBODYS
from guitai.config.subscriptions import SUBSCRIPTIONS
from guitai.notices import posting
from guitai.outbox.subscriptions import name_of

OTHERS = ("account_", "mfa_", "usersessions_")  # of allauth: whoever signs in, to her own account
PRODUCT = Path(__file__).parents[2] / "guitai"
BUILT_IN = ("builtin:", "procrastinate.")


def routes(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[str]:
    for each in patterns:
        if isinstance(each, URLResolver):
            yield from routes(each.url_patterns, f"{each.namespace}:" if each.namespace else prefix)
        elif each.name and not each.name.startswith(OTHERS):
            yield prefix + each.name


def test_every_route_says_why_it_reads_or_that_it_reads_nobodys_data() -> None:
    known = set(table().routes) | NOBODYS
    there = set(routes(get_resolver().url_patterns))
    assert there - known == set()
    assert {route for route in known - there if not route.startswith("demo:")} == set()


def test_no_route_is_in_both_lists() -> None:
    assert set(table().routes) & NOBODYS == set()


def test_every_job_and_every_listener_says_why_it_reads() -> None:
    jobs = {name for name in queue.app.tasks if not name.startswith(BUILT_IN)}
    listeners = {name_of(each) for group in SUBSCRIPTIONS.values() for each in group} | {posting.NAME}
    assert (jobs | listeners) - set(table().jobs) == set()
    assert set(table().jobs) - jobs - listeners == set()


def test_every_job_runs_in_a_reading_of_its_own() -> None:
    ours = {name: task for name, task in queue.app.tasks.items() if not name.startswith(BUILT_IN)}
    assert [name for name, task in ours.items() if not hasattr(task.func, "__wrapped__")] == []


def test_every_command_that_reads_has_its_row() -> None:
    reads = {command.reads for command in cli.COMMANDS.values()} - {""}
    assert reads - set(table().commands) == set()


def test_every_use_and_every_delay_names_a_purpose_that_exists() -> None:
    uses = [*table().routes.values(), *table().jobs.values(), *table().commands.values()]
    assert {use.purpose for use in uses} | {rule.purpose for rule in disclosure.rules()} <= set(table().purposes)


def test_a_reading_begins_only_where_it_is_also_written_down() -> None:
    """Elsewhere it would let values be opened that nobody hears of."""
    doors = {
        "audit/viewing.py",  # jobs, listeners, commands: written when the block ends
        "accounts/reading.py",  # requests: written before the answer leaves
        "files/views.py",  # the other origin: the look was written down when its link was made
    }
    beginning = re.compile(r"\breading\w*\.begin\(")
    found = {
        str(path.relative_to(PRODUCT))
        for path in PRODUCT.rglob("*.py")
        if "tests" not in path.parts and beginning.search(path.read_text(encoding="utf-8"))
    }
    assert found == doors
