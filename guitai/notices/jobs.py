"""Background work of notices: hand over texts, take up what was lost, set print batches."""

from uuid import UUID

from django.db import transaction
from procrastinate import RetryStrategy

from guitai.core import clock
from guitai.notices import mailing, printing
from guitai.notices.terms import Channel
from guitai.outbox.queue import app, enqueue

RETRY = RetryStrategy(max_attempts=10, exponential_wait=3)


@app.task(name="notices.send_text", queue="notices", retry=RETRY)
def send_text(message: str) -> None:
    """Make one attempt and queue the next, if any; the sweep takes over if this worker dies."""
    pause = mailing.try_once(UUID(message), now=clock.now())
    if pause:
        enqueue(send_text, {"message": message}, delay_seconds=pause)


@app.task(name="notices.set_batch", queue="documents", retry=RETRY)
def set_batch(batch: str) -> None:
    printing.set_batch(UUID(batch), now=clock.now())


@app.periodic(cron="* * * * *")
@app.task(name="notices.sweep", queue="notices", queueing_lock="notices.sweep")
@transaction.atomic
def sweep(timestamp: int) -> None:
    """Mark attempts nobody ended; queue again the texts whose time has passed."""
    del timestamp
    now = clock.now()
    mailing.mark_stuck(now=now)
    enqueue(send_text, *({"message": str(each)} for each in mailing.overdue(Channel.SMS, now=now)))
