"""A desk of twenty thousand tasks is listed and counted from one index; what waits for its applicant has its own."""

from django.db import migrations, models
from django.db.models import Q

KNOWN = """
UPDATE work_task SET flow_key = item.flow_key FROM work_workitem item WHERE item.id = work_task.item_id;
UPDATE work_task SET waits = TRUE FROM work_workitem item
WHERE item.id = work_task.item_id AND item.stood_still_since IS NOT NULL AND item.closed_at IS NULL
  AND work_task.done_at IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM work_task later WHERE later.item_id = item.id AND later.id > work_task.id)
"""


class Migration(migrations.Migration):
    dependencies = [
        ("work", "0005_whose_matter_it_is"),
    ]

    operations = [
        migrations.AddField(
            model_name="task", name="flow_key", field=models.CharField(blank=True, default="", max_length=80)
        ),
        migrations.AddField(model_name="task", name="waits", field=models.BooleanField(default=False)),
        migrations.RunSQL(KNOWN, migrations.RunSQL.noop),
        migrations.RemoveIndex(model_name="task", name="work_open_tasks"),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=Q(done_at__isnull=True),
                fields=["agency_code", "role", "due_on", "id"],
                include=["stage", "taken_by", "flow_key"],
                name="work_tasks_at_a_desk",
            ),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=Q(("done_at__isnull", True), Q(("taken_by", ""), _negated=True)),
                fields=["taken_by", "due_on", "id"],
                name="work_tasks_in_hand",
            ),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=Q(waits=True), fields=["agency_code", "role", "due_on", "id"], name="work_tasks_waiting"
            ),
        ),
    ]
