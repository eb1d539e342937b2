"""What the workbench tells of 到龄到期, and the notes of what it rests on, put by the database itself."""

from typing import ClassVar

from django.db import migrations, models

from doudi.vault import walls

# As the owner: whoever may change a family isn't asked for a right to note it. The argument says where a row's
# household stands; the rows are those of the one statement, so that a ledger of thousands is noted at once.
NOTE = """
create function payments_note_ahead() returns trigger language plpgsql security definer
set search_path = public, pg_temp as $$
begin
    execute format(
        'insert into payments_aheadnote (town, household)
         select distinct town, home from (select town, %s as home from changed) c where home is not null', tg_argv[0]);
    return null;
end
$$
"""
OF_CASE = """
create function payments_note_ahead_of_case() returns trigger language plpgsql security definer
set search_path = public, pg_temp as $$
begin
    insert into payments_aheadnote (town, household) values (new.town, new.household_id);
    return null;
end
$$
"""
HOMES = {
    "households_household": "id",
    "households_member": "household_id",
    "households_item": "household_id",
    "households_obligor": "household_id",
    "households_obligorasset": "(select o.household_id from households_obligor o where o.id = obligor_id)",
    "payments_award": "household_id",
}
WHEN = (("insert", "new"), ("update", "new"), ("update", "old"), ("delete", "old"))
notes = walls.Statements(
    [
        NOTE,
        OF_CASE,
        *(
            f"create trigger note_ahead_{event}_{rows} after {event} on {table} referencing {rows} table as changed"
            f" for each statement execute function payments_note_ahead('{home}')"
            for table, home in HOMES.items()
            for event, rows in WHEN
        ),
        "create trigger note_ahead_insert after insert on cases_case"
        " for each row execute function payments_note_ahead_of_case()",
        "create trigger note_ahead_update after update on cases_case for each row"
        " when ((old.state, old.applicant_id, old.apply_as) is distinct from (new.state, new.applicant_id, new.apply_as))"
        " execute function payments_note_ahead_of_case()",
    ],
    [
        "drop trigger note_ahead_update on cases_case",
        "drop trigger note_ahead_insert on cases_case",
        *(f"drop trigger note_ahead_{event}_{rows} on {table}" for table in HOMES for event, rows in WHEN),
        "drop function payments_note_ahead_of_case()",
        "drop function payments_note_ahead()",
    ],
)
TABLES = ("payments_aheadday", "payments_aheadcount", "payments_aheadnote")
KEY = ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("payments", "0009_top_ups"),
        ("households", "0007_obligors_corrected"),
        ("cases", "0010_objection_unanswered"),
        ("audit", "0002_walls"),
    ]
    operations: ClassVar = [
        migrations.CreateModel(
            name="AheadDay",
            fields=[
                KEY,
                ("town", models.CharField(max_length=9, unique=True)),
                ("on", models.DateField()),
                ("stamp", models.CharField(max_length=80)),
            ],
        ),
        migrations.CreateModel(
            name="AheadCount",
            fields=[
                KEY,
                ("town", models.CharField(max_length=9)),
                ("household", models.UUIDField()),
                ("coming", models.PositiveSmallIntegerField()),
                ("past", models.PositiveSmallIntegerField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("town", "household"), name="one_count_a_family")]
            },
        ),
        migrations.CreateModel(
            name="AheadNote",
            fields=[
                KEY,
                ("town", models.CharField(db_index=True, max_length=9)),
                ("household", models.UUIDField()),
            ],
        ),
        walls.operation(*(walls.area_wall(table, writes=("insert", "delete"), village=False) for table in TABLES), notes),
    ]
