"""A line of a hand-over says whose case it names, so that whoever reads it is noted."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0001_views_and_hand_overs"),
        ("cases", "0008_whose_case_it_is"),
    ]

    operations = [
        migrations.AddField(
            model_name="handedover",
            name="subject",
            field=models.CharField(blank=True, default="", max_length=80),
        ),
        migrations.RunSQL(
            "UPDATE desk_handedover h SET subject = c.subject FROM cases_case c"
            " WHERE h.thing = 'case:' || c.reference AND h.subject = ''",
            migrations.RunSQL.noop,
        ),
    ]
