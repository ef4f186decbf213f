"""Find what got stuck: procrastinate marks a job as begun and never looks again when its worker is killed.

Nor when the answer to its marking is lost: then a living worker is named that knows nothing of the job.

A job that is taken up again may have run up to its last line before: every job must bear being run twice.
"""

from datetime import datetime

from django.db import connection

from guitai.outbox.models import Delivery, EventRow

CHUNK = 1000
HEARTBEAT_LOST_SECONDS = 30  # workers send one every 10 seconds
FORGOTTEN_SECONDS = 180  # what a worker has had in hand for longer, it has not in hand

STALE = """
WITH stale AS (
  SELECT job.id, EXISTS (
      SELECT FROM procrastinate_jobs twin WHERE twin.status = 'todo' AND twin.queueing_lock = job.queueing_lock
    ) OR job.queueing_lock IS NOT NULL
      AND row_number() OVER (PARTITION BY job.queueing_lock ORDER BY job.id DESC) > 1 AS doubled
  FROM procrastinate_jobs job LEFT JOIN procrastinate_workers worker ON worker.id = job.worker_id
  WHERE job.status = 'doing'
    AND (worker.id IS NULL OR worker.last_heartbeat < now() - make_interval(secs => %s) OR (
      SELECT max(event.at) FROM procrastinate_events event WHERE event.job_id = job.id AND event.type = 'started'
    ) < now() - make_interval(secs => %s))
)
"""
# What the clock has queued anew meanwhile need not be done twice; and one lock waits only once, or nothing is taken up.
FORGET_DOUBLED = f"{STALE} DELETE FROM procrastinate_jobs WHERE id IN (SELECT id FROM stale WHERE doubled)"
TAKE_UP = "SELECT procrastinate_retry_job_v2(id, now(), NULL, NULL, NULL) FROM stale WHERE NOT doubled"
REQUEUE = STALE + TAKE_UP
WITHOUT_JOB = """
SELECT delivery.id FROM outbox_delivery delivery
WHERE delivery.done_at IS NULL AND delivery.dead_at IS NULL AND delivery.attempts > 0 AND NOT EXISTS (
    SELECT FROM procrastinate_jobs job
    WHERE job.task_name = %s AND job.status IN ('todo', 'doing')
      AND (job.args ->> 'delivery_id')::bigint = delivery.id
)
ORDER BY delivery.id LIMIT 1000
"""
DELETE_JOBS = """
DELETE FROM procrastinate_jobs job WHERE job.status = 'succeeded' AND NOT EXISTS (
    SELECT FROM procrastinate_events event WHERE event.job_id = job.id AND event.at > now() - interval '7 days'
)
"""


def requeue_forgotten_jobs() -> int:
    """Put jobs back into the queue that no living worker has, or has had for too long; answer how many."""
    with connection.cursor() as cursor:
        cursor.execute(FORGET_DOUBLED, (HEARTBEAT_LOST_SECONDS, FORGOTTEN_SECONDS))
        cursor.execute(REQUEUE, (HEARTBEAT_LOST_SECONDS, FORGOTTEN_SECONDS))
        return int(cursor.rowcount)


def deliveries_without_job(task_name: str) -> list[int]:
    """Answer the waiting deliveries that no job will bring."""
    with connection.cursor() as cursor:
        cursor.execute(WITHOUT_JOB, (task_name,))
        return [delivery_id for (delivery_id,) in cursor.fetchall()]


def clear_away(*, before: datetime) -> None:
    """Delete events older than that which everyone got, and jobs that succeeded a week ago."""
    finished = EventRow.objects.filter(at__lt=before).exclude(deliveries__in=Delivery.objects.filter(done_at=None))
    while some := list(finished.values_list("pk", flat=True)[:CHUNK]):
        EventRow.objects.filter(pk__in=some).delete()
    with connection.cursor() as cursor:
        cursor.execute(DELETE_JOBS)
