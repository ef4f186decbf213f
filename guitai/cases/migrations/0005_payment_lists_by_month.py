"""A line of a payment list says on which month's list it stands."""

from datetime import date

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_supplements_asked_again")]

    operations = [
        migrations.AddField(
            model_name="payoutline",
            name="list_month",
            field=models.DateField(default=date(2026, 1, 1)),
            preserve_default=False,
        ),
        migrations.RemoveIndex(model_name="payoutline", name="cases_payout_list"),
        migrations.AddIndex(
            model_name="payoutline",
            index=models.Index(fields=["agency_code", "service_key", "list_month"], name="cases_payout_list"),
        ),
    ]
