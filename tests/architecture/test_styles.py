"""Colours have names, and sides are named by reading direction: one place to change them."""

import re
from pathlib import Path

import pytest

SHEETS = sorted((Path(__file__).resolve().parents[2] / "guitai" / "core" / "assets" / "scss").glob("*.scss"))
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\(")
SIDE = re.compile(r"\b(margin|padding|border)-(left|right)\b|\b(left|right):|text-align: (left|right)")
CHOSEN_BY_THE_DEVICE = "_conditions.scss"  # paper is white and ink is black


def lines_with(pattern: re.Pattern[str], sheet: Path) -> list[str]:
    lines = sheet.read_text(encoding="utf-8").splitlines()
    return [f"{sheet.name}:{number}: {line.strip()}" for number, line in enumerate(lines, 1) if pattern.search(line)]


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_colours_come_from_tokens(sheet: Path) -> None:
    found = [] if sheet.name == CHOSEN_BY_THE_DEVICE else lines_with(COLOUR, sheet)

    assert not found, "name it in tokens.css: " + "; ".join(found)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_sides_follow_the_reading_direction(sheet: Path) -> None:
    found = lines_with(SIDE, sheet)

    assert not found, "write margin-inline-start and its like: " + "; ".join(found)
