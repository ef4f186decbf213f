"""The audit: tables that only grow, and the one function that writes them.

audit_append is SECURITY DEFINER, so the roles of web and worker need no right on the tables themselves.
audit_pending is the sequencer's list of what is not chained yet: ids appear late when a transaction commits late,
so neither a highest id nor a time can say what is new; a row of its own can.
"""

from django.db import migrations, models

TEXTS = ("written_by", "verb", "actor", "thing", "subject", "purpose", "basis")

TABLES = """
CREATE TABLE audit_entry (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL,
    written_by text NOT NULL,
    verb text NOT NULL CHECK (verb <> ''),
    actor text NOT NULL CHECK (actor <> ''),
    thing text NOT NULL CHECK (thing <> ''),
    subject text NOT NULL,
    purpose text NOT NULL,
    basis text NOT NULL,
    detail jsonb NOT NULL CHECK (jsonb_typeof(detail) = 'object')
);
CREATE INDEX audit_entry_at ON audit_entry USING brin (at);
CREATE INDEX audit_entry_thing ON audit_entry (thing, id);
CREATE INDEX audit_entry_actor ON audit_entry (actor, id);
CREATE INDEX audit_entry_subject ON audit_entry (subject, id) WHERE subject <> '';
CREATE TABLE audit_pending (
    entry_id bigint PRIMARY KEY REFERENCES audit_entry (id)
);
CREATE TABLE audit_link (
    position bigint PRIMARY KEY CHECK (position > 0),
    entry_id bigint NOT NULL UNIQUE REFERENCES audit_entry (id),
    digest bytea NOT NULL CHECK (length(digest) = 32)
);
CREATE TABLE audit_checkpoint (
    number bigint PRIMARY KEY CHECK (number > 0),
    position bigint NOT NULL UNIQUE CHECK (position > 0),
    head bytea NOT NULL CHECK (length(head) = 32),
    at timestamptz NOT NULL,
    key bytea NOT NULL CHECK (length(key) = 32),
    signature bytea NOT NULL CHECK (length(signature) = 64)
);
"""

FUNCTIONS = """
CREATE FUNCTION audit_append(
    _at timestamptz, _verb text, _actor text, _thing text, _subject text, _purpose text, _basis text, _detail jsonb
) RETURNS bigint LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH written AS (
        INSERT INTO public.audit_entry
            (at, recorded_at, written_by, verb, actor, thing, subject, purpose, basis, detail)
        VALUES (_at, clock_timestamp(), session_user, _verb, _actor, _thing, _subject, _purpose, _basis, _detail)
        RETURNING id
    )
    INSERT INTO public.audit_pending (entry_id) SELECT id FROM written RETURNING entry_id
$$;

CREATE FUNCTION audit_entries(
    _since timestamptz, _until timestamptz, _actor text, _thing text, _verb text, _subject text,
    _before bigint, _most integer
) RETURNS SETOF audit_entry LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
BEGIN
    RETURN QUERY SELECT * FROM public.audit_entry e
    WHERE (_since IS NULL OR e.at >= _since) AND (_until IS NULL OR e.at < _until)
      AND (_actor IS NULL OR e.actor = _actor) AND (_thing IS NULL OR e.thing = _thing)
      AND (_verb IS NULL OR e.verb = _verb)
      AND (_subject IS NULL OR (e.subject = _subject AND e.subject <> ''))
      AND (_before IS NULL OR e.id < _before)
    ORDER BY e.id DESC LIMIT least(_most, 200);
END
$$;

CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit only grows: % on % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END
$$;

REVOKE ALL ON FUNCTION audit_append(timestamptz, text, text, text, text, text, text, jsonb) FROM PUBLIC;
REVOKE ALL ON FUNCTION audit_entries(timestamptz, timestamptz, text, text, text, text, bigint, integer) FROM PUBLIC;
"""

TRIGGERS = "".join(
    f"CREATE TRIGGER {table}_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
    " FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();\n"
    for table in ("audit_entry", "audit_link", "audit_checkpoint")
)


def unmanaged(name: str, table: str, fields: list) -> migrations.CreateModel:
    return migrations.CreateModel(name=name, fields=fields, options={"db_table": table, "managed": False})


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.RunSQL(TABLES),
        migrations.RunSQL(FUNCTIONS),
        migrations.RunSQL(TRIGGERS),
        unmanaged(
            "Entry",
            "audit_entry",
            [
                ("id", models.BigAutoField(primary_key=True)),
                ("at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                *((name, models.TextField()) for name in TEXTS),
                ("detail", models.JSONField()),
            ],
        ),
        unmanaged("Pending", "audit_pending", [("entry_id", models.BigIntegerField(primary_key=True))]),
        unmanaged(
            "Link",
            "audit_link",
            [("position", models.BigIntegerField(primary_key=True)), ("digest", models.BinaryField())],
        ),
        unmanaged(
            "Checkpoint",
            "audit_checkpoint",
            [
                ("number", models.BigIntegerField(primary_key=True)),
                ("position", models.BigIntegerField()),
                ("head", models.BinaryField()),
                ("at", models.DateTimeField()),
                ("key", models.BinaryField()),
                ("signature", models.BinaryField()),
            ],
        ),
    ]
