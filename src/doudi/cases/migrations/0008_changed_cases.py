"""A note of every new version of a case whose rows in the lists aren't made yet, put by the database itself."""

import django.db.models.deletion
from django.db import migrations, models

from doudi.vault.walls import Statements, area_wall, operation

# As the owner: a step of one office may make a case of another (a transfer), whose notes it can't see.
NOTE = """
create function cases_note_change() returns trigger language plpgsql security definer
set search_path = public, pg_temp as $$
begin
    insert into cases_changed (town, village, case_id, version) values (new.town, new.village, new.id, new.version)
    on conflict do nothing;
    return null;
end
$$
"""
notes = Statements(
    [
        NOTE,
        "create trigger note_change after insert or update of version on cases_case"
        " for each row execute function cases_note_change()",
        """insert into cases_changed (town, village, case_id, version)
        select c.town, c.village, c.id, c.version from cases_case c where not exists (
            select from cases_outlook o where o.case_id = c.id and o.leads and o.version = c.version)""",
    ],
    ["drop trigger note_change on cases_case", "drop function cases_note_change()"],
)


class Migration(migrations.Migration):
    dependencies = [("cases", "0007_parameters_kept")]

    operations = [
        migrations.AddIndex(
            model_name="outlook",
            index=models.Index(condition=models.Q(("leads", True)), fields=["stamp"], name="outlook_stamp"),
        ),
        migrations.CreateModel(
            name="Changed",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("town", models.CharField(db_index=True, max_length=9)),
                ("village", models.CharField(db_index=True, max_length=12)),
                ("version", models.PositiveIntegerField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cases.case"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("case", "version"), name="one_change_a_version")],
            },
        ),
        operation(area_wall("cases_changed", writes=("insert", "delete")), notes),
    ]
