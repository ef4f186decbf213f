"""Background work of the waiting room."""

from guitai.outbox.queue import app
from guitai.waiting import actions


@app.periodic(cron="* * * * *")
@app.task(name="waiting.tell", queue="waiting", queueing_lock="waiting.tell")
def tell(timestamp: int) -> None:
    """Tell the rooms again how they are run."""
    del timestamp
    actions.tell_all()
