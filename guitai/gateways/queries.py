"""Every read: earlier answers, and who asked what about whom."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from guitai.accounts import queries as accounts
from guitai.core import encryption
from guitai.gateways.connectors.registry import wanted
from guitai.gateways.models import Lookup, Outcome, SourceHealth
from guitai.gateways.terms import Answered, Inquiry


def lookups_about(subject: str) -> QuerySet[Lookup]:
    """Every question about this person, newest first, also those asked before we knew the person here."""
    asked_by_number = Q(subject="", number_index=accounts.number_index(_number(subject)))
    return Lookup.objects.filter(Q(subject=subject) | asked_by_number).order_by("-asked_at")


def lookups_for(thing: str) -> QuerySet[Lookup]:
    """Every question asked for this case, in order."""
    return Lookup.objects.filter(thing=thing).order_by("asked_at")


def things_asked(actor: str, source: str, *, since: datetime) -> int:
    """Answer about how many things this actor has asked the source since then."""
    asked = Lookup.objects.filter(actor=actor, source=source, asked_at__gt=since)
    return asked.values("thing").distinct().count()


def fresh_enough(inquiry: Inquiry, *, now: datetime) -> Lookup | None:
    """Answer the latest answer that the inquiry's freshness allows to use again."""
    if not inquiry.freshness_days:
        return None
    since = now - timedelta(days=inquiry.freshness_days)
    return _answered(inquiry).filter(answered_at__gte=since).first()


def last_known(inquiry: Inquiry) -> Answered | None:
    """Answer what this source last said about this person on the same basis, however old; None when it never did."""
    lookup = _answered(inquiry).first()
    return as_answered(lookup, inquiry, reused=True) if lookup else None


def as_answered(lookup: Lookup, inquiry: Inquiry, *, reused: bool) -> Answered:
    facts = {name: lookup.answer[name] for name in wanted(inquiry)}
    if lookup.answered_at is None:
        raise ValueError("an answered lookup has its time")
    return Answered(facts, lookup.source, lookup.answered_at, str(lookup.request_id), reused=reused)


def _number(subject: str) -> str:
    return accounts.person(subject).national_number


def details_index(inquiry: Inquiry) -> bytes:
    text = "\n".join(f"{key}={value}" for key, value in sorted(inquiry.details.items()))
    return encryption.blind_index(text, purpose="gateways.details")


def _answered(inquiry: Inquiry) -> QuerySet[Lookup]:
    """Same source, person, details, purpose and basis, at least the same facts; newest first."""
    return Lookup.objects.filter(
        outcome=Outcome.ANSWERED,
        source=inquiry.source,
        number_index=accounts.number_index(inquiry.number),
        details_index=details_index(inquiry),
        purpose=inquiry.purpose,
        basis_kind=inquiry.basis.kind if inquiry.basis else "",
        basis=inquiry.basis.reference if inquiry.basis else "",
        gives__contains=list(wanted(inquiry)),
    ).order_by("-answered_at")


def health() -> list[SourceHealth]:
    """Answer what is known of each source that was ever asked."""
    return list(SourceHealth.objects.order_by("source"))
