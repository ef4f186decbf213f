"""What is kept when somebody signs in or changes a password."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction

from guitai.accounts.models import Account, FormerPassword
from guitai.accounts.passwords import REMEMBERED
from guitai.audit import actions as audit


@transaction.atomic
def set_password(account: Account, password: str, *, now: datetime) -> None:
    """The account has the new password, and the former ones are remembered as far as the rule asks."""
    if account.pk and account.has_usable_password():
        FormerPassword.objects.create(account=account, hashed=account.password, set_at=now)
        kept = FormerPassword.objects.filter(account=account).order_by("-set_at", "-pk")[: REMEMBERED - 1]
        FormerPassword.objects.filter(account=account).exclude(pk__in=[row.pk for row in kept]).delete()
    account.set_password(password)
    account.save()
    audit.record("accounts.password_set", actor=account.ref, thing=account.ref, now=now)


@transaction.atomic
def open_account(email: str, *, name: str = "", actor: str, now: datetime) -> tuple[Account, bool]:
    """The account is there, its address confirmed; it has no password yet. Answers also whether it is new."""
    account, created = Account.objects.get_or_create(email=email, defaults={"name": name, "password": "!"})
    if created:
        EmailAddress.objects.create(user=account, email=email, verified=True, primary=True)
        audit.record("accounts.account_opened", actor=actor, thing=account.ref, now=now)
    return account, created


@transaction.atomic
def record_sign_in(account: Account, *, now: datetime) -> None:
    """The audit knows that the account signed in."""
    audit.record("accounts.signed_in", actor=account.ref, thing=account.ref, now=now)
