"""Keys are changed while others seal and open: nobody notices, and what was interrupted is gone on with."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest
from django.db import connection
from pytest_django import Settings

from guitai.core import reading
from guitai.core.keys import agencies, masters, ring, rotation, sealing
from guitai.core.keys.sealing import Sealed
from guitai.core.keys.terms import CannotRotate, Place, Scope
from guitai.core.models import AgencyKey, SubjectKey

COUNTY = "10007-SW"


@pytest.fixture
def secrets_file(settings: Settings, tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "secrets.env"
    place.write_text(f"GUITAI_MASTER_KEY={settings.MASTER_KEY}\n", encoding="utf-8")
    settings.SECRETS_FILE = place
    yield place
    masters._seen.clear()


@pytest.fixture(autouse=True)
def _as_a_new_process() -> Iterator[None]:
    yield
    _forget()


def _forget() -> None:
    agencies._opened.clear()
    agencies._in_use.clear()


def of(nth: int) -> Place:
    return Place(f"person:{nth}", COUNTY, Scope.RECORD)


def sealed(how_many: int) -> list[Sealed]:
    return [sealing.seal(str(nth).encode(), place=of(nth), purpose="p") for nth in range(how_many)]


def assert_all_open(values: list[Sealed]) -> None:
    with reading.begin(actor="account:1"):
        assert [sealing.open_(each, purpose="p") for each in values] == [str(n).encode() for n in range(len(values))]


@pytest.mark.django_db
def test_after_a_rotation_old_values_open_and_the_old_key_is_gone() -> None:
    values = sealed(5)
    before = AgencyKey.objects.get().pk

    rotation.retire(COUNTY)
    wrapped = sum(rotation.wrap_anew(COUNTY))

    _forget()
    assert wrapped == 5
    assert AgencyKey.objects.get().pk != before
    assert_all_open(values)


@pytest.mark.django_db
def test_an_interrupted_rotation_is_gone_on_with(monkeypatch: pytest.MonkeyPatch) -> None:
    values = sealed(5)
    monkeypatch.setattr(rotation, "BATCH", 2)
    rotation.retire(COUNTY)

    next(rotation.wrap_anew(COUNTY))  # and then the machine is switched off

    assert rotation.unfinished() == [COUNTY]
    assert_all_open(values)
    assert sum(rotation.wrap_anew(COUNTY)) == 3
    assert rotation.unfinished() == []
    _forget()
    assert_all_open(values)


@pytest.mark.django_db
def test_a_process_that_still_believes_in_the_old_key_makes_its_next_one_under_the_new() -> None:
    sealed(1)
    believed = dict(agencies._in_use)
    rotation.retire(COUNTY)
    agencies._in_use.update(believed)

    made = ring.key_for(of(99))

    assert SubjectKey.objects.get(pk=made.id).agency_key.retired_at is None


@pytest.mark.django_db
def test_a_destroyed_key_stays_destroyed_through_a_rotation() -> None:
    sealed(2)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE core_subject_key SET wrapped = NULL, destroyed_at = now() WHERE subject = 'person:0'")

    rotation.retire(COUNTY)
    sum(rotation.wrap_anew(COUNTY))

    assert [row.wrapped is None for row in SubjectKey.objects.order_by("subject")] == [True, False]
    assert AgencyKey.objects.count() == 1


@pytest.mark.django_db
def test_a_new_master_key_wraps_every_agency_and_is_found_by_processes_that_were_never_told(secrets_file: Path) -> None:
    values = sealed(2)

    version = rotation.add_master()
    assert len(list(rotation.wrap_by_master(version))) == 1

    _forget()
    masters._seen.clear()
    assert version == 2
    assert AgencyKey.objects.get().master == 2
    assert f"{masters.NAME}_2=" in secrets_file.read_text(encoding="utf-8")
    assert secrets_file.stat().st_mode & 0o777 == 0o600
    assert_all_open(values)


@pytest.mark.django_db
def test_a_master_key_that_waits_already_is_taken_when_the_rotation_is_run_again(secrets_file: Path) -> None:
    sealed(1)

    assert rotation.add_master() == 2
    assert rotation.add_master() == 2
    assert secrets_file.read_text(encoding="utf-8").count(masters.NAME) == 2


@pytest.mark.django_db
def test_without_a_secrets_file_the_rotation_says_what_to_do(settings: Settings, tmp_path: Path) -> None:
    settings.SECRETS_FILE = tmp_path / "none"

    with pytest.raises(CannotRotate, match=r"GUITAI_MASTER_KEY_2"):
        rotation.add_master()


@pytest.mark.django_db(transaction=True)
def test_whoever_seals_and_opens_while_keys_are_rotated_notices_nothing(secrets_file: Path) -> None:
    assert secrets_file.is_file()
    values, over, rounds = sealed(20), Event(), []

    def somebody(nth: int) -> int:
        done = 0
        try:
            while not over.is_set():
                with reading.begin(actor="account:1"):
                    fresh = sealing.seal(b"new", place=of(1000 * nth + done), purpose="p")
                    assert sealing.open_(fresh, purpose="p") == b"new"
                    assert sealing.open_(values[done % 20], purpose="p") == str(done % 20).encode()
                done += 1
        finally:
            connection.close()
        return done

    with ThreadPoolExecutor(3) as people:
        busy = [people.submit(somebody, nth) for nth in (1, 2, 3)]
        try:
            for _round in range(4):
                rotation.retire(COUNTY)
                rounds.append(sum(rotation.wrap_anew(COUNTY)))
                list(rotation.wrap_by_master(rotation.add_master()))
        finally:
            over.set()

        assert all(each.result() > 0 for each in busy)
    assert rotation.unfinished() == []
    assert all(wrapped >= 20 for wrapped in rounds)
    _forget()
    assert_all_open(values)
