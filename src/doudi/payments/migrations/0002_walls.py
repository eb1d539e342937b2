from django.db import migrations

from doudi.vault import walls

BOTH = f"{walls.WEB}, {walls.DISTRICT}"

# Until a run is approved its lines may be dropped and written anew; from then on they stand, whoever asks.
LINES_STAND = """
create function doudi_lines_stand() returns trigger language plpgsql as $$
declare
    of_run bigint := case when tg_op = 'DELETE' then old.run_id else new.run_id end;
begin
    if tg_op = 'UPDATE' or exists (select from payments_run r where r.id = of_run and r.state in ('approved', 'exported'))
    then
        raise exception 'lines of run % stand', of_run using errcode = 'insufficient_privilege';
    end if;
    return case when tg_op = 'DELETE' then old else new end;
end
$$
"""
RUN_STANDS = """
create function doudi_run_stands() returns trigger language plpgsql as $$
begin
    if old.state in ('approved', 'exported') and (
        tg_op = 'DELETE'
        or new.state not in ('approved', 'exported')
        or (new.total, new.base_total, new.supplement_total, new.households, new.persons, new.lines_count,
            new.control_digest, new.month, new.programme, new.number, new.computed_by, new.checked_by, new.approved_by)
           is distinct from
           (old.total, old.base_total, old.supplement_total, old.households, old.persons, old.lines_count,
            old.control_digest, old.month, old.programme, old.number, old.computed_by, old.checked_by, old.approved_by)
    ) then
        raise exception 'run % stands', old.number using errcode = 'insufficient_privilege';
    end if;
    return case when tg_op = 'DELETE' then old else new end;
end
$$
"""
triggers = walls.Statements(
    [
        LINES_STAND,
        "create trigger lines_stand before insert or update or delete on payments_runline"
        " for each row execute function doudi_lines_stand()",
        RUN_STANDS,
        "create trigger run_stands before update or delete on payments_run"
        " for each row execute function doudi_run_stands()",
        "create trigger file_stands before update or delete on payments_bankfile"
        " for each row execute function doudi_refuse_change()",
    ],
    [
        "drop trigger file_stands on payments_bankfile",
        "drop trigger run_stands on payments_run",
        "drop function doudi_run_stands()",
        "drop trigger lines_stand on payments_runline",
        "drop function doudi_lines_stand()",
    ],
)
# A run holds sums only: every post reads it, the bureau's finance alone writes it; the bank's file is the bureau's.
runs = walls.Statements(
    [
        f"grant select on payments_run to {BOTH}",
        f"grant insert, update on payments_run to {walls.DISTRICT}",
        f"grant select, insert on payments_bankfile to {walls.DISTRICT}",
    ],
    [
        f"revoke all on payments_bankfile from {BOTH}",
        f"revoke all on payments_run from {BOTH}",
    ],
)


class Migration(migrations.Migration):
    dependencies = [("payments", "0001_initial"), ("audit", "0002_walls")]

    operations = [
        walls.operation(
            walls.plain_wall("payments_ledgerimport"),
            walls.area_wall("payments_markedworkbook", writes=("insert",), village=False),
            walls.area_wall("payments_ledgerimportrow"),
            walls.area_wall("payments_openingmonth", writes=("insert",), village=False),
            walls.area_wall("payments_award"),
            walls.area_wall("payments_awardperson"),
            walls.plain_wall("payments_stepcursor"),
            walls.plain_wall("payments_counter"),
            walls.area_wall("payments_runtown", writes=("insert", "delete"), village=False),
            walls.area_wall("payments_runline", writes=("insert", "delete")),
            walls.area_wall("payments_rosterconfirmation", writes=("insert",), village=False),
            runs,
            triggers,
        )
    ]
