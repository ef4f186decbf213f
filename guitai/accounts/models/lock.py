"""How often signing in failed."""

from django.db import models


class SignInLock(models.Model):
    """Counts failures of one name or one address; the name is kept only as a keyed hash."""

    key = models.BinaryField(max_length=32, unique=True)
    failures = models.PositiveIntegerField(default=0)
    first_at = models.DateTimeField()
    locked_until = models.DateTimeField(null=True)
