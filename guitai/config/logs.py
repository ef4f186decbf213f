"""What goes to stderr: one line an event, tracebacks of faults, never the data of a request."""

from typing import Any

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    # Django's own handlers would mail the whole request to administrators.
    "loggers": {"django": {"handlers": [], "level": "INFO", "propagate": True}},
}
