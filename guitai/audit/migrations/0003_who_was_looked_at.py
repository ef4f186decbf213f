"""Whose data a record touched, a row for each person, so that each finds a bulk run of a thousand as fast as her own.

audit_append notes them in the statement that writes the record: whoever stands in detail.subjects, and the subject of
what is a look by its verb. audit_looks answers one person only what concerns her: nobody else's reference, and of the
thing only its kind, unless the record is about her alone. Whom a record names by number is somebody among the data of
another person.
"""

from django.db import migrations, models

TABLE = """
CREATE TABLE audit_subject (
    subject text NOT NULL CHECK (subject <> ''),
    entry_id bigint NOT NULL,
    PRIMARY KEY (subject, entry_id)
);
INSERT INTO audit_subject (subject, entry_id)
SELECT subject, id FROM audit_entry
WHERE subject <> '' AND (verb LIKE 'gateway.%' OR verb IN ('cases.precheck', 'desk.search_number'));
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
    ), looked_at AS (
        SELECT jsonb_array_elements_text(_detail -> 'subjects') AS subject WHERE _detail ? 'subjects'
        UNION
        SELECT _subject WHERE _verb LIKE 'gateway.%' OR _verb IN ('cases.precheck', 'desk.search_number')
    ), noted AS (
        INSERT INTO public.audit_subject (subject, entry_id)
        SELECT subject, id FROM looked_at, written WHERE subject <> ''
    )
    INSERT INTO public.audit_pending (entry_id) SELECT id FROM written RETURNING entry_id
$$;
"""

LOOKS = """
CREATE FUNCTION audit_looks(
    _subjects text[], _verbs text[], _since timestamptz, _until timestamptz, _agency text, _kind text, _held jsonb,
    _before bigint, _after integer, _most integer
) RETURNS TABLE (
    id bigint, at timestamptz, verb text, actor text, thing text, among boolean, purpose text, basis text, detail jsonb,
    total bigint
) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT e.id, e.at, e.verb, e.actor,
           CASE WHEN e.subject = ANY(_subjects) THEN e.thing ELSE split_part(e.thing, ':', 1) || ':' END,
           NOT EXISTS (SELECT 1 FROM public.audit_subject own WHERE own.entry_id = e.id
                       AND own.subject = ANY(_subjects) AND own.subject NOT LIKE 'number:%'),
           e.purpose, e.basis, e.detail - 'subjects', count(*) OVER ()
    FROM public.audit_entry e
    WHERE e.id IN (SELECT s.entry_id FROM public.audit_subject s WHERE s.subject = ANY(_subjects) AND s.subject <> '')
      AND e.verb = ANY(_verbs)
      AND (_since IS NULL OR e.at >= _since) AND (_until IS NULL OR e.at < _until)
      AND (_agency IS NULL OR e.detail ->> 'agency' = _agency) AND (_kind IS NULL OR e.detail ->> 'kind' = _kind)
      AND (_before IS NULL OR e.id < _before)
      AND NOT EXISTS (
          SELECT 1 FROM jsonb_to_recordset(_held) AS held (purpose text, agency text, since timestamptz)
          WHERE held.purpose = e.purpose AND (held.agency = '' OR held.agency = e.detail ->> 'agency')
            AND e.at >= held.since
      )
    ORDER BY e.id DESC OFFSET _after LIMIT least(_most, 1000)
$$;
CREATE FUNCTION audit_is_open() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$ SELECT NOT EXISTS (SELECT 1 FROM public.audit_closed) $$;
REVOKE ALL ON FUNCTION audit_is_open() FROM PUBLIC;
REVOKE ALL ON FUNCTION audit_looks(
    text[], text[], timestamptz, timestamptz, text, text, jsonb, bigint, integer, integer
) FROM PUBLIC;
"""

TRIGGER = (
    "CREATE TRIGGER audit_subject_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_subject"
    " FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();\n"
)


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_prove_records_by_trees_and_stamps")]
    operations = [
        migrations.RunSQL(TABLE),
        migrations.RunSQL(APPEND),
        migrations.RunSQL(LOOKS),
        migrations.RunSQL(TRIGGER),
        migrations.CreateModel(
            name="Subject",
            fields=[
                ("subject", models.TextField(primary_key=True)),
                ("entry_id", models.BigIntegerField()),
            ],
            options={"db_table": "audit_subject", "managed": False},
        ),
    ]
