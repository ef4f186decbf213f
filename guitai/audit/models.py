"""Tables of the audit; SQL in the migration makes them, guards them and writes them.

They are not managed, so that nothing of Django ever alters or empties them.
"""

from django.db import models


class Entry(models.Model):
    """Who did or saw what, when, on which ground."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    written_by = models.TextField()
    verb = models.TextField()
    actor = models.TextField()
    thing = models.TextField()
    subject = models.TextField()
    purpose = models.TextField()
    basis = models.TextField()
    detail = models.JSONField()
    salt = models.BinaryField(null=True)

    class Meta:
        managed = False
        db_table = "audit_entry"

    def __str__(self) -> str:
        return f"{self.id} {self.verb} {self.thing}"


class Pending(models.Model):
    """A record that is not chained yet."""

    entry_id = models.BigIntegerField(primary_key=True)

    class Meta:
        managed = False
        db_table = "audit_pending"

    def __str__(self) -> str:
        return str(self.entry_id)


class Link(models.Model):
    """The place of a record in the chain, and the digest of everything up to there."""

    position = models.BigIntegerField(primary_key=True)
    entry = models.ForeignKey(Entry, models.DO_NOTHING, null=True, db_constraint=False, related_name="+")
    digest = models.BinaryField()

    class Meta:
        managed = False
        db_table = "audit_link"

    def __str__(self) -> str:
        return f"{self.position}: {self.entry_id}"


class Checkpoint(models.Model):
    """A signature over the chain up to one position."""

    number = models.BigIntegerField(primary_key=True)
    position = models.BigIntegerField()
    head = models.BinaryField()
    root = models.BinaryField(null=True)
    at = models.DateTimeField()
    key = models.BinaryField()
    signature = models.BinaryField()

    class Meta:
        managed = False
        db_table = "audit_checkpoint"

    def __str__(self) -> str:
        return f"{self.number} at {self.position}"


class Stamp(models.Model):
    """What a time-stamping authority said about a checkpoint (RFC 3161)."""

    checkpoint = models.BigIntegerField(primary_key=True)
    stamped_at = models.DateTimeField()
    token = models.BinaryField()

    class Meta:
        managed = False
        db_table = "audit_stamp"

    def __str__(self) -> str:
        return f"stamp of {self.checkpoint}"


class Subject(models.Model):
    """That a record touched this person's data: by it each person finds hers."""

    subject = models.TextField(primary_key=True)  # with the record; Django knows no key of two columns
    entry_id = models.BigIntegerField()

    class Meta:
        managed = False
        db_table = "audit_subject"

    def __str__(self) -> str:
        return f"record {self.entry_id}"


class Closed(models.Model):
    """While this row is there, nothing is recorded, so nothing happens that would have to be."""

    one = models.BooleanField(primary_key=True, default=True)
    since = models.DateTimeField()
    why = models.TextField()

    class Meta:
        managed = False
        db_table = "audit_closed"

    def __str__(self) -> str:
        return f"closed: {self.why}"
