"""Background work of the desk: hand-overs whose day has come, and cases in hands that sit at the desk no more."""

from guitai.core import clock
from guitai.desk import handing_over, strays
from guitai.outbox.queue import app


@app.periodic(cron="*/5 * * * *")
@app.task(name="desk.keep_hands_right", queue="cases", queueing_lock="desk.keep_hands_right")
def keep_hands_right(timestamp: int) -> None:
    """What is due goes to the successor; what a stand-in of yesterday has taken is the desk's again."""
    del timestamp
    for made in handing_over.due(clock.today()):
        handing_over.finish(made, now=clock.now())
    strays.release(now=clock.now())
