import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.db import connection, transaction

from guitai.audit import actions, commands, exporting, sequencing
from guitai.audit.models import Checkpoint
from guitai.audit.terms import Held, NothingToExport
from guitai.audit.tests.conftest import NOW, Fill

SCRIPT = Path(__file__).resolve().parents[3] / "tools" / "verify_audit.sh"
HER, HIM = "person:1111", "person:2222"
LONG_AGO, FAR_AHEAD = NOW - timedelta(days=3650), NOW + timedelta(days=36500)

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="needs openssl: apt install openssl")


def verified(folder: Path, *options: str) -> tuple[bool, str]:
    command = ["/bin/sh", str(SCRIPT), str(folder), *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode == 0, done.stdout + done.stderr


@pytest.fixture
def looked(fill: Fill) -> None:
    """Nine records, of which three looks concern her: alone, with others, and in a bulk run of seven."""
    fill(4, 2)
    many = [f"person:{number}" for number in range(6)]
    for subjects, subject in (([HER], HER), ([HIM, HER], ""), ([*many, HER], ""), ([HIM], HIM), ([], "")):
        with transaction.atomic():
            actions.record(
                "data.read",
                actor="account:7",
                thing="case:R-77",
                subject=subject,
                purpose="申請審查",
                basis="國民年金法 §12",
                detail={"agency": "A1", "kind": "page", "subjects": subjects, "n": 1.50},
                now=NOW,
            )
    sequencing.sequence()
    sequencing.checkpoint()


@pytest.fixture
def part(looked: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    del looked
    monkeypatch.setattr(exporting, "BETWEEN", timedelta(0))
    done = exporting.export_part(tmp_path / "part", since=LONG_AGO, until=FAR_AHEAD)
    assert (done.records, done.first, done.last) == (9, 1, 9)
    return done.folder


@pytest.fixture
def hers(looked: None, tmp_path: Path) -> Path:
    del looked
    done = exporting.export_person(tmp_path / "list", HER)
    assert done.records == 3
    return done.folder


def test_a_stranger_verifies_a_part(part: Path) -> None:
    holds, said = verified(part)

    assert holds, said
    assert "9 records, positions 1 to 9, none missing" in said


def test_a_part_from_the_middle_begins_at_a_checkpoint(looked: None, tmp_path: Path) -> None:
    del looked
    since = Checkpoint.objects.get(number=1).at + timedelta(microseconds=1)
    done = exporting.export_part(tmp_path / "part", since=since, until=since + timedelta(microseconds=1))

    assert (done.first, done.last, done.checkpoints) == (3, 4, [1, 2, 3])
    holds, said = verified(done.folder)
    assert holds, said


def test_a_stranger_verifies_a_data_use_list(hers: Path) -> None:
    holds, said = verified(hers)

    assert holds, said
    assert f"3 records that concern {HER}" in said


def test_a_data_use_list_tells_nothing_of_others(hers: Path) -> None:
    said = (hers / "records.txt").read_text(encoding="utf-8")

    assert HIM not in said
    assert "person:3" not in said
    assert "account:7" not in said
    assert said.count("case:R-77") == 1  # the record that is about her alone
    assert said.count('purpose="申請審查"') == 3


def test_what_is_held_back_is_not_in_the_list(looked: None, tmp_path: Path) -> None:
    del looked
    held = Held(purpose="申請審查", agency="A1", since=NOW - timedelta(days=1))

    done = exporting.export_person(tmp_path / "list", HER, held=[held])

    assert done.records == 0


def change_text(name: str, old: str, new: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        file = folder / name
        text = file.read_text(encoding="utf-8")
        changed = re.sub(old, new, text, count=1, flags=re.MULTILINE | re.DOTALL)
        assert changed != text
        file.write_text(changed, encoding="utf-8")

    return change


def change_byte(name: str, place: int = 10) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        bytes_ = bytearray((folder / name).read_bytes())
        bytes_[place] ^= 1
        (folder / name).write_bytes(bytes_)

    return change


PART_CHANGES = {
    "a word": change_text("records.txt", 'actor="account:7"', 'actor="account:8"'),
    "a salt": change_text("records.txt", r"^part [0-9a-f]{4}", "part 0000"),
    "a record less": change_text("records.txt", r"^record 3 .*?^record 4", "record 4"),
    "the end less": change_text("records.txt", r"^record 9 .*?^end 9", "end 8"),
    "the beginning less": change_text("records.txt", r"^record 1 .*?^record 2", "record 2"),
    "no end": change_text("records.txt", r"^end 9\n", ""),
    "somebody else named": change_text("records.txt", 'subject="person:1111"$', 'subject="person:9"'),
    "somebody less named": change_text("records.txt", r'^subject [0-9a-f]+ subject="person:2222"\n', ""),
    "a place": change_text("records.txt", r"^record 4 ", "record 5 "),
    "a head": change_text("checkpoints/2.txt", r"^4$", "3"),
    "a signature": change_byte("checkpoints/3.sig"),
    "a path": change_text("proofs.txt", r"^(inclusion \d+ \d+ )[0-9a-f]{4}", r"\g<1>0000"),
    "a consistency": change_text("proofs.txt", r"^(consistency 1 2 .*?)[0-9a-f]{4}$", r"\g<1>0000"),
    "no inclusion": change_text("proofs.txt", r"^inclusion[^\n]*\n", ""),
    "no consistency": change_text("proofs.txt", r"^consistency 2 3[^\n]*\n", ""),
}


@pytest.mark.parametrize("name", PART_CHANGES)
def test_a_changed_part_does_not_hold(part: Path, name: str) -> None:
    PART_CHANGES[name](part)

    holds, said = verified(part)

    assert not holds, said
    assert "DOES NOT HOLD" in said


LIST_CHANGES = {
    "a word": change_text("records.txt", 'purpose="申請審查"', 'purpose="其他"'),
    "a hidden digest": change_text("records.txt", r"^hidden [0-9a-f]{4}", "hidden 0000"),
    "her path": change_text("records.txt", r"^(person 1 2 )[0-9a-f]{4}", r"\g<1>0000"),
    "somebody else's list": change_text("records.txt", "list person:1111", "list person:2222"),
    "a proof less": change_text("proofs.txt", r"^inclusion[^\n]*\n", ""),
    "a proof of another": change_text("proofs.txt", r"^(inclusion \d+ \d+ )[0-9a-f]{4}", r"\g<1>ffff"),
    "a place": change_text("records.txt", r"^record 6 ", "record 7 "),
}


@pytest.mark.parametrize("name", LIST_CHANGES)
def test_a_changed_list_does_not_hold(hers: Path, name: str) -> None:
    LIST_CHANGES[name](hers)

    holds, said = verified(hers)

    assert not holds, said
    assert "DOES NOT HOLD" in said


def test_another_key_than_the_published_one_does_not_hold(part: Path, tmp_path: Path) -> None:
    shutil.copy(part / "checkpoints" / "1.key.pem", tmp_path / "published.pem")
    assert verified(part, "--key", str(tmp_path / "published.pem"))[0]
    other = Ed25519PrivateKey.generate().public_key()
    (tmp_path / "other.pem").write_bytes(other.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))

    holds, said = verified(part, "--key", str(tmp_path / "other.pem"))

    assert not holds
    assert "a key that is not the agency's" in said


def test_your_own_copy_of_the_witness_must_know_the_same_checkpoints(fill: Fill, witness: Path, tmp_path: Path) -> None:
    fill(6, 3)
    done = exporting.export_part(tmp_path / "part", since=LONG_AGO, until=FAR_AHEAD)
    holds, said = verified(done.folder, "--witness", str(witness))
    assert holds, said
    assert "known to your witness" in said
    witness.write_text(re.sub(r'("signature": ")....', r"\g<1>0000", witness.read_text()))

    holds, said = verified(done.folder, "--witness", str(witness))

    assert (holds, "your witness knows another one" in said) == (False, True)


def test_nothing_is_exported_when_nothing_is_signed(fill: Fill, tmp_path: Path) -> None:
    fill(0, 1)

    with pytest.raises(NothingToExport, match="Nothing is signed"):
        exporting.export_part(tmp_path / "part", since=LONG_AGO, until=FAR_AHEAD)


def test_a_record_older_than_salts_verifies_but_is_not_exported(fill: Fill, tmp_path: Path) -> None:
    fill(0, 1)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_entry ALTER COLUMN salt DROP DEFAULT")
    fill(2, 2)

    with pytest.raises(NothingToExport, match="before records could be proven"):
        exporting.export_part(tmp_path / "part", since=LONG_AGO, until=FAR_AHEAD)


@pytest.mark.usefixtures("looked")
def test_the_command_says_where_the_export_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"

    assert commands.export_command(["--person", HER, "--out", str(out)]) == 0
    assert capsys.readouterr().out.startswith(f"3 records in {out}.")
    today = datetime.now(tz=NOW.tzinfo).date() + timedelta(days=2)  # noqa: TID251 - records carry the real day
    assert commands.export_command(["--since", str(today), "--until", str(today), "--out", str(tmp_path / "x")]) == 1
    assert "Nothing was recorded" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        commands.export_command(["--out", str(out)])


@pytest.mark.usefixtures("looked")
def test_the_status_says_what_waits(capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.status_command([]) == 0

    assert capsys.readouterr().out.startswith("0 records wait to be chained.\n3 checkpoints wait for a time-stamp, the")


def test_t07_of_a_question_in_somebody_elses_matter_a_list_tells_neither_whose_nor_what_for(
    fill: Fill, tmp_path: Path
) -> None:
    fill(1, 1)
    with transaction.atomic():
        actions.record("cases.open", actor="account:7", thing="draft:hers", subject=HER, now=NOW)
    for thing in ("draft:hers", "draft:his"):
        with transaction.atomic():
            actions.record(
                "gateway.asked",
                actor="account:7",
                thing=thing,
                subject=HER,
                purpose=f"purpose of {thing}",
                basis=f"consent:{thing}",
                detail={"source": "tax", "gives": ["work"], "lookup": f"number of {thing}", "outcome": "asked"},
                now=NOW,
            )
    sequencing.sequence()
    sequencing.checkpoint()

    done = exporting.export_person(tmp_path / "list", HER)

    said = (done.folder / "records.txt").read_text(encoding="utf-8")
    assert done.records == 2
    assert 'basis="consent:draft:hers"' in said
    assert "draft:his" not in said
    assert said.count('detail.source="tax"') == 2
    assert verified(done.folder)[0]


def test_a_key_written_in_another_way_than_ours_does_not_hold(hers: Path) -> None:
    (key,) = (hers / "checkpoints").glob("*.key.pem")
    key.write_text(key.read_text(encoding="ascii").replace("=\n", "5\n"), encoding="ascii")

    holds, said = verified(hers)

    assert not holds
    assert "its key is not what we write" in said
