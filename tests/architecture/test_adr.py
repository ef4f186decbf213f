"""Decisions are numbered without gaps, and each says whether and since when it holds."""

import re
from pathlib import Path

ADR = Path(__file__).resolve().parents[2] / "docs" / "adr"
NAME = re.compile(r"(\d{4})-[a-z0-9-]+\.md")
HEADING = re.compile(r"# (\d+)\. \S.*")
STATUS = re.compile(
    r"Status: (proposed|accepted|superseded by \[\d+\]\(\d{4}-[a-z0-9-]+\.md\)), \d{4}-\d{2}-\d{2}(\.|$)"
)
ONE_PAGE = 60


def pages() -> list[Path]:
    return sorted(ADR.glob("*.md"))


def test_decisions_are_numbered_without_gaps() -> None:
    names = [NAME.fullmatch(path.name) for path in pages()]

    assert [int(name.group(1)) if name else None for name in names] == list(range(1, len(names) + 1))


def test_every_heading_has_the_number_of_its_file() -> None:
    for path in pages():
        heading = HEADING.fullmatch(path.read_text(encoding="utf-8").splitlines()[0])
        assert heading is not None, path.name
        assert int(heading.group(1)) == int(path.name[:4]), path.name


def test_every_decision_has_a_status_and_a_date() -> None:
    for path in pages():
        assert STATUS.match(path.read_text(encoding="utf-8").splitlines()[2]), path.name


def test_a_decision_is_one_page() -> None:
    for path in pages():
        assert len(path.read_text(encoding="utf-8").splitlines()) <= ONE_PAGE, path.name


def test_a_superseded_decision_names_one_that_is_there() -> None:
    for path in pages():
        for target in re.findall(r"superseded by \[\d+\]\(([^)]+)\)", path.read_text(encoding="utf-8")):
            assert (ADR / target).is_file(), path.name
