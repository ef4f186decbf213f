"""Each thing that keeps us from starting is said in one line."""

import contextlib
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from guitai.config import cli, environment, preflight, schema
from guitai.config.database_address import NOWHERE, Address
from guitai.config.terms import CannotStart

GUITAI = [sys.executable, "-m", "guitai.config.cli"]


def guitai(*words: str, told: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*GUITAI, *words], env=told, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize("version", [(3, 10), (3, 14), (2, 7)])
def test_a_wrong_python_is_named(version: tuple[int, int]) -> None:
    with pytest.raises(CannotStart, match=rf"Python {version[0]}\.{version[1]} does not fit"):
        preflight.python(version)


def test_this_python_fits() -> None:
    preflight.python()


def test_without_style_sheets_and_without_node_the_remedy_is_to_install_node(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")

    with pytest.raises(CannotStart, match=r"No Node\.js"):
        preflight.assets(tmp_path)


def test_without_style_sheets_but_with_node_the_remedy_is_to_build_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "node").touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(CannotStart, match="make setup"):
        preflight.assets(tmp_path)


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(CannotStart, match="cannot be written"):
        preflight.writable(tmp_path / "file" / "var")


def test_a_full_disk_is_said_in_megabytes(tmp_path: Path) -> None:
    with pytest.raises(CannotStart, match=r"is full: [0-9]+ MB free"):
        preflight.disk_space(tmp_path, least=2**62)


@pytest.mark.server
def test_a_taken_port_is_named() -> None:
    with contextlib.closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(CannotStart, match=f"Port {port} cannot be used"):
            preflight.ports_free([port])


@pytest.mark.parametrize("port", [0, -1, 65536])
def test_what_is_no_port_is_said_in_one_line(port: int) -> None:
    with pytest.raises(CannotStart, match=f"There is no port {port}"):
        preflight.ports_free([port])


def test_plain_http_is_for_this_machine_only() -> None:
    preflight.https_abroad("http://localhost:8000")
    preflight.https_abroad("https://counter.example.gov.tw")

    with pytest.raises(CannotStart, match="https address"):
        preflight.https_abroad("http://counter.example.gov.tw")


@pytest.mark.server
def test_a_database_that_cannot_be_reached_is_named() -> None:
    with pytest.raises(CannotStart, match=r"database at 127\.0\.0\.1:9 refuses somebody"):
        preflight.postgres(Address("127.0.0.1", "9", "somebody", "secret", "guitai"))


def test_an_embedded_database_that_does_not_run_has_its_own_remedy() -> None:
    with pytest.raises(CannotStart, match="guitai database start"):
        preflight.postgres(Address("127.0.0.1", NOWHERE, "guitai_web", "", "guitai"))


@pytest.mark.django_db
def test_a_postgres_that_is_too_old_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preflight, "OLDEST_POSTGRES", 99)
    told = connection.settings_dict

    with pytest.raises(CannotStart, match="is too old: 99 or newer"):
        preflight.postgres(Address(told["HOST"], told["PORT"], told["USER"], told["PASSWORD"], told["NAME"]))


@pytest.mark.django_db
def test_an_old_schema_is_refused_with_the_first_missing_migration() -> None:
    schema.require_current()
    newest = next(name for app, name in MigrationLoader(connection).graph.leaf_nodes() if app == "accounts")
    MigrationRecorder(connection).record_unapplied("accounts", newest)

    with pytest.raises(CannotStart, match=rf"accounts\.{newest} is missing\. Run `guitai migrate`"):
        schema.require_current()


@pytest.mark.parametrize("key", ["short", "z" * 64])
def test_a_master_key_that_is_no_key_is_refused(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUITAI_MASTER_KEY", key)

    with pytest.raises(CannotStart, match="GUITAI_MASTER_KEY is no key"):
        environment.hex_key("GUITAI_MASTER_KEY", "")


def test_the_demos_secrets_are_made_once_and_only_we_can_read_them(tmp_path: Path) -> None:
    path = tmp_path / "secrets.env"

    assert environment.make_demo_secrets(path)
    first = environment.read_secrets_file(path)
    assert not environment.make_demo_secrets(path)

    assert environment.read_secrets_file(path) == first
    assert first.keys() == {"GUITAI_DEMO", "GUITAI_SECRET_KEY", "GUITAI_MASTER_KEY"}
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.server
@pytest.mark.parametrize("command", ["web", "worker", "sequencer", "migrate", "prepare"])
def test_without_a_master_key_nothing_starts_and_one_line_says_so(
    command: str, bare_environment: dict[str, str]
) -> None:
    del bare_environment["GUITAI_MASTER_KEY"]

    told = guitai(command, told=bare_environment)

    assert told.returncode == 1
    assert told.stderr.splitlines() == [
        "guitai: GUITAI_MASTER_KEY is missing. Put 64 hex digits into the secrets file or the environment."
    ]
    assert not (Path(bare_environment["GUITAI_VAR"]) / "postgres" / "data").exists()


@pytest.mark.server
@pytest.mark.slow
@pytest.mark.parametrize("command", ["web", "worker", "sequencer"])
def test_without_a_database_nothing_serves_and_one_line_says_so(command: str, bare_environment: dict[str, str]) -> None:
    told = guitai(command, told=bare_environment)

    assert told.returncode == 1
    assert told.stderr.splitlines() == ["guitai: The embedded PostgreSQL is not running: `guitai database start`."]


@pytest.mark.server
def test_a_var_that_cannot_be_written_ends_the_run_before_anything_starts(bare_environment: dict[str, str]) -> None:
    bare_environment["GUITAI_VAR"] = "/proc/guitai"

    told = guitai("run", told=bare_environment)

    assert told.returncode == 1
    assert told.stderr.startswith("guitai: /proc/guitai cannot be written")
    assert told.stderr.count("\n") == 1


def test_every_command_has_a_module_and_an_unknown_one_shows_them_all(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["no-such-command"]) == 2

    shown = capsys.readouterr().err
    for name, command in cli.COMMANDS.items():
        assert f"guitai {name}" in shown
        assert (environment.ROOT / (command.module.replace(".", os.sep) + ".py")).is_file(), command.module
