"""Outsiders run these very files; here they run as tests."""

import json
from pathlib import Path

import pytest

from guitai.catalogue import decide
from guitai.facts.queries import services_folder

PENSION = "national_pension_premium_share"
EXAMPLES = sorted((services_folder() / "tw" / "national-pension-premium" / "examples").glob("*.yaml"))
GOOD = """benefit: national_pension_premium_share
cases:
- id: A
  "on": 2026-03-10
  region: 彰化縣
  persons:
  - {id: a, relation: self, born: 1976-02-03}
  expected: {share: 0.45}
"""


def _cases() -> list[object]:
    judged = [one for file in EXAMPLES for one in decide.judge(PENSION, file)]
    return [pytest.param(one, id=f"{one.situation.id} {one.situation.title}") for one in judged]


@pytest.mark.parametrize("one", _cases())
def test_every_example_comes_out_as_the_lawyers_say(one: decide.Judged) -> None:
    assert one.unmet == ()


def test_there_are_examples_enough() -> None:
    assert len(_cases()) >= 25


@pytest.fixture
def file(tmp_path: Path) -> Path:
    found = tmp_path / "situation.yaml"
    found.write_text(GOOD, encoding="utf-8")
    return found


def test_json_has_one_object_a_case_and_exit_0(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = decide.main([PENSION, str(file), "--json"])

    answers = json.loads(capsys.readouterr().out)
    assert code == 0
    assert [(one["id"], one["verdict"], one["self_pay_premium"]) for one in answers] == [("A", "eligible", 997)]


def test_an_expectation_that_fails_is_shown_and_exits_1(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(GOOD.replace("share: 0.45", "share: 0.30"), encoding="utf-8")

    code = decide.main([PENSION, str(file)])

    assert code == 1
    assert "share：預期 0.30，得 0.45" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("before", "after", "place"),
    [
        ('"on": 2026', "on: 2026", ":4: cases.0: the bare key on"),
        ("born: 1976-02-03", "born: 1976-02-30", "7: cases.0.persons.0.born"),
        ("born: 1976-02-03", "born: 2027-01-01", "7: cases.0.persons.0.born: born after"),
        ("born: 1976-02-03", "age: 50", "7: cases.0.persons.0.age: unknown key"),
        ("relation: self", "relation: selv", "perhaps self"),
        ("relation: self", "relation: son", "7: cases.0.persons.0.relation: the first person"),
        ("born: 1976-02-03", "born: 1976-02-03, work: {state: employed, monthly: .nan}", "read differently"),
        ("born: 1976-02-03", "born: 1976-02-03, work: {state: employed, monthly: -1}", "not between"),
        ("born: 1976-02-03", "born: 1976-02-03, work: {state: employed, monthly: true}", "not a number"),
        ("born: 1976-02-03", "born: 1976-02-03, co_living: 1", "neither true nor false"),
        ("born: 1976-02-03", "born: 1976-02-03, disability: ", "is not one of"),
        ("born: 1976-02-03", "born: 1976-02-03, carer_of: z", "nobody listed"),
        ("彰化縣", "彰化", "unknown county 彰化 → perhaps 彰化縣"),
        ("share: 0.45", "shore: 0.45", "cases.0.expected.shore"),
        ("cases:", "cases: &a", "anchor"),
        ("benefit: national", "benefit: rational", "the file is about"),
        ("2026-03-10", "2010-03-10", "has no rules on 2010-03-10"),
        ("id: A\n", "id: A\n  parameters: {minimum_wages: 1}\n", "perhaps minimum_wage"),
    ],
)
def test_what_cannot_be_read_exits_2_with_the_place(
    file: Path, capsys: pytest.CaptureFixture[str], before: str, after: str, place: str
) -> None:
    file.write_text(GOOD.replace(before, after), encoding="utf-8")

    code = decide.main([PENSION, str(file)])

    said = capsys.readouterr().err
    assert code == 2
    assert said.startswith(str(file))
    assert place in said


def test_an_unknown_benefit_case_or_file_exits_2(file: Path, tmp_path: Path) -> None:
    assert decide.main(["no_such_benefit", str(file)]) == 2
    assert decide.main([PENSION, str(file), "--case", "Z"]) == 2
    assert decide.main([PENSION, str(tmp_path / "nothing.yaml")]) == 2


def test_assumed_values_are_used_in_the_demo_only_and_marked(
    file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    disabled = GOOD.replace("2026-03-10", "2027-03-10").replace("1976-02-03}", "1976-02-03, disability: severe}")
    file.write_text(
        disabled.replace("expected: {share: 0.45}", "parameters: {pension_insured_amount: 21103}"), encoding="utf-8"
    )
    monkeypatch.setenv("GUITAI_DEMO", "1")
    decide.main([PENSION, str(file)])
    demo = capsys.readouterr().out

    monkeypatch.delenv("GUITAI_DEMO")
    decide.main([PENSION, str(file)])

    assert "假定值：pension_premium_rate" in demo
    assert "假定值" not in capsys.readouterr().out
