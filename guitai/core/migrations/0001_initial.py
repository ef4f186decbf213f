"""The clock of the demo, and the table of Django's database cache (settings.CACHES)."""

from django.db import migrations, models

CACHE = """
CREATE TABLE core_cache (
    cache_key varchar(255) PRIMARY KEY,
    value text NOT NULL,
    expires timestamptz NOT NULL
);
CREATE INDEX core_cache_expires ON core_cache (expires);
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="ClockShift",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("by", models.DurationField()),
            ],
            options={"db_table": "core_clock_shift"},
        ),
        migrations.AddConstraint(
            model_name="clockshift",
            constraint=models.CheckConstraint(condition=models.Q(("id", 1)), name="core_clock_shift_one_row"),
        ),
        migrations.RunSQL(CACHE, "DROP TABLE core_cache"),
    ]
