"""Asking other agencies for what a service declares, and keeping each answer or gap with the application."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from guitai.cases import judging, queries
from guitai.cases.household import SELF, members
from guitai.cases.models import Application, Evidence
from guitai.catalogue.terms import Service
from guitai.core.clock import TAIPEI
from guitai.gateways import actions as gateways
from guitai.gateways import queries as gateway_queries
from guitai.gateways.declaration import About, IfDown, Item
from guitai.gateways.terms import Answered, NotAnswered, Reply

Details = Mapping[str, str]
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
                _keep_gap(asking, item, about, "down")
            elif not ask(asking, item, about, number):
                silent.add(item.source)


def ask(asking: Asking, item: Item, about: str, number: str, details: Details | None = None) -> bool:
    """Keep what the source answers, or the gap; tell whether it answered."""
    inquiry = item.inquiry(
        number=number,
        subject=asking.application.applicant if about == SELF else "",
        actor=asking.actor,
        thing=f"draft:{asking.application.draft}",
        service=asking.service.key,
        consent_id=asking.application.consent,
        details=details,
    )
    reply: Reply = gateways.ask(inquiry, now=asking.now, declaration=asking.service.data)
    if isinstance(reply, NotAnswered) and item.if_down is IfDown.LAST_KNOWN:
        reply = gateway_queries.last_known(inquiry) or reply
    match reply:
        case Answered(facts=facts, fetched_at=fetched_at):
            Evidence.objects.create(
                application=asking.application,
                item=item.key,
                source=item.source,
                about=about,
                facts={**facts, **(details or {})},
                fetched_at=fetched_at,
            )
            return True
        case NotAnswered(reason=reason):
            _keep_gap(asking, item, about, reason)
            return False


def _whom(item: Item, asking: Asking) -> Iterator[tuple[str, str]]:
    """Name whom the item is about: the applicant, or everybody else the law counts, and nobody more."""
    if item.about is About.APPLICANT:
        yield SELF, asking.number
        return
    pieces = queries.pieces(asking.application)
    counted = judging.counted(asking.service, pieces, on=asking.now.astimezone(TAIPEI).date())
    yield from ((each.about, each.number) for each in members(pieces) if each.about in counted - {SELF})


def _keep_gap(asking: Asking, item: Item, about: str, reason: str) -> None:
    Evidence.objects.create(
        application=asking.application,
        item=item.key,
        source=item.source,
        about=about,
        gap=reason,
        fetched_at=asking.now,
    )
