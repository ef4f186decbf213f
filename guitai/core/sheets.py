"""A table as a file people work on with: CSV for programs, OpenDocument for offices."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from guitai.core import spreadsheet
from guitai.core.spreadsheet import Value

MEDIA_TYPES = {"csv": "text/csv; charset=utf-8", "ods": spreadsheet.MEDIA_TYPE}
# A spreadsheet would take a text that begins so for a formula, and run it; Chinese input methods write full-width ones.
FORMULA = tuple("=+-@|%＝＋－＠｜％﹢﹣﹦﹫−")
# What a spreadsheet passes over before it looks whether a formula begins.
PASSED_OVER = "".join(map(chr, range(33))) + "\x7f\xa0\u3000\u200b\u200e\u200f\u202a\u202b\u202d\u202e\u2060\ufeff"
TEXT_MARK = "'"


@dataclass(frozen=True)
class Sheet:
    """One table: its name, the words above its columns, its lines."""

    title: str
    columns: tuple[str, ...]
    rows: Sequence[Sequence[Value]]


def write(sheet: Sheet, kind: str) -> bytes:
    """Answer the table as csv or ods; raises KeyError for anything else."""
    return {"csv": _csv, "ods": _ods}[kind](sheet)


def _csv(sheet: Sheet) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n", quoting=csv.QUOTE_NONNUMERIC)  # no ; or tab begins a new cell
    writer.writerow([_plain(column) for column in sheet.columns])
    writer.writerows([_plain(value) for value in row] for row in sheet.rows)
    return out.getvalue().encode("utf-8-sig")  # without the mark, spreadsheets take Chinese for something else


def _plain(value: Value) -> str | int:
    match value:
        case None:
            return ""
        case date():
            return value.isoformat()
        case str():
            return _text(value)
    return value


def _text(value: str) -> str:
    """Answer the text, marked as one where a spreadsheet would run it; what already bears the mark gets a second."""
    told = value.replace("\x00", "")
    begins = told.lstrip(PASSED_OVER)
    risky = begins.startswith(FORMULA) or told[:1] in {"\t", "\r", "\n", TEXT_MARK}
    return f"{TEXT_MARK}{told}" if risky else told


def _ods(sheet: Sheet) -> bytes:
    return spreadsheet.ods(sheet.title, [sheet.columns, *sheet.rows])
