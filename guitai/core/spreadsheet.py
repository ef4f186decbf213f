"""A table as an OpenDocument spreadsheet; the same table is the same file, byte by byte."""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date
from xml.sax.saxutils import escape, quoteattr

Value = str | int | date | None
MEDIA_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
LONGEST_NAME = 31  # of a table; longer ones are cut by other programs
NAMES = "urn:oasis:names:tc:opendocument:xmlns:"
NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    f'<manifest:manifest xmlns:manifest="{NAMES}manifest:1.0" manifest:version="1.2">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{MEDIA_TYPE}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)


def ods(title: str, rows: Iterable[Iterable[Value]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        # The kind of file stands first and unpacked, so that it is known without opening it.
        archive.writestr(_entry("mimetype"), MEDIA_TYPE, zipfile.ZIP_STORED)
        archive.writestr(_entry("META-INF/manifest.xml"), MANIFEST)
        archive.writestr(_entry("content.xml"), "".join(_content(title, rows)))
    return out.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    """Answer an entry without the time of writing: the same table is the same file."""
    entry = zipfile.ZipInfo(name)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _content(title: str, rows: Iterable[Iterable[Value]]) -> Iterator[str]:
    spaces = " ".join(f'xmlns:{name}="{NAMES}{name}:1.0"' for name in ("office", "table", "text"))
    yield f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} office:version="1.2">'
    yield f"<office:body><office:spreadsheet><table:table table:name={quoteattr(_writable(title)[:LONGEST_NAME])}>"
    for row in rows:
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
            kind = 'office:value-type="string"'  # a text is shown, never calculated, whatever it begins with
    return f"<table:table-cell {kind}><text:p>{escape(_writable(str(value)))}</text:p></table:table-cell>"


def _writable(text: str) -> str:
    """Answer the text without what XML 1.0 cannot hold."""
    return NOT_IN_XML.sub("", text)
