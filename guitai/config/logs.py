"""What goes to stderr: one line an event, tracebacks of faults, never the data of a request."""

import logging
import re
from typing import Any

UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
# A database tells in its errors which row did not fit: somebody's name or number.
TELLS_DATA = re.compile(r"(?m)^(DETAIL|CONTEXT|LINE \d+|HINT|QUERY):.*(\n[ \t]+.*)*\n?")
QUOTED = re.compile(r"(?<=[\s:=(])([\"'])(?:(?!\1).){3,}\1")


class Discreet(logging.Formatter):
    """One event is one line, whatever was put into it; a traceback follows without the data that broke it."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the name logging calls
        return UNSEEN.sub(lambda found: f"\\x{ord(found[0]):02x}", super().formatMessage(record))

    def formatException(self, ei: Any) -> str:  # noqa: N802 - as above
        return discreet(super().formatException(ei))


def discreet(trace: str) -> str:
    """Answer the traceback with our code, and of the error's own words those that are not quoted."""
    lines = TELLS_DATA.sub("", trace).split("\n")
    return "\n".join(line if line.startswith(" ") else QUOTED.sub("'…'", line) for line in lines)


LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "guitai.config.logs.Discreet", "format": "%(asctime)s %(levelname)s %(name)s %(message)s"}
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        # Django's own handlers would mail the whole request to administrators.
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        # What was not found or not allowed is no fault, and its address may be a code or a link of somebody.
        "django.request": {"level": "ERROR"},
    },
}
