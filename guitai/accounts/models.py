"""Accounts apart from persons; agencies, posts and who holds them."""

from django.contrib.auth.models import AbstractUser


class Account(AbstractUser):
    """Somebody who can sign in; sees nothing of a person until bound to that person."""
