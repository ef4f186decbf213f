"""A case says itself whose it is, so that whoever looks at its name is noted without reading the application too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0007_agency_of_an_application"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="subject",
            field=models.CharField(blank=True, default="", max_length=80),
        ),
        migrations.RunSQL(
            "UPDATE cases_case c SET subject = a.applicant FROM cases_application a"
            " WHERE a.draft = c.application_id AND c.subject = ''",
            migrations.RunSQL.noop,
        ),
    ]
