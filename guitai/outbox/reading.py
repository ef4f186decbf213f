"""Jobs read in the open: each runs in a reading of its own, which is recorded when it ends."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from guitai.audit import purposes, viewing

P = ParamSpec("P")
R = TypeVar("R")


def in_the_open(name: str, work: Callable[P, R]) -> Callable[P, R]:
    """Answer the same work, done in a reading with the purpose that the table gives to this name."""

    @wraps(work)
    def done(*args: P.args, **kwargs: P.kwargs) -> R:
        use = purposes.of_job(name)
        with viewing.by_system(name, purpose=use.purpose, basis=purposes.basis_of(use), kind=use.kind):
            return work(*args, **kwargs)

    return done
