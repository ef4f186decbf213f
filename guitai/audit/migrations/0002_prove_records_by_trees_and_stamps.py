"""Salts for records, digests of full subtrees, time-stamps of checkpoints, and a switch that closes the audit.

A record gets a salt when it is written, so that some of its fields can be shown and the rest stays unguessable; older
records have none. The references to audit_entry go: each cost a lock on the record, and verification finds what they
forbade. audit_closed holds a row while nothing may be recorded: audit_append then writes nothing and answers NULL.
"""

from django.db import migrations, models

TABLES = """
ALTER TABLE audit_entry ADD COLUMN salt bytea;
ALTER TABLE audit_entry ALTER COLUMN salt SET DEFAULT uuid_send(gen_random_uuid());
ALTER TABLE audit_pending DROP CONSTRAINT audit_pending_entry_id_fkey;
ALTER TABLE audit_pending SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
ALTER TABLE audit_link DROP CONSTRAINT audit_link_entry_id_fkey;
ALTER TABLE audit_checkpoint ADD COLUMN root bytea CHECK (length(root) = 32);
CREATE TABLE audit_tile (
    level smallint NOT NULL CHECK (level > 0),
    number bigint NOT NULL CHECK (number >= 0),
    digest bytea NOT NULL CHECK (length(digest) = 32),
    PRIMARY KEY (level, number)
);
CREATE TABLE audit_stamp (
    checkpoint bigint PRIMARY KEY,
    stamped_at timestamptz NOT NULL,
    token bytea NOT NULL CHECK (length(token) > 0)
);
CREATE TABLE audit_closed (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    since timestamptz NOT NULL,
    why text NOT NULL
);
"""

APPEND = """
CREATE OR REPLACE FUNCTION audit_append(
    _at timestamptz, _verb text, _actor text, _thing text, _subject text, _purpose text, _basis text, _detail jsonb
) RETURNS bigint LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH written AS (
        INSERT INTO public.audit_entry
            (at, recorded_at, written_by, verb, actor, thing, subject, purpose, basis, detail)
        SELECT _at, clock_timestamp(), session_user, _verb, _actor, _thing, _subject, _purpose, _basis, _detail
        WHERE NOT EXISTS (SELECT 1 FROM public.audit_closed)
        RETURNING id
    )
    INSERT INTO public.audit_pending (entry_id) SELECT id FROM written RETURNING entry_id
$$;
"""

TRIGGERS = "".join(
    f"CREATE TRIGGER {table}_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
    " FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();\n"
    for table in ("audit_tile", "audit_stamp")
)


def unmanaged(name: str, table: str, fields: list) -> migrations.CreateModel:
    return migrations.CreateModel(name=name, fields=fields, options={"db_table": table, "managed": False})


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [
        migrations.RunSQL(TABLES),
        migrations.RunSQL(APPEND),
        migrations.RunSQL(TRIGGERS),
        unmanaged(
            "Stamp",
            "audit_stamp",
            [
                ("checkpoint", models.BigIntegerField(primary_key=True)),
                ("stamped_at", models.DateTimeField()),
                ("token", models.BinaryField()),
            ],
        ),
        unmanaged(
            "Closed",
            "audit_closed",
            [
                ("one", models.BooleanField(primary_key=True, default=True)),
                ("since", models.DateTimeField()),
                ("why", models.TextField()),
            ],
        ),
    ]
