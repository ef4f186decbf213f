"""What was found out stays known while one reading lasts: a request asks once for what many parts of it need."""

from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, TypeVar, cast

from guitai.core import reading

T = TypeVar("T")
_kept: ContextVar[tuple[str, dict[str, Any]] | None] = ContextVar("memo", default=None)


def of_reading(name: str, find: Callable[[], T]) -> T:
    """Answer what was found under this name in the open reading; outside of one it is found anew each time."""
    known = _known()
    if known is None:
        return find()
    if name not in known:
        known[name] = find()
    return cast("T", known[name])


def put(name: str, value: object) -> None:
    """The open reading knows this."""
    known = _known()
    if known is not None:
        known[name] = value


def forget(name: str) -> None:
    known = _known()
    if known is not None:
        known.pop(name, None)


def _known() -> dict[str, Any] | None:
    now, kept = reading.current(), _kept.get()
    if now is None:
        return None
    if kept is None or kept[0] != now.id:
        kept = (now.id, {})
        _kept.set(kept)
    return kept[1]
