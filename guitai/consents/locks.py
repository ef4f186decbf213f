"""What many do at once about one person happens one after the other."""

from django.db import connection


def one_at_a_time(subject: str) -> None:
    """Until the transaction ends nobody else decides about the consents of this person."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"consents:{subject}"])
