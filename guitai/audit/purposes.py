"""Why data are read: the table that config writes, one row for each route, job and command."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.conf import settings
from django.utils.module_loading import import_string

from guitai.core.texts import Text


class Kind(StrEnum):
    """In what way data left, or were used."""

    PAGE = "page"
    FILE = "file"
    EXPORT = "export"
    PRINT = "print"
    JOB = "job"
    COMMAND = "command"
    QUESTION = "question"
    API = "api"


@dataclass(frozen=True)
class Purpose:
    """A purpose in words for the person concerned, and the article that allows it, cited as services cite."""

    words: Text
    basis: str


@dataclass(frozen=True)
class Use:
    """What somebody who comes this way reads for: a key of the purposes, and the way."""

    purpose: str
    kind: Kind = Kind.PAGE


@dataclass(frozen=True)
class Table:
    """All purposes and all ways; a way without its row reads nobody's data but the visitor's own."""

    purposes: Mapping[str, Purpose]
    routes: Mapping[str, Use]
    jobs: Mapping[str, Use]
    commands: Mapping[str, Use]


def table() -> Table:
    found: Table = import_string(settings.READINGS)
    return found


UNKNOWN = Use("", Kind.JOB)  # whoever comes this way may open nobody's data: writing the record is refused


def basis_of(use: Use) -> str:
    return table().purposes[use.purpose].basis if use.purpose else ""


def of_route(name: str) -> Use:
    return table().routes.get(name, UNKNOWN)


def of_job(name: str) -> Use:
    return table().jobs.get(name, UNKNOWN)


def of_command(name: str) -> Use:
    return table().commands.get(name, UNKNOWN)
