"""T24 and T46 for what is logged: one event is one line, and a fault is told without somebody's data."""

import logging

import pytest
from django.db import IntegrityError

from guitai.config.logs import LOGGING, Discreet

CANARY = "CANARY-9911"


def written(message: str, *arguments: object, fault: Exception | None = None) -> str:
    told = (type(fault), fault, fault.__traceback__) if fault else None
    record = logging.LogRecord("guitai", logging.ERROR, "x.py", 1, message, arguments, told)
    return Discreet("%(levelname)s %(message)s").format(record)


@pytest.mark.parametrize("put_in", ["a\r\nERROR forged", "a\nb", "\x1b[2Jgone", "a\x00b", "a\u2028b", "\u202edrowssap"])
def test_t24_one_event_is_one_line_whatever_is_in_it(put_in: str) -> None:
    line = written("Not Found: %s", put_in)

    assert len(line.splitlines()) == 1
    assert line.isprintable()


@pytest.mark.parametrize(
    "fault",
    [
        IntegrityError(
            f'duplicate key value violates unique constraint "u"\nDETAIL:  Key (email)=({CANARY}) exists.\n'
        ),
        ValueError(f"invalid literal for int() with base 10: '{CANARY}'"),
        KeyError(CANARY),
        ValueError(f'could not convert string to float: "{CANARY}"'),
        UnicodeEncodeError("utf-8", CANARY, 0, 1, "surrogates not allowed"),
    ],
)
def test_t46_a_fault_is_told_without_the_value_that_broke_it(fault: Exception) -> None:
    told = written("Internal Server Error", fault=fault)

    assert type(fault).__name__ in told
    assert CANARY not in told


def test_what_was_only_not_found_is_not_logged_with_its_address() -> None:
    assert LOGGING["loggers"]["django.request"]["level"] == "ERROR"
