"""threats.md: each attack and fault, and the tests that hold it or the reason why it does not concern us yet."""

import re
from collections import defaultdict
from dataclasses import replace

from guitai.config.environment import ROOT
from guitai.config.reference import evidence
from guitai.config.reference.evidence import Claim
from guitai.config.reference.markdown import head

NUMBERED = re.compile(r"(?m)^def (test_(t\d\d[a-z]?)_\w+)")
FOLDERS = ("tests/*/test_*.py", "guitai/*/tests/test_*.py")
WORDS = (
    "A test with the number in its name (`test_t13_…`) is found by itself, the others are named in the file; named",
    "tests exist, or `make check` fails. *Not applicable* says what would have to exist first.",
)


def page() -> str:
    found = cases()
    title = head("Attacks and faults", "docs/threats.yaml", *WORDS, "", f"{len(found)} cases: {evidence.counts(found)}")
    return "\n".join([title, evidence.rows(found)])


def cases() -> list[Claim]:
    """Answer every row with all tests that hold it."""
    ours = numbered()
    return [
        replace(row, by=tuple(dict.fromkeys([*ours[row.id.lower()], *row.by]))) for row in evidence.claims("threats")
    ]


def numbered() -> defaultdict[str, list[str]]:
    """Answer the tests that bear a number in their name, by that number."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for path in sorted(path for folder in FOLDERS for path in ROOT.glob(folder)):
        for function, number in NUMBERED.findall(path.read_text(encoding="utf-8")):
            found[number].append(f"{path.relative_to(ROOT)}::{function}")
    return found
