"""Background work of accounts: forget locks that lock nobody, and sessions that are over."""

from django.core.management import call_command

from guitai.accounts import actions
from guitai.core import clock
from guitai.outbox.queue import app


@app.periodic(cron="23 * * * *")
@app.task(name="accounts.sweep_locks", queue="accounts", queueing_lock="accounts.sweep_locks")
def sweep_locks(timestamp: int) -> None:
    """Forget failures of sign-in that lock nobody any more."""
    del timestamp
    actions.sweep_locks(now=clock.now())


@app.periodic(cron="31 3 * * *")
@app.task(name="accounts.clear_sessions", queue="accounts", queueing_lock="accounts.clear_sessions")
def clear_sessions(timestamp: int) -> None:
    """Delete the sessions that are over."""
    del timestamp
    call_command("clearsessions")
