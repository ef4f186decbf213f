"""Each person of the demo world belongs to one browser test: what one test leaves behind must not meet another."""

import ast
import re
from collections import defaultdict
from pathlib import Path

from guitai.core.tests.parsing import parsed

ROOT = Path(__file__).parents[2]
BROWSER = ROOT / "tests" / "browser"
KEY = re.compile(r'Story\(\s*"(\w+)"')


def test_no_two_browser_tests_share_a_person() -> None:
    world = (ROOT / "standins" / "world").glob("*.py")
    keys = {key for path in world for key in KEY.findall(path.read_text(encoding="utf-8"))}
    users: defaultdict[str, set[str]] = defaultdict(set)
    for path in BROWSER.glob("test_*.py"):
        for part in parsed(path).body:
            place = f"{path.name}::{getattr(part, 'name', part.lineno)}"
            for node in ast.walk(part):
                if isinstance(node, ast.Constant) and node.value in keys:
                    users[str(node.value)].add(place)

    assert len(users) > 5
    shared = {key: places for key, places in users.items() if len(places) > 1}
    assert not shared, shared
