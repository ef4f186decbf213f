"""Every write of the summaries: counting a case, and making all of them anew."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from itertools import islice

from django.db import connection, transaction

from guitai.cases import counting
from guitai.cases.counting import Counted
from guitai.reports.models import DIMENSIONS, CountedStep, Daily

CHUNK = 1000
ADD = """
    INSERT INTO reports_daily (day, service_key, office, kind, outcome, channel, filed_by, days, count)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)
    ON CONFLICT (day, service_key, office, kind, outcome, channel, filed_by, days)
    DO UPDATE SET count = reports_daily.count + excluded.count
"""


@transaction.atomic
def count_cases(references: Collection[str]) -> None:
    """Every countable step of the cases is in the summaries, each once."""
    _add(_new(counting.of_cases(references)))


@transaction.atomic
def rebuild() -> int:
    """The summaries are made anew from the cases; answers how many steps they count."""
    with connection.cursor() as cursor:
        # Whoever counts a step meanwhile waits, and then finds it counted.
        cursor.execute("LOCK TABLE reports_countedstep IN EXCLUSIVE MODE")
    CountedStep.objects.all().delete()
    Daily.objects.all().delete()
    total = 0
    for chunk in _chunks(counting.of_all()):
        _add(_new(chunk))
        total += len(chunk)
    return total


def _new(counted: Iterable[Counted]) -> list[Counted]:
    """Answer the steps that were not counted before; from now on they are."""
    by_step = {each.step: each for each in counted}
    if not by_step:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO reports_countedstep (step) SELECT unnest(%s::bigint[]) ON CONFLICT DO NOTHING RETURNING step",
            [sorted(by_step)],
        )
        return [by_step[step] for (step,) in cursor.fetchall()]


def _add(counted: Iterable[Counted]) -> None:
    """Add to the rows in one order, so that two that count at the same time wait and never lock each other out."""
    sums = Counter(tuple(str(getattr(each, name)) for name in DIMENSIONS) for each in counted)
    with connection.cursor() as cursor:
        for dimensions, count in sorted(sums.items()):
            cursor.execute(ADD, [*dimensions, count])


def _chunks(counted: Iterator[Counted]) -> Iterator[list[Counted]]:
    while chunk := list(islice(counted, CHUNK)):
        yield chunk
