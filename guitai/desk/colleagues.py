"""Whom work can be given to: colleagues who sit at one of my desks today."""

from collections.abc import Iterable
from datetime import date

from guitai.accounts import duty
from guitai.accounts import queries as accounts
from guitai.accounts.duty import Colleague
from guitai.accounts.terms import Official
from guitai.cases.movers import official_mover
from guitai.core.together import Part
from guitai.desk.worklist import Viewer
from guitai.work.terms import Desk, Mover


def at_desks(who: Viewer, *, today: date) -> dict[str, str]:
    """Answer who else sits at the desks this official sees, by reference; whoever lists first is herself."""
    return among(duty.colleagues(offices(who), on=today), who)


def part(who: Viewer, *, today: date) -> Part[Colleague]:
    """Answer the read of everybody at the offices of these desks."""
    return duty.colleagues_part(offices(who), on=today)


def offices(who: Viewer) -> set[str]:
    return {desk.agency_code for desk in who.desks}


def among(found: Iterable[Colleague], who: Viewer) -> dict[str, str]:
    desks = {(desk.agency_code, desk.role) for desk in who.desks}
    fitting = [each for each in found if any((each.agency_code, str(role)) in desks for role in each.roles)]
    names = {each.ref: f"{each.name}（{each.title}）" for each in fitting}
    own = names.pop(who.official.account_ref, who.official.name)
    return {who.official.account_ref: own, **names}


def mover_of(ref: str, *, today: date, desk: Desk | None = None) -> Mover | None:
    """Answer a colleague as whoever makes moves, in the posts of that day; None for whoever holds none."""
    official = accounts.official(accounts.account(ref), on=today)
    return official_mover(official, desk=desk) if official else None


def officials(refs: Iterable[str], *, today: date) -> dict[str, Official]:
    found = {ref: accounts.official(accounts.account(ref), on=today) for ref in refs}
    return {ref: official for ref, official in found.items() if official}
