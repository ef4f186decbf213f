"""Who is on duty: colleagues of an office, who stands in for whom, and what somebody holds."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet

from guitai.accounts.models import Account, PostHolding, StandIn
from guitai.accounts.queries import SECRETS as ACCOUNT_SECRETS
from guitai.accounts.terms import Role
from guitai.core.together import Part

COLLEAGUES = """
    SELECT 'account:' || account.id AS ref, account.name, post.title, unit.name AS unit, agency.code AS agency_code,
        post.roles
    FROM accounts_agency agency
    JOIN accounts_unit unit ON unit.agency_id = agency.id
    JOIN accounts_post post ON post.unit_id = unit.id
    JOIN accounts_postholding held ON held.post_id = post.id
    JOIN accounts_account account ON account.id = held.account_id
    WHERE agency.code = ANY(%(offices)s) AND held.since <= %(on)s AND (held.until IS NULL OR held.until > %(on)s)
    ORDER BY unit.id, post.number"""
SECRETS = tuple(f"deputy__{column}" for column in ACCOUNT_SECRETS)


@dataclass(frozen=True)
class Colleague:
    """Somebody who acts for a post of these offices that day, with everything the posts may do there."""

    ref: str
    name: str
    title: str
    unit: str
    agency_code: str
    roles: frozenset[Role]


@dataclass(frozen=True)
class Duty:
    """A post somebody acts for while its holder is away; the last day is included."""

    id: int
    post: str
    title: str
    unit: str
    agency_code: str
    roles: frozenset[Role]
    holder: str
    holder_name: str
    deputy: str
    deputy_name: str
    first: date
    last: date


def colleagues(agency_codes: Collection[str], *, on: date) -> list[Colleague]:
    """Answer who holds a post of these agencies that day, by title and name; each post is a line."""
    rows = _holdings(on).filter(post__unit__agency__code__in=agency_codes).order_by("post__unit", "post__number")
    return [
        Colleague(
            ref=f"account:{row.account_id}",
            name=row.account.name,
            title=row.post.title,
            unit=row.post.unit.name,
            agency_code=row.post.unit.agency.code,
            roles=frozenset(map(Role, row.post.roles)),
        )
        for row in rows
    ]


def colleagues_part(agency_codes: Collection[str], *, on: date) -> Part[Colleague]:
    """Answer the read of what ``colleagues`` answers."""
    return Part(COLLEAGUES, {"offices": sorted(agency_codes), "on": on}, _colleague)


def _colleague(row: Mapping[str, Any]) -> Colleague:
    return Colleague(**{**row, "roles": frozenset(map(Role, row["roles"]))})


def standing_in(account_ref: str, *, on: date) -> list[Duty]:
    """Answer the posts this account acts for that day for somebody who is away."""
    return _duties(StandIn.objects.filter(deputy=_key(account_ref), since__lte=on, until__gt=on), on=on)


def duties_ahead(account_ref: str, *, on: date) -> list[Duty]:
    """Answer the posts this account acts for that day or later."""
    return _duties(StandIn.objects.filter(deputy=_key(account_ref), until__gt=on), on=on)


def stand_ins_for(account_ref: str, *, on: date) -> list[Duty]:
    """Answer who acts that day or later for the posts this account holds."""
    posts = _holdings(on).filter(account=_key(account_ref)).values("post")
    return _duties(StandIn.objects.filter(post__in=posts, until__gt=on), on=on)


def stand_ins_of_post(post_ref: str, *, on: date) -> list[Duty]:
    """Answer who acts that day or later for this post."""
    return _duties(StandIn.objects.filter(post=int(post_ref.removeprefix("post:")), until__gt=on), on=on)


def holdings_of(account_ref: str, *, on: date) -> list[PostHolding]:
    """Answer the posts this account holds that day."""
    return list(_holdings(on).filter(account=_key(account_ref)).order_by("pk"))


def known_accounts(agency_codes: Collection[str]) -> list[Account]:
    """Answer everybody who ever held a post of these agencies and can still sign in, by name."""
    found = Account.objects.filter(is_active=True, holdings__post__unit__agency__code__in=agency_codes)
    return list(found.only("pk", "name", "email").distinct().order_by("name", "pk"))


def _holdings(on: date) -> QuerySet[PostHolding]:
    rows = PostHolding.objects.filter(since__lte=on).exclude(until__lte=on)
    return rows.select_related("post__unit__agency", "account").only(
        "since", "until", "account__name", "post__title", "post__roles", "post__unit__name", "post__unit__agency__code"
    )


def _duties(rows: QuerySet[StandIn], *, on: date) -> list[Duty]:
    found = list(rows.select_related("post__unit__agency", "deputy").defer(*SECRETS).order_by("since", "pk"))
    holders = {row.post_id: row for row in _holdings(on).filter(post__in=[each.post_id for each in found])}
    return [_duty(row, holders.get(row.post_id)) for row in found]


def _duty(row: StandIn, holding: PostHolding | None) -> Duty:
    return Duty(
        id=row.pk,
        post=row.post.ref,
        title=row.post.title,
        unit=row.post.unit.name,
        agency_code=row.post.unit.agency.code,
        roles=frozenset(map(Role, row.post.roles)),
        holder=f"account:{holding.account_id}" if holding else "",
        holder_name=holding.account.name if holding else "",
        deputy=f"account:{row.deputy_id}",
        deputy_name=row.deputy.name,
        first=row.since,
        last=row.until - timedelta(days=1),
    )


def _key(account_ref: str) -> int:
    return int(account_ref.removeprefix("account:"))
