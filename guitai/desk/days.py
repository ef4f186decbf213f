"""Days that supervisors type, and how far away one may lie."""

from datetime import timedelta

from guitai.core.day_field import DayField

__all__ = ["LONGEST", "DayField"]

LONGEST = timedelta(days=366)  # nobody is away so long: a longer time is a mistyped year
