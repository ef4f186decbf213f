"""Where a PDF is drawn anew: in a process of its own that may use little and knows nothing of ours."""

import subprocess
import sys
from pathlib import Path

from django.utils.translation import gettext as _

from guitai.files import cleaning
from guitai.files.terms import FileRefused

SCRIPT = Path(cleaning.__file__)
PATIENCE = 60.0  # seconds; its own limit of processor time ends most others before


def draw_anew(data: bytes) -> cleaning.Drawn:
    """Answer the document as pictures of its pages; raises FileRefused with words that say what to do."""
    try:
        ended = subprocess.run(  # noqa: S603 - our own script, no words of anybody
            [sys.executable, "-I", str(SCRIPT)],
            input=data,
            capture_output=True,
            timeout=PATIENCE,
            env={},
            cwd="/",
            check=False,
        )
    except subprocess.TimeoutExpired as slow:
        raise FileRefused(_too_much()) from slow
    match ended.returncode:
        case cleaning.DRAWN:
            return cleaning.Drawn(ended.stdout, _pages_of(ended.stderr))
        case cleaning.WRONG_PAGES:
            words = _("This PDF has %(pages)s pages; it must have 1 to %(most)s.")
            raise FileRefused(words % {"pages": _pages_of(ended.stderr), "most": cleaning.MOST_PAGES})
        case cleaning.NOT_OPENED:
            words = _(
                "This PDF cannot be opened. Perhaps it has a password. Save it without one, or take a photo of it."
            )
            raise FileRefused(words)
        case _:  # too large, or ended by the kernel
            raise FileRefused(_too_much())


def _pages_of(told: bytes) -> int:
    return int(told) if told.isdigit() else 0


def _too_much() -> str:
    return _("This PDF is too complicated to be opened safely. Print it as a new PDF, or take a photo of its pages.")
