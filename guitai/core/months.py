"""Months as their first days."""

from collections.abc import Iterator
from datetime import date, datetime

from guitai.core.clock import TAIPEI

DECEMBER = 12


def month_of(moment: datetime) -> date:
    """Answer the first day of the month it is in Taiwan."""
    return moment.astimezone(TAIPEI).date().replace(day=1)


def next_month(month: date) -> date:
    return month.replace(year=month.year + month.month // DECEMBER, month=month.month % DECEMBER + 1, day=1)


def months_before(month: date, count: int) -> date:
    """Answer the first day of the month so many earlier."""
    year, number = divmod(month.year * DECEMBER + month.month - 1 - count, DECEMBER)
    return date(year, number + 1, 1)


def months(first: date, last: date) -> Iterator[date]:
    """Answer the first days of all months from one to the other."""
    month = first.replace(day=1)
    while month <= last:
        yield month
        month = next_month(month)
