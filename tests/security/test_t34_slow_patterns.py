"""T34: no pattern of the product and no deep answer of a partner keeps a process busy, whatever is typed."""

import contextlib
import importlib
import json
import pkgutil
import re
import time
from collections.abc import Callable, Iterator

import pytest

import guitai
from guitai.cases import references
from guitai.core import han, identifiers

LONG = 50_000
MOST_SECONDS = 0.1
SEEDS = (
    "a",
    "1",
    " ",
    "-",
    ".",
    "@",
    "{",
    "}",
    "{{ ",
    "a.",
    "a-",
    "1,",
    "a@",
    "(",
    "\\",
    "/",
    "\n",
    "王",
    "１",
    "年",
    "0.",
    "'",
    ":",
)
ENDS = ("", "!", "\n!", "\x00", "@")
READ_OUR_OWN_FILES = ("guitai.desk.guide_text.", "guitai.desk.my_post.", "guitai.facts.", "guitai.rules.")
WHOLE_TEXT_ONLY = frozenset({"guitai.notices.smtp.ADDRESS"})  # asked by fullmatch alone
SKIPPED = (".tests", ".migrations", ".wsgi")


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Answer every compiled pattern that a module of the product keeps."""
    seen: set[tuple[str, int]] = set()
    for module in pkgutil.walk_packages(guitai.__path__, "guitai."):
        if any(part in module.name for part in SKIPPED) or module.name.startswith("guitai.config"):
            continue
        for name, each in vars(importlib.import_module(module.name)).items():
            if (
                isinstance(each, re.Pattern)
                and isinstance(each.pattern, str)
                and (each.pattern, each.flags) not in seen
            ):
                seen.add((each.pattern, each.flags))
                yield f"{module.name}.{name}", each


PATTERNS = dict(patterns())
EVIL = [(seed * LONG)[:LONG] + end for seed in SEEDS for end in ENDS[:2]]
EVIL += [("a" * (LONG // 2) + seed * (LONG // 2 // len(seed)))[:LONG] + "!" for seed in SEEDS]


def slowest(text_taker: Callable[[str], object], texts: list[str]) -> tuple[float, str]:
    """Answer the CPU seconds of the slowest text, and how it begins; the best of three, for others use the machine."""
    found = (0.0, "")
    for text in texts:
        best = _seconds(text_taker, text)
        if best > MOST_SECONDS:
            best = min(best, *(_seconds(text_taker, text) for _try in range(2)))
        found = max(found, (best, repr(text[:12] + "…" + text[-3:])))
    return found


def _seconds(taker: Callable[[str], object], text: str) -> float:
    begun = time.process_time()
    with contextlib.suppress(ValueError, KeyError, ArithmeticError):
        taker(text)
    return time.process_time() - begun


def test_t34_the_patterns_are_known() -> None:
    assert len(PATTERNS) > 40, sorted(PATTERNS)


@pytest.mark.parametrize("name", sorted(PATTERNS))
def test_t34_a_pattern_gives_up_soon(name: str) -> None:
    pattern = PATTERNS[name]
    anywhere = not name.startswith(READ_OUR_OWN_FILES) and name not in WHOLE_TEXT_ONLY
    for way in (pattern.search, pattern.fullmatch) if anywhere else (pattern.fullmatch,):
        seconds, text = slowest(way, EVIL)
        assert seconds < MOST_SECONDS, f"{name} {pattern.pattern!r}: {seconds:.2f} s on {text}"


@pytest.mark.parametrize(
    "reads",
    [
        identifiers.national_number,
        identifiers.check_mobile,
        references.normal_reference,
        han.check_name,
    ],
)
def test_t34_what_reads_typed_texts_gives_up_soon(reads: Callable[[str], object]) -> None:
    seconds, text = slowest(reads, EVIL)

    assert seconds < MOST_SECONDS, text


def test_t34_an_endless_nesting_is_refused_and_not_followed() -> None:
    begun = time.process_time()
    with pytest.raises((RecursionError, ValueError)):
        json.loads("[" * 100_000)
    assert time.process_time() - begun < MOST_SECONDS
