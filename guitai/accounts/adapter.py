"""Where django-allauth asks us: names, lock-out, what is recorded, how secrets are kept."""

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guitai.accounts.actions import locks
from guitai.accounts.actions.signing_in import record_sign_in, set_password
from guitai.accounts.models import Account
from guitai.core import clock, encryption

TOTP_PURPOSE = "second-factor"


def display(account: Account) -> str:
    """Answer how mails and pages call the holder of an account."""
    return account.name or account.email


class SignInAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """One answer for a wrong password, an unknown name and a locked one's neighbour."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": gettext_lazy("The e-mail address and the password do not belong together."),
        "too_many_login_attempts": gettext_lazy("Too many wrong tries. Please wait 15 minutes and try again."),
    }

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the attempt first; refuse while locked, with the same words whether or not the name is known."""
        self._lock_keys = locks.sign_in_keys(str(credentials.get("email", "")), self.get_client_ip(request))
        if not locks.reserve(self._lock_keys, now=clock.now()):
            raise self.validation_error("too_many_login_attempts")

    def _rollback_login_failed_rl_usage(self) -> None:
        locks.release(self._lock_keys)

    def clean_email(self, email: str) -> str:
        """Answer the name in lower case; names that could be taken for another's are refused."""
        if not email.isascii():
            raise ValidationError(_("Type the e-mail address with letters A to Z, digits and signs only."))
        return email.lower()

    def send_account_already_exists_mail(self, email: str) -> None:
        """Signing up with a known address takes as long as with a new one: a password is hashed for nobody."""
        super().send_account_already_exists_mail(email)
        Account().set_password(email)

    def set_password(self, user: Account, password: str) -> None:
        set_password(user, password, now=clock.now())

    def login(self, request: HttpRequest, user: Account) -> None:
        super().login(request, user)
        record_sign_in(user, now=clock.now())


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Keeps the secret of one-time codes encrypted."""

    def encrypt(self, text: str) -> str:
        return base64.b64encode(encryption.encrypt(text.encode(), purpose=TOTP_PURPOSE)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return encryption.decrypt(base64.b64decode(encrypted_text), purpose=TOTP_PURPOSE).decode()

    def _get_site_name(self) -> str:
        return _("Guitai, the counter of Changhua County")
