"""T21: a number on a receipt cannot be guessed. T47: no secret lies in the repository."""

import math
import re
import subprocess
from pathlib import Path

from guitai.cases import references

ROOT = Path(__file__).parents[2]
SECRETS = re.compile(
    rb"-----BEGIN (?:RSA |EC |OPENSSH |ENCRYPTED )?PRIVATE KEY-----|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36}\b"
    rb"|\bxox[abpr]-[A-Za-z0-9-]{20,}|(?:SECRET_KEY|MASTER_KEY|_PASSWORD)\s*=\s*['\"]?[A-Za-z0-9+/=_-]{32,}"
)
MADE_OF = re.compile(r"[2-9A-HJKMNP-TV-Z]{4}(?:-[2-9A-HJKMNP-TV-Z]{4}){2}")


def committed() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    return [ROOT / name for name in listed.decode().split("\0") if name]


def test_t21_references_are_drawn_from_more_than_two_to_the_58() -> None:
    drawn = [references.new_reference() for _each in range(20_000)]

    assert math.log2(len(references.ALPHABET) ** (references.GROUPS * references.GROUP)) > 58
    assert len(set(drawn)) == len(drawn)
    assert all(MADE_OF.fullmatch(each) for each in drawn)
    assert {sign for each in drawn for sign in each} == {*references.ALPHABET, "-"}


def test_t47_no_secret_is_in_the_repository() -> None:
    found = {
        str(path.relative_to(ROOT)): match[0][:60]
        for path in committed()
        if path.is_file() and (match := SECRETS.search(path.read_bytes()))
    }

    assert found == {}
