"""Breaks one statement of a transaction: the n-th that writes, or its COMMIT, raises or loses its session.

Triggers on every table count; which statements there are is found out by letting the deed happen and undoing it.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection, transaction

FAIL, KILL = "fail", "kill"
COMMITTED = "audit_entry"  # every deed leaves its record, so every COMMIT passes by here
NOT_COMPARED = {"django_session", "core_cache", "django_migrations"}
INSTALL = """
CREATE FUNCTION faults_break(what text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('faults.how', true) = 'kill' THEN
    PERFORM pg_terminate_backend(pg_backend_pid());
    PERFORM pg_sleep(1);
  END IF;
  RAISE EXCEPTION 'broken at %', what USING ERRCODE = 'internal_error';
END $$;
CREATE FUNCTION faults_count() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  seen int := coalesce(nullif(current_setting('faults.seen', true), ''), '0')::int + 1;
BEGIN
  PERFORM set_config('faults.seen', seen::text, false);
  IF seen::text = current_setting('faults.at', true) THEN
    PERFORM faults_break(TG_TABLE_NAME);
  END IF;
  RETURN NULL;
END $$;
CREATE FUNCTION faults_commit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('faults.at', true) = 'commit' THEN
    PERFORM faults_break('COMMIT');
  END IF;
  RETURN NULL;
END $$;
"""
REMOVE = "DROP FUNCTION IF EXISTS faults_count, faults_commit, faults_break CASCADE"


@contextmanager
def counted() -> Iterator[None]:
    """Every writing statement is counted while the block runs, and one of them can be broken."""
    with connection.cursor() as cursor:
        cursor.execute(REMOVE)
        cursor.execute(INSTALL)
        for table in tables():
            cursor.execute(
                f'CREATE TRIGGER faults BEFORE INSERT OR UPDATE OR DELETE ON "{table}"'
                " FOR EACH STATEMENT EXECUTE FUNCTION faults_count()"
            )
        cursor.execute(
            f"CREATE CONSTRAINT TRIGGER faults_end AFTER INSERT ON {COMMITTED}"
            " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION faults_commit()"
        )
    try:
        yield
    finally:
        connection.close()
        with connection.cursor() as cursor:
            cursor.execute(REMOVE)


def tables() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        return [str(name) for (name,) in cursor.fetchall()]


def statements_of(deed: Callable[[], object]) -> int:
    """Answer how many statements of the deed write; it did not happen."""
    _arm("", FAIL)
    with transaction.atomic():
        deed()
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('faults.seen')")
            count = int(cursor.fetchone()[0])
        transaction.set_rollback(True)
    return count


@contextmanager
def broken(at: str, how: str) -> Iterator[None]:
    """The statement of that number, or the commit, fails or kills its session; afterwards everything works again."""
    _arm(at, how)
    try:
        yield
    finally:
        connection.close()


def _arm(at: str, how: str) -> None:
    with connection.cursor() as cursor:
        settings = "SELECT set_config('faults.at', %s, false), set_config('faults.how', %s, false)"
        cursor.execute(f"{settings}, set_config('faults.seen', '0', false)", [at, how])


def everything() -> dict[str, tuple[int, int]]:
    """Answer of each table how many rows it has and a sum of who wrote them: equal means that nothing was changed."""
    each = "SELECT '{0}', count(*), coalesce(sum(xmin::text::bigint), 0) FROM \"{0}\""
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(each.format(name) for name in tables() if name not in NOT_COMPARED))
        return {name: (rows, int(writers)) for name, rows, writers in cursor.fetchall()}
