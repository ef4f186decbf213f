"""What must be true before anything starts; each check passes silently or says one line a person can act on."""

import contextlib
import os
import shutil
import socket
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from guitai.config import demo_only
from guitai.config.database_address import Address
from guitai.config.terms import CannotStart

OLDEST_PYTHON = (3, 11)
FIRST_PYTHON_TOO_NEW = (3, 14)
OLDEST_POSTGRES = 15
LEAST_SPACE = 500 * 1024 * 1024
LAST_PORT = 65535


def python(version: tuple[int, int] = sys.version_info[:2]) -> None:
    if not OLDEST_PYTHON <= version < FIRST_PYTHON_TOO_NEW:
        raise CannotStart(f"Python {version[0]}.{version[1]} does not fit: use 3.11, 3.12 or 3.13.")


def assets(collected: Path) -> None:
    """The pages have their style sheets, or the reader knows what builds them."""
    if (collected / "staticfiles.json").is_file():
        return
    if shutil.which("node") is None:
        raise CannotStart(
            "No Node.js: the style sheets cannot be built. Install Node.js 20 or newer (apt install nodejs npm)."
        )
    raise CannotStart(f"No style sheets in {collected}: run `make setup`.")


def writable(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as problem:
        raise CannotStart(
            f"{folder} cannot be written ({problem.strerror}): change its owner, or set GUITAI_VAR."
        ) from None


def disk_space(folder: Path, *, least: int = LEAST_SPACE) -> None:
    free = shutil.disk_usage(folder).free
    if free < least:
        raise CannotStart(f"The disk of {folder} is full: {free >> 20} MB free, {least >> 20} MB needed.")


def ports_free(ports: Iterable[int], *, remedy: str = "Stop what uses it, or choose another with --port.") -> None:
    for port in ports:
        if not 0 < port <= LAST_PORT:
            raise CannotStart(f"There is no port {port}: choose one below {LAST_PORT} with --port.")
        with contextlib.closing(socket.socket()) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError as problem:
                raise CannotStart(f"Port {port} cannot be used ({os.strerror(problem.errno or 0)}). {remedy}") from None


def https_abroad(base_url: str) -> None:
    """Whoever is served over a network is served over https; plain http stays on this machine."""
    if urlsplit(base_url).scheme != "https" and demo_only.strangers(base_url, ()):
        raise CannotStart(
            f"GUITAI_BASE_URL is {base_url}: give the https address people use; http is for localhost only."
        )


def postgres(address: Address) -> None:
    """The database answers, lets us in, and is new enough."""
    if not address.running:
        raise CannotStart("The embedded PostgreSQL is not running: `guitai database start`.")
    try:
        with psycopg.connect(address.libpq()) as session:
            version = session.info.server_version // 10000
    except psycopg.OperationalError as problem:
        words = str(problem).strip().splitlines()[-1]
        raise CannotStart(f"The database at {address.host}:{address.port} refuses {address.user}: {words}") from None
    if version < OLDEST_POSTGRES:
        raise CannotStart(f"PostgreSQL {version} is too old: {OLDEST_POSTGRES} or newer is needed.")
