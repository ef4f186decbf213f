"""The browser and the server judge a condition alike: one table, both evaluators."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from guitai.eforms import conditions
from guitai.eforms.terms import Answer

SCRIPT = Path(__file__).parent.parent / "static" / "eforms" / "reveal.js"
NODE = shutil.which("node")
ANSWERS: dict[str, Answer] = {"works": True, "marital": "single", "pay": 30000, "many": ["a", "b"]}
POSTED = {"works": ["yes"], "marital": ["single"], "pay": ["30,000"], "many": ["a", "b"], "blank": [""]}
TABLE: list[dict[str, Any]] = [
    {"question": "works", "is": True},
    {"question": "works", "is": False},
    {"question": "works", "not": True},
    {"question": "marital", "in": ["married", "single"]},
    {"question": "marital", "not": "married"},
    {"question": "blank", "not": "x"},
    {"question": "nothing", "is": "x"},
    {"question": "many", "is": "b"},
    {"question": "many", "not": "a"},
    {"question": "pay", "at_least": 30000},
    {"question": "pay", "at_least": 30001},
    {"all": [{"question": "works", "is": True}, {"question": "marital", "is": "married"}]},
    {"any": [{"question": "works", "is": False}, {"question": "marital", "is": "single"}]},
]
PROGRAM = """
import { holds } from "%s";
const [posted, table] = JSON.parse(process.argv[1]);
const valuesOf = (name) => (posted[name] ?? []).filter((value) => value !== "");
console.log(JSON.stringify(table.map((condition) => holds(condition, valuesOf))));
"""


@pytest.mark.skipif(NODE is None, reason="node is not installed; `make setup` says how to get it")
def test_browser_and_server_judge_every_condition_alike() -> None:
    read = [conditions.read(spec) for spec in TABLE]
    given = json.dumps([POSTED, [conditions.as_data(each, {}) for each in read]])

    command = [str(NODE), "--input-type=module", "--eval", PROGRAM % SCRIPT.as_uri(), given]
    told = subprocess.run(command, capture_output=True, check=True, text=True, timeout=30)

    assert json.loads(told.stdout) == [conditions.holds(each, ANSWERS.get) for each in read]
