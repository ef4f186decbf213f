"""The supervisor of PostgreSQL, against real servers."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from guitai.config import postgres_place
from guitai.config.environment import ROOT
from guitai.config.postgres import Cluster, processes_over
from guitai.config.postgres_place import Account, Installation, PostgresFailed

pytestmark = [pytest.mark.server, pytest.mark.slow]
MakeCluster = Callable[..., Cluster]
START = "import sys; from pathlib import Path; from guitai.config.postgres import Cluster; {}"
ENSURE = START.format("print(Cluster(Path(sys.argv[1])).ensure().pid)")
AS_NOBODY = Account("nobody", 65534, 65534)


def insert_rows(cluster: Cluster, count: int) -> None:
    with cluster.connect() as connection:
        connection.execute("CREATE TABLE kept (n int)")
        connection.execute("INSERT INTO kept SELECT generate_series(1, %s)", [count])


def rows(cluster: Cluster) -> int:
    with cluster.connect() as connection:
        answer = connection.execute("SELECT count(*) FROM kept").fetchone()
    return int(answer[0]) if answer else 0


def test_four_processes_that_start_it_at_once_get_one_server(make_cluster: MakeCluster) -> None:
    cluster = make_cluster()
    command = [sys.executable, "-c", ENSURE, str(cluster.asked_home)]

    starters = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    pids = {starter.communicate(timeout=60)[0].strip() for starter in starters}

    running = cluster.running()
    assert running is not None
    assert pids == {str(running.pid)}


def test_after_kill_9_the_committed_rows_are_there(make_cluster: MakeCluster) -> None:
    cluster = make_cluster()
    first = cluster.ensure()
    insert_rows(cluster, 500)

    os.kill(first.pid, signal.SIGKILL)
    while cluster.running():
        time.sleep(0.01)
    second = cluster.ensure()

    assert second.pid != first.pid
    assert second.port == first.port, "whoever was connected does not find it again"
    assert rows(cluster) == 500


def test_a_pid_file_that_names_a_stranger_does_not_keep_it_from_starting(make_cluster: MakeCluster) -> None:
    cluster = make_cluster()
    cluster.ensure()
    pid_file = cluster.data / "postmaster.pid"
    left_behind = pid_file.read_text(encoding="utf-8").splitlines()
    cluster.stop()
    pid_file.write_text("\n".join([str(os.getpid()), *left_behind[1:], ""]), encoding="utf-8")

    assert cluster.running() is None
    assert cluster.ensure().pid != os.getpid()


def test_a_wrong_password_is_refused_on_both_ways_in(make_cluster: MakeCluster) -> None:
    cluster = make_cluster()
    running = cluster.ensure()

    for host in ("127.0.0.1", running.socket):
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(host=host, port=running.port, user="postgres", password="wrong", dbname="postgres")


def test_it_listens_on_the_loopback_only_and_its_folders_are_closed(make_cluster: MakeCluster) -> None:
    cluster = make_cluster()
    running = cluster.ensure()

    with cluster.connect() as connection:
        answer = connection.execute("SHOW listen_addresses").fetchone()
    assert answer == ("127.0.0.1",)
    for folder in (cluster.data, Path(running.socket), cluster.home / "passwords"):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_clean_stop_leaves_no_process_and_no_pid_file(make_cluster: MakeCluster) -> None:
    cluster = make_cluster()
    cluster.ensure()

    assert cluster.stop()

    assert processes_over(cluster.data) == set()
    assert not (cluster.data / "postmaster.pid").exists()
    assert not cluster.stop()


def test_checksums_are_on_and_text_sorts_the_same_everywhere(make_cluster: MakeCluster) -> None:
    cluster = make_cluster()
    cluster.ensure()

    with cluster.connect() as connection:
        answer = connection.execute(
            "SELECT current_setting('data_checksums'), datlocprovider, datlocale FROM pg_database LIMIT 1"
        ).fetchone()

    assert answer == ("on", "b", "C.UTF-8")


def test_an_initdb_that_was_killed_half_way_is_begun_anew(make_cluster: MakeCluster) -> None:
    cluster = make_cluster()
    cluster.home.mkdir(exist_ok=True)
    (cluster.home / "data.new").mkdir()
    (cluster.home / "data.new" / "half").touch()

    assert cluster.ensure().pid


def test_a_home_with_a_long_path_gets_a_short_socket(open_folder: Path, make_cluster: MakeCluster) -> None:
    cluster = make_cluster(open_folder / ("櫃台" * 8) / ("x" * 60))

    running = cluster.ensure()

    assert len(f"{running.socket}/.s.PGSQL.{running.port}".encode()) <= postgres_place.LONGEST_SOCKET
    with cluster.connect() as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_data_of_another_major_version_is_left_alone(make_cluster: MakeCluster) -> None:
    cluster = make_cluster()
    cluster.home.mkdir(exist_ok=True)
    cluster.data.mkdir()
    (cluster.data / "PG_VERSION").write_text("14\n", encoding="ascii")

    with pytest.raises(PostgresFailed, match="is of PostgreSQL 14, installed is 18"):
        cluster.ensure()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives the server to another account")
def test_as_root_a_closed_home_gets_a_twin_that_the_account_can_enter(
    tmp_path: Path, make_cluster: MakeCluster
) -> None:
    tmp_path.chmod(0o700)
    cluster = make_cluster(tmp_path / "postgres")

    assert cluster.ensure().pid
    assert cluster.home.parent == Path("/var/lib")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives the server to another account")
def test_as_root_binaries_in_a_closed_folder_are_copied_beside_the_data(tmp_path: Path, open_folder: Path) -> None:
    closed = tmp_path / "pginstall" / "bin"
    closed.mkdir(parents=True)
    shutil.copy("/bin/true", closed / "postgres")
    tmp_path.chmod(0o700)

    found = postgres_place.runnable(Installation(closed, 18), open_folder, AS_NOBODY)

    assert found.bin.is_relative_to(open_folder)
    assert AS_NOBODY.can_enter(found.bin / "postgres")


@pytest.mark.skipif(os.geteuid() != 0, reason="this suite runs as an ordinary user already")
def test_an_ordinary_user_starts_and_stops_a_server_of_its_own(open_folder: Path) -> None:
    python = Path(f"/usr/bin/python{sys.version_info[0]}.{sys.version_info[1]}")
    packages = Path(psycopg.__file__).parents[1]
    if not (AS_NOBODY.can_enter(python) and AS_NOBODY.can_enter(packages)):
        pytest.skip("no Python or no packages that an ordinary user can read")
    home = AS_NOBODY.own(open_folder / "nobody")
    what = START.format("c = Cluster(Path(sys.argv[1])); r = c.ensure(); c.connect().close(); print(r.pid, c.stop())")

    told = AS_NOBODY.run(
        ["/usr/bin/env", f"PYTHONPATH={packages}:{ROOT}", str(python), "-c", what, str(home / "postgres")]
    )

    assert told.returncode == 0, told.stderr
    assert told.stdout.strip().endswith("True")


def test_somebody_elses_server_is_named_as_such(make_cluster: MakeCluster, monkeypatch: pytest.MonkeyPatch) -> None:
    cluster = make_cluster()
    cluster.home.mkdir(exist_ok=True)

    def refused(*_: object, **__: object) -> str:
        raise PermissionError

    monkeypatch.setattr(Path, "read_text", refused)

    with pytest.raises(PostgresFailed, match="belongs to another user"):
        cluster.running()
