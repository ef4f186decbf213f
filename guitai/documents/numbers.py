"""Document numbers: 字, ROC year, serial; without gaps and without doubles, whatever happens around them."""

from dataclasses import dataclass
from datetime import date

from guitai.documents.models import NumberRegister

ROC_OFFSET = 1911


@dataclass(frozen=True)
class Number:
    word: str
    year: int
    serial: int

    def __str__(self) -> str:
        return f"{self.word}字第{self.year}{self.serial:07d}號"


def take(*, agency_code: str, word: str, day: date) -> Number:
    """Give the next number; the register stays locked until the caller's transaction ends, and rolls back with it."""
    year = day.year - ROC_OFFSET
    NumberRegister.objects.get_or_create(agency_code=agency_code, word=word, year=year)
    register = NumberRegister.objects.select_for_update().get(agency_code=agency_code, word=word, year=year)
    register.last += 1
    register.save(update_fields=["last"])
    return Number(word=word, year=register.year, serial=register.last)
