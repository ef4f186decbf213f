"""Each statement says in a comment in which reading it was sent: the database's own log can be laid beside ours.

Off unless settings.MARK_STATEMENTS: a statement with a comment of its own is planned anew each time.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import sql

from guitai.core import reading

MARK = "reading="


def marked(execute: Callable[..., Any], statement: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Send the statement with the name of the open reading behind it."""
    one = reading.current()
    return execute(_with(statement, f" /* {MARK}{one.id} */") if one else statement, params, many, context)


def _with(statement: Any, mark: str) -> Any:
    """Answer the statement with its mark; one that was composed of parts stays composed."""
    return statement + sql.SQL(mark) if isinstance(statement, sql.Composable) else statement + mark


def mark_all(connection: BaseDatabaseWrapper, **_of_signal: Any) -> None:
    """Every statement of this connection is marked, where the operator wants it."""
    if settings.MARK_STATEMENTS and marked not in connection.execute_wrappers:
        connection.execute_wrappers.append(marked)
