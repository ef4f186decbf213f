"""Accounts: who can sign in."""

import unicodedata
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q


def normal_password(raw: str) -> str:
    """Answer the form in which passwords are hashed: the same password typed on two keyboards is one (NIST: NFKC)."""
    return unicodedata.normalize("NFKC", raw)


class Account(AbstractBaseUser):
    """Somebody who can sign in; sees nothing of a person until bound to that person."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=100, blank=True)  # how colleagues and letters call an official
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[BaseUserManager["Account"]] = BaseUserManager()  # type: ignore[assignment]  # stubs know only Self

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        constraints = [
            # Only lower-case ASCII: no two sign-in names look alike (Cyrillic а, ı, full-width, zero-width).
            models.CheckConstraint(condition=Q(email__regex=r"^[!-@\[-~]+$"), name="account_email_plain"),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        return f"account:{self.pk}"

    def set_password(self, raw_password: str | None) -> None:
        super().set_password(None if raw_password is None else normal_password(raw_password))

    def check_password(self, raw_password: str | None) -> bool:
        return super().check_password(None if raw_password is None else normal_password(raw_password))


class FormerPassword(models.Model):
    """A password an account had, so that the last three are not taken again."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="former_passwords")
    hashed = models.CharField(max_length=255)
    set_at = models.DateTimeField()
