"""Jobs that are queued in the transaction of the caller, in a web process and in a worker alike.

Inside a worker procrastinate's own ``task.defer`` writes over the worker's connection, so a job would stay when the
transaction that asked for it is rolled back. Everything here therefore goes through Django's connection.
"""

from collections.abc import Mapping
from typing import ParamSpec, TypeVar

from procrastinate import App
from procrastinate.contrib.django import app as _proxy
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.manager import JobManager
from procrastinate.tasks import Task

P = ParamSpec("P")
R = TypeVar("R")
Args = ParamSpec("Args")
app: App = _proxy


def enqueue(task: Task[P, R, Args], *arguments: Mapping[str, object], delay_seconds: int = 0) -> None:
    """Queue one job for each set of arguments; they vanish when the transaction does."""
    if not arguments:
        return
    deferrer = task.configure(schedule_in={"seconds": delay_seconds}) if delay_seconds else task.configure()
    jobs = [deferrer.job.evolve(task_kwargs=dict(each)) for each in arguments]
    JobManager(DjangoConnector()).batch_defer_jobs(jobs=jobs)
