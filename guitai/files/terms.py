"""The words of stored files and the errors of storing them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeAlias

from django.core.files.uploadedfile import UploadedFile

Upload: TypeAlias = "UploadedFile[Any]"  # as request.FILES gives them

JPEG, PNG, PDF = "image/jpeg", "image/png", "application/pdf"
DRAFT = "draft:"  # a holder that may still give the file away: swept with its draft, taken over by a case
EXTENSIONS = {JPEG: "jpg", PNG: "png", PDF: "pdf"}


class Scan(StrEnum):
    """What is known about viruses in the bytes that are kept."""

    WAITING = "waiting"  # nobody has looked: not handed out
    CLEAN = "clean"
    INFECTED = "infected"  # never handed out
    OWN = "own"  # a letter or print-out that we made ourselves


@dataclass(frozen=True)
class FileView:
    """A stored file as others may know it."""

    ref: str
    owner: str
    holder: str  # "" for nobody yet; a draft; or the case it belongs to
    name: str
    media_type: str
    size: int
    sha256: str
    created_at: datetime
    pages: int = 1
    scan: Scan = Scan.WAITING
    opens: bool = False  # whether it may be handed out, as far as viruses go


class FileError(Exception):
    """Something about a file that its owner can act on."""


class FileRefused(FileError):
    """The file is not taken; the words say why and what to do."""


class QuotaReached(FileRefused):
    pass


class NoSuchFile(FileError):
    pass


class NotCheckedYet(FileError):
    """The scanner has not looked at the file, or has found something: nobody gets it."""


class LinkRefused(FileError):
    """The link is not ours, too old, used, or its reader may not have the file any more."""


class NotYours(FileError):
    """Somebody names a file that another person stored."""


class BlobBroken(FileError):
    """The stored bytes are not what was stored."""


@dataclass(frozen=True)
class Judgement:
    """What is wrong with a file before it is stored: refused is final, doubts only ask to look again."""

    refused: str = ""
    doubts: tuple[str, ...] = ()
