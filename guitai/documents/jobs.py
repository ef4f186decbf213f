"""Background work of letters: set what was issued."""

from procrastinate import RetryStrategy

from guitai.core import clock
from guitai.documents import preparing
from guitai.outbox.queue import app

RETRY = RetryStrategy(max_attempts=10, exponential_wait=3)


@app.task(name="documents.render", queue="documents", retry=RETRY)
def render_document(document: str) -> None:
    preparing.prepare(document, now=clock.now())
