"""Each person of the demo world belongs to one browser test: what one test leaves behind must not meet another."""

import ast
from collections import defaultdict
from pathlib import Path

from standins.world.stories import stories

BROWSER = Path(__file__).parents[1] / "browser"


def test_no_two_browser_tests_share_a_person() -> None:
    keys = {story.key for story in stories()}
    users: defaultdict[str, set[str]] = defaultdict(set)
    for path in BROWSER.glob("test_*.py"):
        for part in ast.parse(path.read_text(encoding="utf-8")).body:
            place = f"{path.name}::{getattr(part, 'name', part.lineno)}"
            for node in ast.walk(part):
                if isinstance(node, ast.Constant) and node.value in keys:
                    users[str(node.value)].add(place)

    assert users
    shared = {key: places for key, places in users.items() if len(places) > 1}
    assert not shared, shared
