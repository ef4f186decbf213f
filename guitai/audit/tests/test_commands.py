import json

import pytest

from guitai.audit import commands
from guitai.audit.tests.conftest import Fill
from guitai.audit.tests.tampering import LOOSEN, run


def test_a_sound_audit_is_one_line_and_exit_0(fill: Fill, capsys: pytest.CaptureFixture[str]) -> None:
    fill(3, 3)

    assert commands.verify_command([]) == 0

    said = capsys.readouterr().out.splitlines()
    assert said[0] == "The audit holds: 3 records are as they were written."
    assert said[1:] == ["Note: no time-stamp that could be checked speaks for positions 1 to 3."]


def test_a_changed_audit_names_the_place_and_exits_1(fill: Fill, capsys: pytest.CaptureFixture[str]) -> None:
    fill(3, 3)
    run(LOOSEN)
    run("UPDATE audit_entry SET actor = 'x' WHERE thing = 'case:R-1'")

    assert commands.verify_command(["--json"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert said["ok"] is False
    assert said["place"].startswith("position 2, record ")

    assert commands.verify_command([]) == 1
    assert capsys.readouterr().out.startswith("The audit does NOT hold at position 2")
