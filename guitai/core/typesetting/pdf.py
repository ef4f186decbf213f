"""A template of ours and plain data become a PDF; equal data give equal bytes on any day."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import typst

from guitai.core.typesetting import fonts


def compile_pdf(template: Path, data: Mapping[str, object], *, day: date, archive: bool = False) -> bytes:
    """Answer the PDF (PDF/A-2b for the archive); data travel as JSON text, so nothing in them is ever markup."""
    pdf = typst.compile(
        template,
        root=template.parent,
        font_paths=fonts.load(fonts.folders()),
        sys_inputs={name: json.dumps(value, ensure_ascii=False) for name, value in data.items()},
        pdf_standards="a-2b" if archive else None,
        timestamp=datetime(day.year, day.month, day.day, tzinfo=UTC),
        format="pdf",
    )
    return bytes(pdf)
