"""What somebody sends: looked at by the scanner, redrawn, and looked at again as it will be kept."""

import logging
from dataclasses import dataclass
from hashlib import sha256
from weakref import WeakKeyDictionary

from django.conf import settings
from django.utils.translation import gettext as _

from guitai.files import kinds, scanner
from guitai.files.scanner import Verdict
from guitai.files.terms import FileRefused, Scan, Upload

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Taken:
    """What is kept of a file, what the scanner says of it, and by what the sender can show that she sent it."""

    content: kinds.Content
    scan: Scan
    original_sha256: str = ""


# A form judges a file before it stores it: within one request it is read once.
_taken: "WeakKeyDictionary[Upload, Taken]" = WeakKeyDictionary()


def take(upload: Upload) -> Taken:
    """Answer what is kept of the upload; raises FileRefused with words that help."""
    if upload not in _taken:
        _taken[upload] = _take(_bytes_of(upload))
    return _taken[upload]


def _take(data: bytes) -> Taken:
    knows = bool(settings.SCANNER_SOCKET) and len(data) <= kinds.MOST_BYTES and _looked_at(data)
    content = kinds.read(data)
    clean = knows and _looked_at(content.data)
    return Taken(content, Scan.CLEAN if clean else Scan.WAITING, sha256(data).hexdigest())


def _looked_at(data: bytes) -> bool:
    """Answer whether the scanner calls it clean; raises FileRefused where it has found something."""
    seen = scanner.look(data)
    if seen.verdict is Verdict.INFECTED:
        logger.warning("An upload was refused: %s", seen.detail)
        raise FileRefused(
            _("Our virus scanner does not let this file pass. Send another one, or take a photo of the paper.")
        )
    if seen.verdict is Verdict.UNKNOWN:
        logger.warning("The virus scanner has no say: %s", seen.detail)
    return seen.verdict is Verdict.CLEAN


def _bytes_of(upload: Upload) -> bytes:
    """Answer the bytes, reading little more than may be stored."""
    upload.seek(0)
    return bytes(upload.read(kinds.MOST_BYTES + 1))
