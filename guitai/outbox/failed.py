"""Jobs that gave up after all their tries: shown to an administrator, started again by a button."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from guitai.audit import actions as audit
from guitai.outbox.terms import JobNotFailed

MOST = 200
FAILED = """
SELECT job.id, job.task_name, job.attempts, max(event.at)
FROM procrastinate_jobs job LEFT JOIN procrastinate_events event ON event.job_id = job.id
WHERE job.status = 'failed' GROUP BY job.id ORDER BY max(event.at) DESC NULLS LAST, job.id DESC LIMIT %s
"""
WAITING = """
SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= now())
"""
AGAIN = """
SELECT procrastinate_retry_job_v2(id, now(), NULL, NULL, NULL)
FROM procrastinate_jobs WHERE id = %s AND status = 'failed'
"""


@dataclass(frozen=True)
class FailedJob:
    """A job and what it was to do; its arguments are references, never personal values."""

    id: int
    task: str
    attempts: int
    at: datetime | None


def failed() -> list[FailedJob]:
    """Answer the newest failed jobs."""
    with connection.cursor() as cursor:
        cursor.execute(FAILED, (MOST,))
        return [FailedJob(*row) for row in cursor.fetchall()]


def waiting() -> int:
    """Answer how many jobs could run now and have not begun."""
    with connection.cursor() as cursor:
        cursor.execute(WAITING)
        return int(cursor.fetchone()[0])


@transaction.atomic
def start_again(job_id: int, *, actor: str, now: datetime) -> None:
    """Put a failed job back into the queue; every job bears being run twice."""
    with connection.cursor() as cursor:
        cursor.execute(AGAIN, (job_id,))
        if cursor.rowcount != 1:
            raise JobNotFailed(f"Job {job_id} has not failed.")
    audit.record("outbox.start_again", actor=actor, thing=f"job:{job_id}", now=now)
