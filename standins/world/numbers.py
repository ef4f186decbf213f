"""Numbers with valid check digits, each handed out once.

They come from the top of each range (second and third digit 98 or 99), so that they hardly meet a real person's.
"""

from collections.abc import Callable
from random import Random

LETTERS = "ABCDEFGHJKLMNPQRSTUVXYWZIO"  # the order of their values, from 10
WEIGHTS = (1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1)


def chance(rng: Random, share: float) -> bool:
    return rng.random() < share


def _value(letter: str) -> int:
    return LETTERS.index(letter) + 10


def _digits(number: str) -> list[int]:
    second = str(_value(number[1]) % 10) if number[1].isalpha() else number[1]
    return [int(digit) for digit in f"{_value(number[0])}{second}{number[2:]}"]


def is_valid(number: str) -> bool:
    return sum(weight * digit for weight, digit in zip(WEIGHTS, _digits(number), strict=True)) % 10 == 0


def with_check_digit(first_nine: str) -> str:
    return next(number for digit in "0123456789" if is_valid(number := first_nine + digit))


class Numbers:
    """Hands out numbers of every kind; the same seed gives the same numbers."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._used: set[str] = set()

    def national(self, sex: str, letter: str = "N") -> str:
        return self._fresh(letter + ("1" if sex == "M" else "2"))

    def resident(self, sex: str) -> str:
        return self._fresh(self._rng.choice("ABFNH") + ("8" if sex == "M" else "9"))

    def resident_old(self, sex: str) -> str:
        return self._fresh(self._rng.choice("ABFN") + self._rng.choice("AC" if sex == "M" else "BD"))

    def household(self) -> str:
        return self._unique(lambda: f"N{self._rng.randrange(9_000_000, 10_000_000)}")

    def account(self) -> str:
        return self._unique(lambda: f"{self._rng.randrange(10**13, 10**14)}")

    def _fresh(self, prefix: str) -> str:
        return self._unique(lambda: with_check_digit(f"{prefix}9{self._rng.randrange(8 * 10**5, 10**6):06d}"))

    def _unique(self, draw: Callable[[], str]) -> str:
        while (number := draw()) in self._used:
            pass
        self._used.add(number)
        return number
