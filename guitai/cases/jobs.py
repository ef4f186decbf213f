"""Background work of cases: judge what was handed in, and look again where a source was silent."""

from procrastinate import RetryStrategy

from guitai.accounts import queries as accounts
from guitai.cases import journey, payouts, queries
from guitai.cases.supplements import due
from guitai.core import clock
from guitai.outbox.queue import app, enqueue
from guitai.outbox.terms import Event
from guitai.work import queries as work

RETRY = RetryStrategy(max_attempts=8, exponential_wait=2)


def on_submitted(event: Event) -> None:
    """Tell the applicant that the application is here, and judge it; first ask again what is missing, as a job."""
    reference = event.thing.removeprefix("case:")
    if not journey.begin_work(reference, now=clock.now()):
        enqueue(assess_case, {"reference": reference})


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


@app.periodic(cron="20 3 * * *")
@app.task(name="cases.list_payouts", queue="cases", queueing_lock="cases.list_payouts", retry=RETRY)
def list_payouts(timestamp: int) -> None:
    """Put every standing grant on the month's payment list; every day, so that a day without workers is made good."""
    del timestamp
    payouts.list_due(now=clock.now())


@app.periodic(cron="7 * * * *")
@app.task(name="cases.supplements_due", queue="cases", queueing_lock="cases.supplements_due")
def supplements_due(timestamp: int) -> None:
    """Look for requests for corrections that are nearly over, or over."""
    del timestamp
    today = clock.today()
    enqueue(remind_of_supplement, *({"number": number} for number in due.reminders(today=today)))
    enqueue(end_supplement, *({"number": number} for number in due.endings(today=today)))


@app.task(name="cases.remind_of_supplement", queue="cases", retry=RETRY)
def remind_of_supplement(number: int) -> None:
    due.remind_once(number, now=clock.now())


@app.task(name="cases.end_supplement", queue="cases", retry=RETRY)
def end_supplement(number: int) -> None:
    due.end_if_over(number, now=clock.now())
