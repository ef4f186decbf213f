"""Is this the master key the database was written with? Asked before anything is served, and before models load."""

from django.db import connection

from guitai.core import encryption

WORD = "guitai"
PURPOSE = "key-mark"


def remember() -> None:
    """The database knows the key it is written with; the first one is never replaced."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO core_key_mark (id, mark) VALUES (1, %s) ON CONFLICT DO NOTHING", (_mark(),))


def is_the_same() -> bool:
    """Tell whether what we seal now can be read beside what is sealed already."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT mark FROM core_key_mark")
        kept = cursor.fetchone()
    return kept is None or bytes(kept[0]) == _mark()


def _mark() -> bytes:
    return encryption.blind_index(WORD, purpose=PURPOSE)
