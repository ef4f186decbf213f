"""Background work of the file store."""

from guitai.core import clock
from guitai.files import actions
from guitai.outbox.queue import app


@app.periodic(cron="41 3 * * *")
@app.task(name="files.sweep", queue="files", queueing_lock="files.sweep")
def sweep(timestamp: int) -> None:
    """Delete what nobody claimed."""
    del timestamp
    actions.sweep(clock.now())
