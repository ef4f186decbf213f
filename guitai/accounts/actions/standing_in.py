"""Stand-ins that end early, and stand-ins whose duty somebody else takes over."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from guitai.accounts.models import Account, PostHolding, StandIn
from guitai.accounts.terms import AccountsRefusal
from guitai.audit import actions as audit


@transaction.atomic
def end_stand_in(stand_in_id: int, *, on: date, actor: str, now: datetime) -> None:
    """The deputy acts for the post no more from that day on; days that are over stay as they were."""
    row = StandIn.objects.select_for_update().get(pk=stand_in_id)
    if row.until <= on:
        raise AccountsRefusal(_("This stand-in is over already."))
    _cut(row, on)
    detail = {"deputy": f"account:{row.deputy_id}", "from": row.since.isoformat(), "ends": on.isoformat()}
    audit.record("accounts.stand_in_ended", actor=actor, thing=f"post:{row.post_id}", detail=detail, now=now)


@transaction.atomic
def pass_stand_in_on(stand_in_id: int, deputy: Account, *, on: date, actor: str, now: datetime) -> StandIn | None:
    """From that day on the other deputy acts for the post; nobody has to where the deputy holds it."""
    row = StandIn.objects.select_for_update().select_related("post").get(pk=stand_in_id)
    post, first, until = row.post, max(row.since, on), row.until
    _cut(row, first)
    detail = {"before": f"account:{row.deputy_id}", "deputy": deputy.ref, "from": first.isoformat()}
    audit.record("accounts.stand_in_changed", actor=actor, thing=post.ref, detail=detail, now=now)
    held = PostHolding.objects.filter(post=post, account=deputy, since__lte=first).exclude(until__lte=first)
    if held.exists():
        return None
    try:
        with transaction.atomic():
            return StandIn.objects.create(
                post=post, deputy=deputy, since=first, until=until, appointed_by=actor, appointed_at=now
            )
    except IntegrityError as taken:
        raise AccountsRefusal(_("Somebody else already stands in on one of these days.")) from taken


def _cut(row: StandIn, on: date) -> None:
    if row.since >= on:  # not one day of it has passed: the audit alone remembers it
        row.delete()
    else:
        row.until = on
        row.save(update_fields=["until"])
