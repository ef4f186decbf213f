"""How the desk's pages grow with the county: 1,000, 10,000, 100,000 and 1,000,000 cases, one after the other.

For each size: what a page takes at ``--rate`` requests a second through real web processes (an open loop, as in
``work_list.py``), how many statements it asks, and how large the database is. Prints a table; the same goes into
results.json. What grows beside the number of cases would be an index that is missing.
"""

import argparse
from dataclasses import dataclass

import county  # first: it makes the place
import many
import open_loop
import served
import whole
import work_list
from django.db import connection
from report import record

from guitai.core import reading

SIZES = (1_000, 10_000, 100_000, 1_000_000)
COPIES = 100


@dataclass(frozen=True)
class Line:
    """One size in the table."""

    cases: int
    statements: int
    p50: float
    p95: float
    megabytes: int


def grow(*, to: int, by: int, answers: bytes) -> None:
    many.seed(many.Size(by), answers)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cases_case")
        found = (cursor.fetchone() or (0,))[0]
    print(f"{found:,} cases of {to:,}")


def measured(numbers: list[str], cases: int, *, rate: float, seconds: float) -> Line:
    wanted = work_list.asks(numbers, 2_000)
    statements = max(work_list.statements(wanted).values())
    with served.web() as port:
        run = open_loop.run(work_list.sender(port, wanted), rate=rate, seconds=seconds, warm_up=work_list.WARM_UP)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database()) / 1000000")
        megabytes = (cursor.fetchone() or (0,))[0]
    return Line(cases, statements, 1000 * run.percentile(50), 1000 * run.percentile(95), megabytes)


def told(line: Line, first: Line, *, rate: float) -> None:
    name = f"growth, {line.cases:,} cases"
    goal, holds = f"≤ {work_list.GOAL_MS} ms", line.p95 <= work_list.GOAL_MS
    record(f"{name}, p50 at {rate:g} a second", round(line.p50, 1), "ms", ratio=round(line.p50 / first.p50, 2))
    record(f"{name}, p95 at {rate:g} a second", round(line.p95, 1), "ms", goal=goal, holds=holds)
    same = line.statements == first.statements
    record(f"{name}, statements at the most", line.statements, "statements", goal="the same at each size", holds=same)
    record(f"{name}, database", line.megabytes, "MB")


def main() -> None:
    parser = argparse.ArgumentParser(description="The desk's pages, from a thousand cases to a million.")
    parser.add_argument("--rate", type=float, default=work_list.RATE)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--most", type=int, default=SIZES[-1])
    asked = parser.parse_args()
    county.fill()
    with reading.begin(actor=county.ACTOR, purpose="upkeep"):
        case = whole.one()
        numbers = whole.copies(case, count=COPIES)
    answers, before, lines = many.sealed_answers(case.pk), len(numbers), list[Line]()
    for size in (size for size in SIZES if size <= asked.most):
        grow(to=size, by=size - before, answers=answers)
        lines.append(measured(numbers, size, rate=asked.rate, seconds=asked.seconds))
        told(lines[-1], lines[0], rate=asked.rate)
        before = size
    print(f"{'cases':>10} {'statements':>10} {'p50 ms':>8} {'p95 ms':>8} {'MB':>7}")
    for line in lines:
        print(f"{line.cases:>10,} {line.statements:>10} {line.p50:>8.1f} {line.p95:>8.1f} {line.megabytes:>7,}")


if __name__ == "__main__":
    main()
