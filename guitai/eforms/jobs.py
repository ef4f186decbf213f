"""Background work of forms."""

from guitai.core import clock
from guitai.eforms import actions
from guitai.outbox.queue import app


@app.periodic(cron="47 3 * * *")
@app.task(name="eforms.forget_old_drafts", queue="eforms", queueing_lock="eforms.forget_old_drafts")
def forget_old_drafts(timestamp: int) -> None:
    """Delete drafts that nobody touched for a long time."""
    del timestamp
    actions.forget_old(clock.now())
