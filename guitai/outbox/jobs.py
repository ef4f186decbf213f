"""Background work of the outbox: deliver, take up what a killed worker left, clear away what is finished."""

from datetime import timedelta

from procrastinate import RetryStrategy

from guitai.core import clock
from guitai.outbox import delivery, stalled
from guitai.outbox.queue import app, enqueue

KEEP_EVENTS = timedelta(days=90)
RETRY = RetryStrategy(max_attempts=5, exponential_wait=3)  # for a database that was away when the failure was noted


@app.task(name="outbox.deliver", queue="outbox", retry=RETRY)
def deliver(delivery_id: int) -> None:
    """Try the delivery once; a later try of one that failed before."""
    try:
        delivery.deliver(delivery_id, now=clock.now())
    except Exception as failure:  # noqa: BLE001 - whatever a subscriber raises, its delivery is tried again or given up
        delivery.try_again(delivery_id, failure, now=clock.now())


@app.periodic(cron="* * * * * */20")  # every twenty seconds: what a killed worker had begun runs again within a minute
@app.task(name="outbox.take_up_stalled", queue="outbox", queueing_lock="outbox.take_up_stalled")
def take_up_stalled(timestamp: int) -> None:
    """Queue again what stalled: jobs of killed workers, and deliveries that lost their job."""
    del timestamp
    stalled.requeue_forgotten_jobs()
    enqueue(deliver, *({"delivery_id": each} for each in stalled.deliveries_without_job("outbox.deliver")))


@app.periodic(cron="17 3 * * *")
@app.task(name="outbox.clear_away", queue="outbox", queueing_lock="outbox.clear_away")
def clear_away(timestamp: int) -> None:
    """Delete events that everyone got, and jobs that succeeded."""
    del timestamp
    stalled.clear_away(before=clock.now() - KEEP_EVENTS)
