"""Agencies, posts, who holds them, who stands in."""

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path

import yaml
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from guitai.accounts.models import Account, Agency, Post, PostHolding, StandIn, Unit
from guitai.accounts.terms import AccountsRefusal, AgencyKind, Role
from guitai.audit import actions as audit

FIELDS = ("name", "name_en", "kind", "head_title", "head_name", "address", "phone")


@transaction.atomic
def load_agencies(path: Path, *, actor: str = "system:load", now: datetime) -> int:
    """Every agency of the file is known as the file says; agencies come after their parents."""
    entries = yaml.safe_load(path.read_text(encoding="utf-8"))["agencies"]
    for entry in entries:
        unknown = set(entry) - {*FIELDS, "code", "parent", "note"}
        if unknown:
            raise AccountsRefusal(f"{path.name}: {entry.get('code')}: unknown: {', '.join(sorted(unknown))}")
        parent = Agency.objects.get(code=entry["parent"]) if entry.get("parent") else None
        values = {field: entry.get(field, "") for field in FIELDS} | {"kind": AgencyKind(entry["kind"])}
        Agency.objects.update_or_create(code=entry["code"], defaults={**values, "parent": parent})
    audit.record("accounts.agencies_loaded", actor=actor, thing="agencies", detail={"count": len(entries)}, now=now)
    return len(entries)


@transaction.atomic
def open_post(
    agency_code: str, *, unit: str, number: str, title: str, roles: Iterable[Role], actor: str, now: datetime
) -> Post:
    """The post exists in the unit, with exactly these roles."""
    agency = Agency.objects.get(code=agency_code)
    place, _new = Unit.objects.get_or_create(agency=agency, name=unit)
    values = {"title": title, "roles": sorted(roles)}
    post, created = Post.objects.update_or_create(unit=place, number=number, defaults=values)
    verb = "accounts.post_opened" if created else "accounts.post_changed"
    audit.record(verb, actor=actor, thing=post.ref, detail={"roles": values["roles"]}, now=now)
    return post


@transaction.atomic
def assign_post(account: Account, post: Post, *, since: date, actor: str, now: datetime) -> PostHolding:
    """The account holds the post from that day; whoever held it before holds it until then."""
    before = PostHolding.objects.select_for_update().filter(post=post, until__isnull=True).first()
    if before is not None and before.account_id == account.pk:
        return before
    if before is not None and before.since >= since:
        raise AccountsRefusal(_("Somebody else holds this post from that day or a later one. Choose a later day."))
    if before is not None:
        before.until = since
        before.save(update_fields=["until"])
    holding = PostHolding.objects.create(account=account, post=post, since=since)
    audit.record("accounts.post_assigned", actor=actor, thing=post.ref, detail={"account": account.ref}, now=now)
    return holding


@transaction.atomic
def appoint_stand_in(post: Post, deputy: Account, *, since: date, until: date, actor: str, now: datetime) -> StandIn:
    """The deputy acts for the post on these days, the last one not included."""
    if PostHolding.objects.filter(post=post, account=deputy, until__isnull=True).exists():
        raise AccountsRefusal(_("Nobody stands in for himself. Choose somebody else."))
    if until <= since:
        raise AccountsRefusal(_("The last day lies before the first."))
    try:
        with transaction.atomic():
            stand_in = StandIn.objects.create(
                post=post, deputy=deputy, since=since, until=until, appointed_by=actor, appointed_at=now
            )
    except IntegrityError as taken:
        raise AccountsRefusal(_("Somebody else already stands in on one of these days.")) from taken
    audit.record("accounts.stand_in_appointed", actor=actor, thing=post.ref, detail={"deputy": deputy.ref}, now=now)
    return stand_in


@transaction.atomic
def describe_agency(code: str, *, head_name: str, address: str, phone: str, actor: str, now: datetime) -> None:
    """Letters of the agency bear this head, address and telephone."""
    Agency.objects.filter(code=code).update(head_name=head_name, address=address, phone=phone)
    audit.record("accounts.agency_described", actor=actor, thing=f"agency:{code}", now=now)
