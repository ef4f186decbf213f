"""Jobs that are queued in the transaction of the caller, in a web process and in a worker alike.

Inside a worker procrastinate's own ``task.defer`` writes over the worker's connection, so a job would stay when the
transaction that asked for it is rolled back. Everything here therefore goes through Django's connection.
"""

from collections.abc import Callable, Mapping
from typing import Any, ParamSpec, TypeVar, cast

from procrastinate import App
from procrastinate.contrib.django import app as _proxy
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.manager import JobManager
from procrastinate.tasks import Task

from guitai.outbox.reading import in_the_open

P = ParamSpec("P")
R = TypeVar("R")
Args = ParamSpec("Args")


class _InTheOpen:
    """procrastinate's app; what is made a task here runs in a reading of its own, recorded when it ends."""

    def task(self, *, name: str, **options: Any) -> Callable[[Callable[Args, R]], Any]:
        def decorate(work: Callable[Args, R]) -> Any:
            return _proxy.task(name=name, **options)(in_the_open(name, work))

        return decorate

    def __getattr__(self, name: str) -> Any:
        return getattr(_proxy, name)


app: App = cast("App", _InTheOpen())


def enqueue(task: Task[P, R, Args], *arguments: Mapping[str, object], delay_seconds: int = 0) -> None:
    """Queue one job for each set of arguments; they vanish when the transaction does."""
    if not arguments:
        return
    deferrer = task.configure(schedule_in={"seconds": delay_seconds}) if delay_seconds else task.configure()
    jobs = [deferrer.job.evolve(task_kwargs=dict(each)) for each in arguments]
    JobManager(DjangoConnector()).batch_defer_jobs(jobs=jobs)
