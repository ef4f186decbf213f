"""Who may put whom into a post: supervisors at their offices, administrators everywhere, nobody herself."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from guitai.accounts import actions as accounts
from guitai.accounts import queries as people
from guitai.accounts.models import Account
from guitai.accounts.terms import Official, PostView, Role
from guitai.desk.terms import DeskRefusal

GUARDED = frozenset({Role.ADMINISTRATOR, Role.AUDITOR})


def may_assign(post: PostView, official: Official) -> bool:
    if official.may(Role.ADMINISTRATOR):
        return True
    return official.may(Role.SUPERVISOR, post.agency_code) and not post.roles & GUARDED


def check_assigner(post: PostView, official: Official) -> None:
    """Pass unless the post watches over others; those go from hand to hand through an administrator only."""
    if post.roles & GUARDED and not official.may(Role.ADMINISTRATOR):
        raise DeskRefusal(_("Posts of administrators and auditors are given by an administrator only."))


@transaction.atomic
def appoint(post: PostView, account: Account, *, since: date, official: Official, now: datetime) -> None:
    """The account holds the post from that day on; raises DeskRefusal and AccountsRefusal."""
    if not may_assign(post, official):
        raise DeskRefusal(_("Posts of administrators and auditors are given by an administrator only."))
    if account.ref == official.account_ref:
        raise DeskRefusal(_("Nobody gives a post to himself. Ask another supervisor or an administrator."))
    accounts.assign_post(account, people.post_row(post.ref), since=since, actor=official.account_ref, now=now)


def newcomer(email: str, *, name: str, official: Official, now: datetime) -> Account:
    """Answer the account of this address; a new one has no password yet, and is asked for one at the first sign-in."""
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError as wrong:
        raise DeskRefusal(_("Type the whole e-mail address, such as name@example.gov.tw.")) from wrong
    known = people.account_named(address)
    if known is not None:
        return known
    if not name.strip():
        raise DeskRefusal(_("Nobody has this address yet. Type the name too."))
    account, _new = accounts.open_account(address, name=name.strip(), actor=official.account_ref, now=now)
    return account
