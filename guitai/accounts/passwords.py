"""What a password must be, by NIST SP 800-63B-4: long and not guessable; no composition rules, no expiry.

The length is asked for alone because a password may be the only factor. Its digest is the validator's business only in
``NotUsedLately`` (附表十: not one of the last three).
"""

from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from guitai.accounts.guessing import smallest_period, without_easy_parts
from guitai.accounts.models import Account, FormerPassword
from guitai.accounts.models.account import normal_password

SHORTEST, LONGEST = 15, 128
REMEMBERED = 3
LEFT_OVER = 6  # what must remain when everything easy is taken away


class RightLength:
    """Each code point counts as one."""

    def validate(self, password: str, user: Account | None = None) -> None:  # noqa: ARG002 - Django's signature
        if len(normal_password(password)) < SHORTEST:
            raise ValidationError(
                _("Use at least %(count)d characters. Several words in a row are easy to remember.")
                % {"count": SHORTEST},
                code="password_too_short",
            )
        if len(password) > LONGEST:
            raise ValidationError(_("Use at most %(count)d characters.") % {"count": LONGEST}, code="password_too_long")

    def get_help_text(self) -> str:
        return _("At least %(count)d characters; letters, digits, Chinese, spaces: everything counts.") % {
            "count": SHORTEST
        }


class NotEasilyGuessed:
    """Not a common password, and not made of the site's name, the address, runs and repetitions."""

    def __init__(self) -> None:
        self.common = CommonPasswordValidator().passwords

    def validate(self, password: str, user: Account | None = None) -> None:
        plain = normal_password(password)[:LONGEST].casefold()
        easy = plain in self.common or smallest_period(plain) in self.common
        if easy or len(without_easy_parts(plain, user)) < LEFT_OVER:
            raise ValidationError(
                _("This password is easy to guess: it is well known, repeats itself, or is made of names we know."),
                code="password_too_common",
            )

    def get_help_text(self) -> str:
        return _("Not your address, not a well-known password, not the same characters again and again.")


class NotUsedLately:
    def validate(self, password: str, user: Account | None = None) -> None:
        if user is None or user.pk is None:
            return
        former = FormerPassword.objects.filter(account=user).order_by("-set_at", "-pk")[:REMEMBERED]
        hashes = [user.password, *(row.hashed for row in former)]
        if any(check_password(normal_password(password), hashed) for hashed in hashes[:REMEMBERED]):
            raise ValidationError(
                _("You used this password lately. Please choose another."), code="password_used_lately"
            )

    def get_help_text(self) -> str:
        return _("Not one of your last %(count)d passwords.") % {"count": REMEMBERED}
