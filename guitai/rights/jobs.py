"""Background work of the rights."""

from guitai.core import clock
from guitai.outbox.queue import app
from guitai.rights import actions


@app.periodic(cron="41 2 * * *")
@app.task(name="rights.forget", queue="cases", queueing_lock="rights.forget")
def forget(timestamp: int) -> None:
    """Forget the records of cases that no law keeps any more."""
    del timestamp
    actions.forget_what_no_law_keeps(now=clock.now())
