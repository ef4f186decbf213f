"""commands.md: what `guitai` can be told, in the words it says itself."""

import importlib
import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout

from guitai.config import cli
from guitai.config.reference.markdown import head, table

WIDTH = "100"


def page() -> str:
    title = head("Commands", "guitai/config/cli.py and the help of each command")
    rows = [(f"`guitai {name}`", command.about) for name, command in cli.COMMANDS.items()]
    helps = [f"## guitai {name}\n\n```\n{_help(command)}\n```\n" for name, command in cli.COMMANDS.items()]
    return "\n".join([title, table(["command", "does"], rows), *helps])


def _help(command: cli.Command) -> str:
    """Answer what the command says when asked for help; asked so, none does anything."""
    said, name = io.StringIO(), sys.argv[0]
    with _terminal_of(WIDTH), redirect_stdout(said), redirect_stderr(said):
        try:
            importlib.import_module(command.module).main(["--help"])
        except SystemExit as end:
            said.write(end.code if isinstance(end.code, str) else "")
    return said.getvalue().replace(name, "guitai").strip()


@contextmanager
def _terminal_of(columns: str) -> Iterator[None]:
    """Help is broken into lines by the width of the terminal: the same everywhere."""
    before = os.environ.get("COLUMNS")
    os.environ["COLUMNS"] = columns
    try:
        yield
    finally:
        if before is None:
            del os.environ["COLUMNS"]
        else:
            os.environ["COLUMNS"] = before
