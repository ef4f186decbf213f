"""Cases in the hands of somebody who sits at their desk no more: a stand-in whose days are over, a former holder."""

from datetime import date, datetime

from guitai.accounts import queries as accounts
from guitai.accounts.models import Account
from guitai.cases.movers import official_mover
from guitai.core.clock import TAIPEI
from guitai.work import assigning
from guitai.work.models import Task
from guitai.work.terms import Desk, Mover, WaitsFor

NOBODY = Mover(ref="", words="", kind=WaitsFor.OFFICE)
ACTOR = "system:desk"


def release(*, now: datetime) -> int:
    """Each such case lies at its desk again, for whoever takes it; answers how many there were."""
    today = now.astimezone(TAIPEI).date()
    taken = Task.objects.filter(done_at__isnull=True).exclude(taken_by="")
    hands = set(taken.order_by().values_list("taken_by", "role", "agency_code").distinct())
    desks = {ref: _desks(ref, today=today) for ref in {ref for ref, _role, _code in hands}}
    released = 0
    for ref, role, code in sorted(hands):
        if Desk(role=role, agency_code=code) in desks[ref]:
            continue
        for key in taken.filter(taken_by=ref, role=role, agency_code=code).values_list("pk", flat=True):
            assigning.pass_on(key, to=NOBODY, actor=ACTOR, now=now)
            released += 1
    return released


def _desks(ref: str, *, today: date) -> frozenset[Desk]:
    """Answer where this account sits today; nowhere for one that is gone."""
    try:
        official = accounts.official(accounts.account(ref), on=today)
    except Account.DoesNotExist:
        return frozenset()
    return official_mover(official, desk=None).desks if official else frozenset()
