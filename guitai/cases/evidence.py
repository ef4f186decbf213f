"""Asking other agencies for what a service declares, and keeping each answer or gap with the application."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from guitai.cases import judging, queries
from guitai.cases.household import SELF, members
from guitai.cases.models import Application
from guitai.cases.terms import NO_CONSENT, Piece
from guitai.catalogue.terms import Service
from guitai.core.clock import TAIPEI
from guitai.gateways import actions as gateways
from guitai.gateways import queries as gateway_queries
from guitai.gateways.declaration import About, IfDown, Item
from guitai.gateways.terms import Answered, Inquiry, NoBasis, NotAnswered, NotDeclared, Reason

Details = Mapping[str, str]
SILENT = frozenset({Reason.DOWN, Reason.SLOW})
ASKED_WITH_DETAILS = frozenset({"bank"})  # about an account that only the applicant can name


@dataclass(frozen=True)
class Asking:
    """For whom and on what ground an application's facts are fetched."""

    application: Application
    service: Service
    number: str
    actor: str
    now: datetime


def fetch(asking: Asking) -> None:
    """Every declared fact is fetched or marked as a gap; what was answered before is not asked again."""
    known = {(piece.item, piece.about) for piece in queries.pieces(asking.application) if not piece.is_gap}
    silent: set[str] = set()
    for item in asking.service.data.items:
        if item.source in ASKED_WITH_DETAILS:
            continue
        for about, number in _whom(item, asking):
            if (item.key, about) in known:
                continue
            # One time-out is enough: a source that does not answer is not asked about the next person too.
            if item.source in silent:
                _keep(asking, item, about, _last_known(asking, item, about, number) or Reason.DOWN)
            elif not ask(asking, item, about, number):
                silent.add(item.source)


def is_wanting(service: Service, pieces: list[Piece], *, on: date) -> bool:
    """Tell whether a declared fact has no answer yet, so that somebody has to be asked."""
    known = {(piece.item, piece.about) for piece in pieces if not piece.is_gap}
    items = [item for item in service.data.items if item.source not in ASKED_WITH_DETAILS]
    own = {(item.key, SELF) for item in items if item.about is About.APPLICANT}
    of_others = [item.key for item in items if item.about is About.EACH_PERSON]
    if own - known:
        return True
    people = {each.about for each in members(pieces)} - {SELF}
    if all((key, about) in known for key in of_others for about in people):
        return False
    counted = judging.counted(service, pieces, on=on) & people
    return any((key, about) not in known for key in of_others for about in counted)


def ask(asking: Asking, item: Item, about: str, number: str, details: Details | None = None) -> bool:
    """Keep what the source answers, or the gap; tell whether it may be asked on."""
    try:
        reply = gateways.ask(
            _inquiry(asking, item, about, number, details), now=asking.now, declaration=asking.service.data
        )
    except NotDeclared:
        raise
    except NoBasis:
        # The consent was taken back: what was answered before stays, nothing more is asked.
        _keep(asking, item, about, NO_CONSENT)
        return True
    match reply:
        case Answered():
            _keep(asking, item, about, reply, details)
            return True
        case NotAnswered(reason=reason):
            _keep(asking, item, about, _last_known(asking, item, about, number) or reason)
            return reason not in SILENT


def _inquiry(asking: Asking, item: Item, about: str, number: str, details: Details | None = None) -> Inquiry:
    return item.inquiry(
        number=number,
        subject=asking.application.applicant if about == SELF else "",
        actor=asking.actor,
        thing=f"draft:{asking.application.draft}",
        service=asking.service.key,
        consent_id=asking.application.consent,
        details=details,
        owner=asking.application.applicant,
    )


def _last_known(asking: Asking, item: Item, about: str, number: str) -> Answered | None:
    """Answer what a silent source said before, where the service declares that it may be used."""
    if item.if_down is not IfDown.LAST_KNOWN:
        return None
    return gateway_queries.last_known(_inquiry(asking, item, about, number))


def _whom(item: Item, asking: Asking) -> Iterator[tuple[str, str]]:
    """Name whom the item is about: the applicant, or everybody else the law counts, and nobody more."""
    if item.about is About.APPLICANT:
        yield SELF, asking.number
        return
    pieces = queries.pieces(asking.application)
    counted = judging.counted(asking.service, pieces, on=asking.now.astimezone(TAIPEI).date())
    yield from ((each.about, each.number) for each in members(pieces) if each.about in counted - {SELF})


def _keep(asking: Asking, item: Item, about: str, found: Answered | str, details: Details | None = None) -> None:
    """The answer is kept, or the gap; the same gap is kept once, however often the source was silent."""
    rows = asking.application.evidence.filter(item=item.key, about=about)
    match found:
        case Answered(facts=facts, fetched_at=fetched_at):
            rows.create(**_place(asking, item, about), facts={**facts, **(details or {})}, fetched_at=fetched_at)
        case str():
            newest = rows.order_by("-id").first()
            if newest is None or newest.gap != found:
                rows.create(**_place(asking, item, about), gap=found, fetched_at=asking.now)


def _place(asking: Asking, item: Item, about: str) -> dict[str, Any]:
    return {"application": asking.application, "item": item.key, "source": item.source, "about": about}
