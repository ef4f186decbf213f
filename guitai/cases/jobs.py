"""Background work of cases: judge what was handed in, and look again where a source was silent."""

from procrastinate import RetryStrategy

from guitai.accounts import queries as accounts
from guitai.cases import journey, queries
from guitai.core import clock
from guitai.outbox.queue import app, enqueue
from guitai.outbox.terms import Event
from guitai.work import queries as work

RETRY = RetryStrategy(max_attempts=8, exponential_wait=2)


def on_submitted(event: Event) -> None:
    """Queue the judging of a case that was just handed in."""
    enqueue(assess_case, {"reference": event.thing.removeprefix("case:")})


@app.task(name="cases.assess", queue="cases", retry=RETRY)
def assess_case(reference: str) -> None:
    case = queries.case(reference)
    journey.assess_and_route(reference, accounts.person(case.application.applicant), now=clock.now())


@app.periodic(cron="* * * * *")
@app.task(name="cases.look_again", queue="cases", queueing_lock="cases.look_again")
def look_again(timestamp: int) -> None:
    """Judge again whatever lies on nobody's desk: a silent source may answer now, a lost job is made good."""
    del timestamp
    enqueue(assess_case, *({"reference": reference} for reference in work.waiting_for_system()))
