"""The command `guitai`: a table of what there is; only the module of the asked command is loaded."""

import importlib
import os
import sys
from dataclasses import dataclass

import django

from guitai.config.postgres_place import PostgresFailed
from guitai.config.terms import CannotStart


@dataclass(frozen=True)
class Command:
    """A module with main(argv) -> int, which needs Django's settings or does not, and acts in the database as role."""

    module: str
    about: str
    django: bool = True
    role: str = "owner"
    settings: str = "guitai.config.settings"
    reads: str = ""  # its row in settings.READINGS, for a command that may open somebody's data


COMMANDS = {
    "run": Command("guitai.config.commands.run", "start everything on this machine; Ctrl-C stops it", django=False),
    "web": Command("guitai.config.commands.web", "serve the pages", role="web"),
    "attachments": Command(
        "guitai.config.commands.attachments",
        "hand out attachments at their own address",
        role="web",
        settings="guitai.config.files_settings",
    ),
    "scanner": Command(
        "guitai.config.commands.scanner", "look for viruses in attachments (clamd with our settings)", django=False
    ),
    "waiting-room": Command("guitai.config.commands.waiting_room", "let people wait for their turn", role="web"),
    "worker": Command("guitai.config.commands.worker", "do the background work", role="worker"),
    "sequencer": Command("guitai.config.commands.sequencer", "chain and sign the audit", role="audit"),
    "secrets": Command("guitai.config.commands.secrets", "make keys for the demo of this machine", django=False),
    "migrate": Command(
        "guitai.config.commands.migrate", "bring the database to this version, set its rights", django=False
    ),
    "prepare": Command("guitai.config.commands.prepare", "migrate, then load the demo if it is one", django=False),
    "database": Command(
        "guitai.config.commands.database", "start | stop | status of the embedded server", django=False
    ),
    "services": Command("guitai.catalogue.commands", "check | test | publish service folders"),
    "decide": Command("guitai.catalogue.decide", "decide one situation by the rules of a service", django=False),
    "reports": Command("guitai.reports.commands", "rebuild the statistics from the cases", reads="reports"),
    "audit": Command("guitai.config.commands.audit", "verify | export | status of the audit", role="audit"),
    "keys": Command(
        "guitai.config.commands.keys", "status | rotate | shred | reseal: the keys of personal values", reads="keys"
    ),
    "docs": Command("guitai.config.commands.docs", "write the generated pages of docs/reference/", django=False),
    "agencies": Command(
        "guitai.config.commands.agencies", "load | describe | appoint: the first people of an office", reads="agencies"
    ),
    "demo": Command("guitai.config.demo", "load | clock: the invented county", reads="demo"),
}


def main(arguments: list[str] | None = None) -> int:
    told = sys.argv[1:] if arguments is None else arguments
    command = COMMANDS.get(told[0]) if told else None
    if command is None:
        asked_for_help = bool(told) and told[0] in {"-h", "--help", "help"}
        (sys.stdout if asked_for_help else sys.stderr).write(usage())
        return 0 if asked_for_help else 2
    try:
        return run(command, told[1:])
    except (CannotStart, PostgresFailed) as problem:
        sys.stderr.write(f"guitai: {problem}\n")
        return 1


def run(command: Command, arguments: list[str]) -> int:
    """The command has done its work in this process; answers its exit code."""
    if command.django:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", command.settings)
        os.environ.setdefault("GUITAI_DB_ROLE", command.role)
        django.setup()
    main = importlib.import_module(command.module).main
    if not command.reads:
        return int(main(arguments))
    viewing = importlib.import_module("guitai.audit.viewing")  # its models need Django to be set up
    with viewing.by_command(command.reads):
        return int(main(arguments))


def usage() -> str:
    lines = [f"  guitai {name:<10} {command.about}\n" for name, command in COMMANDS.items()]
    return "".join(["Usage:\n", *lines])


if __name__ == "__main__":
    sys.exit(main())
