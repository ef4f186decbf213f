"""Runs what is queued, in this process and in order, as the worker would."""

from datetime import UTC, datetime

from procrastinate.contrib.django.models import ProcrastinateJob

from guitai.core import clock
from guitai.notices import posting
from guitai.outbox import delivery
from guitai.outbox.queue import app

STEPS = {"outbox.deliver": delivery.deliver_new, "notices.send_mail": posting.send_waiting}


class Worker:
    """Each queued job is run once; jobs put off to later wait for ``run(late=True)``."""

    def __init__(self) -> None:
        # Tests that commit leave their jobs behind: these are not ours.
        self._done: set[int] = set(ProcrastinateJob.objects.filter(status="todo").values_list("pk", flat=True))

    def run(self, *, late: bool = False) -> list[str]:
        """Nothing is left to do; answer the names of the jobs that ran."""
        ran: list[str] = []
        while True:
            stepped = [name for name, step in STEPS.items() for _each in range(step(clock.now()))]
            ran += stepped
            job = self._next(late=late)
            if job is None and stepped:
                continue  # a step takes some at a time
            if job is None:
                return ran
            self._done.add(job.pk)
            app.tasks[job.task_name].func(**job.args)
            ran.append(job.task_name)

    def tick(self, name: str) -> list[str]:
        """A periodic task comes round, and what it queues is done."""
        app.tasks[name].func(0)
        return self.run()

    def _next(self, *, late: bool) -> ProcrastinateJob | None:
        queued = ProcrastinateJob.objects.filter(status="todo").exclude(pk__in=self._done).order_by("id")
        due = queued if late else queued.filter(scheduled_at=None) | queued.filter(scheduled_at__lte=_real_now())
        return due.first()


def _real_now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - jobs are put off by the clock of the database
