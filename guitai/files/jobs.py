"""Background work of the file store."""

from django.conf import settings

from guitai.core import clock
from guitai.files import actions, links, scanning
from guitai.outbox.queue import app


@app.periodic(cron="41 3 * * *")
@app.task(name="files.sweep", queue="files", queueing_lock="files.sweep")
def sweep(timestamp: int) -> None:
    """Delete what nobody claimed, and forget links that are over."""
    del timestamp
    actions.sweep(clock.now())
    links.forget(clock.now())


@app.periodic(cron="* * * * *")
@app.task(name="files.look_at_waiting", queue="files", queueing_lock="files.look_at_waiting")
def look_at_waiting(timestamp: int) -> None:
    """Let the scanner see what came while it had no say."""
    del timestamp
    if settings.SCANNER_SOCKET:
        scanning.look_at_waiting(clock.now())
