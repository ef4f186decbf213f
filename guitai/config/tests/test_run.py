"""`guitai run` and the separate commands of production, as whole processes."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import psycopg
import pytest

from guitai.config.commands.run import only_one
from guitai.config.plan import Plan
from guitai.config.postgres import Cluster, processes_over
from guitai.config.postgres_place import DEBIAN
from guitai.config.terms import CannotStart

GUITAI = [sys.executable, "-m", "guitai.config.cli"]
PATIENCE = 240


def children_of(pid: int) -> dict[str, int]:
    """Answer what runs below the process: its command line and its pid."""
    below = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return {
        Path(f"/proc/{each}/cmdline").read_text(encoding="utf-8").replace("\0", " ").strip(): int(each)
        for each in below
    }


def read_until(process: "subprocess.Popen[str]", words: str) -> str:
    until = time.monotonic() + PATIENCE
    said = ""
    assert process.stdout is not None
    for line in process.stdout:
        said += line
        if words in line:
            return said
        assert time.monotonic() < until, said
    raise AssertionError(said)


def wait_until_answered(address: str) -> None:
    until = time.monotonic() + 60
    while httpx.get(address).status_code != httpx.codes.OK:
        assert time.monotonic() < until
        time.sleep(0.2)


def free_block(size: int) -> int:
    """Answer the first of a row of ports nobody uses."""
    for first in range(20000, 60000, size):
        with contextlib.ExitStack() as stack:
            try:
                for port in range(first, first + size):
                    stack.enter_context(contextlib.closing(socket.socket())).bind(("127.0.0.1", port))
            except OSError:
                continue
            return first
    raise AssertionError("no free ports")


@pytest.fixture
def running(open_folder: Path, bare_environment: dict[str, str]) -> "Iterator[tuple[subprocess.Popen[str], Plan]]":
    plan = Plan(free_block(14), open_folder / "var", demo=True)
    told = {name: value for name, value in bare_environment.items() if not name.endswith("_KEY")}
    command = [*GUITAI, "run", f"--port={plan.port}"]
    with subprocess.Popen(command, env=told, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        yield process, plan
        process.terminate()


@pytest.mark.server
@pytest.mark.slow
def test_one_command_starts_everything_revives_what_dies_and_ends_without_a_trace(
    running: "tuple[subprocess.Popen[str], Plan]",
) -> None:
    process, plan = running
    said = read_until(process, "Ctrl-C")
    assert plan.base_url in said
    assert "@" in said, "no sign-ins were shown"
    assert httpx.get(plan.base_url, follow_redirects=True).status_code == httpx.codes.OK
    below = children_of(process.pid)
    data = plan.var / "postgres" / "data"
    assert processes_over(data)

    worker = next(pid for args, pid in below.items() if args.endswith("cli worker"))
    os.kill(worker, signal.SIGKILL)
    read_until(process, "worker has died and is started again")
    below |= children_of(process.pid)
    postmaster = (data / "postmaster.pid").read_text(encoding="utf-8").splitlines()[0]
    os.kill(int(postmaster), signal.SIGKILL)
    read_until(process, "PostgreSQL has died and is started again")
    wait_until_answered(f"{plan.base_url}/services/?q=x")
    below |= children_of(process.pid)
    process.send_signal(signal.SIGINT)

    assert process.wait(timeout=60) == 0
    assert not [args for args, pid in below.items() if Path(f"/proc/{pid}").exists()]
    assert processes_over(data) == set()


def test_a_second_run_in_the_same_folder_is_refused_and_a_dead_one_is_forgotten(tmp_path: Path) -> None:
    path = tmp_path / "run.lock"
    path.write_text("4194304", encoding="ascii")

    with (
        only_one(path),
        pytest.raises(CannotStart, match=f"Already running here as process {os.getpid()}"),
        only_one(path),
    ):
        pass


@pytest.mark.server
@pytest.mark.slow
@pytest.mark.skipif(not (DEBIAN / "15" / "bin").exists(), reason="no PostgreSQL 15: apt install postgresql-15")
def test_an_outside_postgres_15_gets_roles_tables_and_rights(
    make_cluster: Callable[..., Cluster], bare_environment: dict[str, str]
) -> None:
    cluster = make_cluster(major=15)
    port = cluster.ensure().port
    with cluster.connect() as connection:
        connection.execute("CREATE ROLE office LOGIN CREATEROLE PASSWORD 'of-the-office'")
        connection.execute("CREATE DATABASE counter OWNER office")
    told = bare_environment | {"DATABASE_URL": f"postgresql://office:of-the-office@127.0.0.1:{port}/counter"}

    for _again in range(2):
        done = subprocess.run([*GUITAI, "migrate"], env=told, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr

    passwords = Path(told["GUITAI_VAR"]) / "database-passwords"
    password = (passwords / "guitai_worker").read_text(encoding="ascii")
    address = f"host=127.0.0.1 port={port} dbname=counter user=guitai_worker password={password}"
    with psycopg.connect(address) as session, pytest.raises(psycopg.errors.InsufficientPrivilege):
        session.execute("SELECT password FROM accounts_account")
