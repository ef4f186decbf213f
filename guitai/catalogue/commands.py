"""`guitai services check|test|publish [FOLDER …]`: the same checks at the command line and in CI."""

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from guitai.catalogue import actions, decide, reading
from guitai.catalogue.terms import Service, ServiceWrong
from guitai.core import clock
from guitai.facts.terms import Unreadable

USAGE = "usage: guitai services check|test|publish [FOLDER …]\n"


def main(arguments: list[str]) -> int:
    """Do it to the named folders, or to all; 0 when all is well, 1 when something is refused, 2 for a wrong call."""
    verb = VERBS.get(arguments[0]) if arguments else None
    if verb is None:
        sys.stderr.write(USAGE)
        return 2
    folders = [Path(name).resolve() for name in arguments[1:]] or reading.folders(settings.SERVICES_DIR)
    return max((_one(verb, folder) for folder in folders), default=0)


def _one(verb: Callable[[Path], str], folder: Path) -> int:
    try:
        sys.stdout.write(f"{folder.name}: {verb(folder)}\n")
    except (ServiceWrong, Unreadable, OSError) as refusal:
        sys.stderr.write(f"{folder.name}: {refusal}\n")
        return 1
    return 0


def check(folder: Path) -> str:
    """Answer that the folder can be used; raises ServiceWrong."""
    _read(folder)
    return "ok"


def test(folder: Path) -> str:
    """Answer how many examples hold; raises ServiceWrong with those that do not."""
    judged = [one for file in sorted(folder.glob("examples/*.yaml")) for one in decide.judge(_benefit(folder), file)]
    wrong = [f"{one.situation.id}: {'; '.join(one.unmet)}" for one in judged if one.unmet]
    if wrong or not judged:
        raise ServiceWrong("\n".join(wrong) or "there are no examples")
    return f"{len(judged)} examples hold"


def publish(folder: Path) -> str:
    service = actions.publish(folder, actor="system:command", now=clock.now())
    return f"edition {service.number}"


def _benefit(folder: Path) -> str:
    return _read(folder).key


def _read(folder: Path) -> Service:
    """Answer the folder's service without asking a database for anything, the time included."""
    unpublished = datetime.min.replace(tzinfo=UTC)
    allowed = settings.ASSUMED_PARAMETERS_ALLOWED
    return reading.read_service(reading.files_of(folder), number=0, published_at=unpublished, assumed_allowed=allowed)


VERBS: dict[str, Callable[[Path], str]] = {"check": check, "test": test, "publish": publish}
