"""Our supervisor of one PostgreSQL server: whoever asks first starts it, everybody uses it, one command stops it."""

import fcntl
import os
import secrets
import shlex
import shutil
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import psycopg

from guitai.config.postgres_place import (
    Account,
    Installation,
    PostgresFailed,
    account,
    installation,
    runnable,
    socket_folder,
    within_reach,
)

SUPERUSER = "postgres"
START_LIMIT = 120  # seconds; crash recovery of a large database may need them
_NOT_DURABLE = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "autovacuum": "off"}


@dataclass(frozen=True)
class Running:
    pid: int
    port: int
    socket: str


@dataclass(frozen=True)
class Cluster:
    """One data folder and the server over it."""

    asked_home: Path
    installed: Installation = field(default_factory=installation)
    durable: bool = True
    port: int = 0  # 0 takes a free one and listens on 127.0.0.1 too; any other is only the name of the socket

    @cached_property
    def account(self) -> Account:
        return account()

    @cached_property
    def home(self) -> Path:
        return within_reach(self.asked_home, self.account)

    @cached_property
    def binaries(self) -> Path:
        return runnable(self.installed, self.home, self.account).bin

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def log(self) -> Path:
        return socket_folder(self.home, self.account) / "server.log"

    def running(self) -> Running | None:
        """Answer the server that lives now; a stale pid file is no server."""
        lines = _lines(self.data / "postmaster.pid")
        match lines:
            case [pid, _data, _since, port, folder, _address, _memory, status, *_] if status.startswith("ready"):
                alive = int(pid) in processes_over(self.data)
                return Running(pid=int(pid), port=int(port), socket=folder) if alive else None
            case _:
                return None

    def ensure(self) -> Running:
        """The server runs, whoever started it."""
        with self.locked():
            found = self.running()
            if found is None:
                self._initialise()
                before = self._port_before()
                self._clear_stale_pid(before)
                found = self._start(before)
            return found

    def stop(self) -> bool:
        """The server has ended cleanly; answers whether there was one."""
        with self.locked():
            if not processes_over(self.data):
                return False
            told = self._pg_ctl("stop", "-m", "fast", "-w", "-t", str(START_LIMIT))
            if told is not None:
                raise PostgresFailed(f"PostgreSQL does not stop: {told}")
            return True

    def password(self, role: str) -> str:
        return password_of(role, folder=self.home / "passwords")

    def connect(self, role: str = SUPERUSER, database: str = "postgres") -> psycopg.Connection:
        server = self.running()
        if server is None:
            raise PostgresFailed("PostgreSQL is not running: `guitai database start`.")
        return psycopg.connect(
            host=server.socket,
            port=server.port,
            user=role,
            password=self.password(role),
            dbname=database,
            autocommit=True,
        )

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Nobody else starts, stops or prepares this server while the block runs."""
        with (self.home / "lock").open("a") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield

    def _initialise(self) -> None:
        version = _lines(self.data / "PG_VERSION")
        if version and int(version[0]) != self.installed.version:
            raise PostgresFailed(f"{self.data} is of PostgreSQL {version[0]}, installed is {self.installed.version}.")
        if version:
            return
        # Beside the final place first: a machine that dies here leaves nothing half made.
        fresh = self.home / "data.new"
        shutil.rmtree(fresh, ignore_errors=True)
        self.account.own(fresh)
        pwfile = fresh.with_suffix(".password")
        pwfile.unlink(missing_ok=True)
        pwfile.touch(mode=0o600)
        pwfile.write_text(self.password(SUPERUSER), encoding="ascii")
        os.chown(pwfile, self.account.uid, self.account.gid)
        try:
            self._initdb(fresh, pwfile)
        finally:
            pwfile.unlink()
        fresh.rename(self.data)

    def _initdb(self, folder: Path, pwfile: Path) -> None:
        command = [str(self.binaries / "initdb"), "-D", str(folder), f"--username={SUPERUSER}", "--encoding=UTF8"]
        command += ["--auth=scram-sha-256", f"--pwfile={pwfile}", "--data-checksums", *self.installed.locale]
        told = self.account.run(command if self.durable else [*command, "--no-sync"])
        if told.returncode:
            raise PostgresFailed(f"initdb failed: {_last_line(told.stderr)}")

    def _clear_stale_pid(self, port: int) -> None:
        """No process of a server that was killed is left, and its pid file, which may name a stranger, is gone."""
        until = time.monotonic() + START_LIMIT
        while processes_over(self.data):
            if time.monotonic() > until:
                raise PostgresFailed(f"Processes of an earlier server still use {self.data}.")
            time.sleep(0.05)
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        (self.log.parent / f".s.PGSQL.{port}.lock").unlink(missing_ok=True)

    def _port_before(self) -> int:
        """Answer the port of a server that was killed, so that whoever was connected finds it again; 0 for none."""
        match _lines(self.data / "postmaster.pid"):
            case [_pid, _data, _since, port, *_] if port.isdigit():
                return int(port)
            case _:
                return 0

    def _start(self, before: int) -> Running:
        told: str | None = ""
        # The port before, unless somebody took it; between choosing a free one and taking it somebody may be quicker.
        for port in (before, 0, 0):
            options = shlex.join(f"-c{name}={value}" for name, value in self._options(port).items())
            told = self._pg_ctl("start", "-w", "-t", str(START_LIMIT), "-l", str(self.log), "-o", options)
            found = self.running()
            if found:
                return found
        raise PostgresFailed(f"PostgreSQL does not start: {told} See {self.log}.")

    def _options(self, port: int) -> dict[str, str]:
        shared = {
            "listen_addresses": "" if self.port else "127.0.0.1",
            "port": str(self.port or port or _free_port()),
            "unix_socket_directories": str(self.log.parent),
            "unix_socket_permissions": "0700",
            "max_connections": "200",
            "timezone": "UTC",
            "jit": "off",
        }
        return shared if self.durable else shared | _NOT_DURABLE

    def _pg_ctl(self, *words: str) -> str | None:
        """Answer None when it went well, else the last line of what pg_ctl said."""
        told = self.account.run([str(self.binaries / "pg_ctl"), "-D", str(self.data), *words], timeout=START_LIMIT + 10)
        return _last_line(told.stderr or told.stdout) if told.returncode else None


def password_of(role: str, *, folder: Path) -> str:
    """Answer the role's password; made on first asking, readable by us only."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / role
    if not path.exists():
        fresh = folder / f".{role}.{os.getpid()}"
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_hex(24), encoding="ascii")
        _keep_first(fresh, path)
    return path.read_text(encoding="ascii")


def processes_over(data: Path) -> set[int]:
    """Answer every process that works in the data folder: the postmaster and its children change into it."""
    target = os.path.realpath(data)
    found = set()
    for entry in os.scandir("/proc"):
        if entry.name.isdigit():
            try:
                if str(Path(entry.path, "cwd").readlink()) == target:
                    found.add(int(entry.name))
            except OSError:  # ended meanwhile, or of another user: not our server
                continue
    return found


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except (FileNotFoundError, NotADirectoryError):
        return []
    except PermissionError:
        raise PostgresFailed(f"{path.parent} belongs to another user: run as that user, or set GUITAI_VAR.") from None


def _keep_first(fresh: Path, path: Path) -> None:
    """The file is at its place; when somebody was quicker, theirs stays."""
    try:
        os.link(fresh, path)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _last_line(words: str) -> str:
    lines = words.strip().splitlines()
    return lines[-1] if lines else ""
