"""guitai audit: verify | export | status of the record of who did and saw what."""

from collections.abc import Callable, Sequence

from guitai.audit import commands
from guitai.catalogue import disclosure
from guitai.core import clock


def export(arguments: Sequence[str]) -> int:
    """A person's list leaves out what she is told later, as her page does."""
    return commands.export_command(arguments, disclosure.held(now=clock.now()))


VERBS: dict[str, Callable[[Sequence[str]], int]] = {
    "verify": commands.verify_command,
    "export": export,
    "status": commands.status_command,
}


def main(arguments: list[str]) -> int:
    verb = VERBS.get(arguments[0]) if arguments else None
    if verb is None:
        raise SystemExit(f"usage: guitai audit {' | '.join(VERBS)}")
    return verb(arguments[1:])
