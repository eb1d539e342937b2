"""The case's state in the rows of lists, so that counting a list reads one index."""

from typing import ClassVar

from django.db import migrations, models

from doudi.vault.walls import Statements, operation

STATES = Statements(
    ["update cases_outlook o set state = c.state from cases_case c where c.id = o.case_id"],
    ["select 1"],
)
LEADS = models.Q(("leads", True))


class Migration(migrations.Migration):
    dependencies: ClassVar = [("cases", "0008_changed_cases")]
    operations: ClassVar = [
        migrations.AddField(
            "outlook", "state", models.CharField(verbose_name="状态", max_length=20, default=""), preserve_default=False
        ),
        operation(STATES),
        migrations.AddIndex(
            "outlook", models.Index(fields=["town", "state"], condition=LEADS, name="outlook_town_state")
        ),
        migrations.AddIndex(
            "outlook", models.Index(fields=["village", "state"], condition=LEADS, name="outlook_village_state")
        ),
        migrations.AddIndex("outlook", models.Index(fields=["state"], condition=LEADS, name="outlook_state")),
    ]
