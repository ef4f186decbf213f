"""A table as a file people work on with: CSV for programs, OpenDocument for offices."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from xml.sax.saxutils import escape, quoteattr

Value = str | int | date | None
MEDIA_TYPES = {"csv": "text/csv; charset=utf-8", "ods": "application/vnd.oasis.opendocument.spreadsheet"}
# A spreadsheet would take a text that begins so for a formula, and run it.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
LONGEST_NAME = 31  # of a table; longer ones are cut by other programs
NAMES = "urn:oasis:names:tc:opendocument:xmlns:"
MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    f'<manifest:manifest xmlns:manifest="{NAMES}manifest:1.0" manifest:version="1.2">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{MEDIA_TYPES["ods"]}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)


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
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(sheet.columns)
    writer.writerows([_plain(value) for value in row] for row in sheet.rows)
    return out.getvalue().encode("utf-8-sig")  # without the mark, spreadsheets take Chinese for something else


def _plain(value: Value) -> str | int:
    match value:
        case None:
            return ""
        case date():
            return value.isoformat()
        case str() if value.startswith(FORMULA):
            return f"'{value}"
    return value


def _ods(sheet: Sheet) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        # The kind of file stands first and unpacked, so that it is known without opening it.
        archive.writestr(_entry("mimetype"), MEDIA_TYPES["ods"], zipfile.ZIP_STORED)
        archive.writestr(_entry("META-INF/manifest.xml"), MANIFEST)
        archive.writestr(_entry("content.xml"), "".join(_content(sheet)))
    return out.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    """Answer an entry without the time of writing: the same table is the same file."""
    entry = zipfile.ZipInfo(name)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _content(sheet: Sheet) -> Iterator[str]:
    spaces = " ".join(f'xmlns:{name}="{NAMES}{name}:1.0"' for name in ("office", "table", "text"))
    yield f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} office:version="1.2">'
    yield f"<office:body><office:spreadsheet><table:table table:name={quoteattr(sheet.title[:LONGEST_NAME])}>"
    yield from _row(sheet.columns)
    for row in sheet.rows:
        yield from _row(row)
    yield "</table:table></office:spreadsheet></office:body></office:document-content>"


def _row(values: Iterable[Value]) -> Iterator[str]:
    yield "<table:table-row>"
    yield from map(_cell, values)
    yield "</table:table-row>"


def _cell(value: Value) -> str:
    match value:
        case None | "":
            return "<table:table-cell/>"
        case int():
            kind = f'office:value-type="float" office:value="{value}"'
        case date():
            kind = f'office:value-type="date" office:date-value="{value.isoformat()}"'
        case _:
            kind = 'office:value-type="string"'
    return f"<table:table-cell {kind}><text:p>{escape(str(value))}</text:p></table:table-cell>"
