"""A name is found by pairs of signs that stand beside each other: one sign alone is in every thirtieth name."""

import django.contrib.postgres.indexes
from django.db import migrations, models

# A search that reads the table would call this for a million rows: the planner is told what that costs.
FUNCTION = """
CREATE FUNCTION cases_signs(name text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 500 AS $$
    SELECT array_agg(DISTINCT substr(name, nth, many))
    FROM generate_series(1, length(name)) nth, generate_series(1, 2) many
$$
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0008_whose_case_it_is"),
    ]

    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION cases_signs(text)"),
        migrations.RemoveIndex(model_name="case", name="cases_signs_of_name"),
        migrations.AddIndex(
            model_name="case",
            index=django.contrib.postgres.indexes.GinIndex(
                models.Func(models.F("sought_name"), function="cases_signs"), name="cases_parts_of_name"
            ),
        ),
    ]
