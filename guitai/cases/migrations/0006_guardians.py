"""A guardian asks to act for her ward, with the paper that shows it."""

import uuid

from django.db import migrations, models

import guitai.core.fields


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0005_payment_lists_by_month"),
    ]

    operations = [
        migrations.CreateModel(
            name="GuardianRequest",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("guardian", models.CharField(db_index=True, max_length=80)),
                ("asked_by", models.CharField(max_length=80)),
                ("asked_at", models.DateTimeField()),
                ("services", models.JSONField()),
                ("said", guitai.core.fields.EncryptedField(purpose="guardian-request")),
                ("text", guitai.core.fields.EncryptedField(purpose="guardian-request")),
                ("papers", models.JSONField()),
                ("until", models.DateField()),
                ("state", models.CharField(default="waiting", max_length=12)),
                ("decided_by", models.CharField(blank=True, default="", max_length=80)),
                ("decided_at", models.DateTimeField(null=True)),
                ("why", guitai.core.fields.EncryptedField(null=True, purpose="guardian-request")),
                ("consent", models.CharField(blank=True, default="", max_length=80)),
            ],
            options={
                "indexes": [models.Index(fields=["state", "asked_at"], name="cases_guardians_waiting")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("decided_by", ""), ("state", "waiting")),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("state__in", ["accepted", "refused"]),
                                models.Q(("decided_by", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="cases_guardian_decided_paired",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "accepted"), _negated=True),
                            models.Q(("consent", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="cases_guardian_accepted_has_consent",
                    ),
                ],
            },
        ),
    ]
