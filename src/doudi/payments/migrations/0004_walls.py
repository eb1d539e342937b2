from django.db import migrations

from doudi.vault import walls

BOTH = f"{walls.WEB}, {walls.DISTRICT}"

# A line pays again only what came back failed: the reference carries the result, and results never change.
PAID_AGAIN = walls.Statements(
    [
        "alter table payments_runline add column reissue_result varchar(6)"
        " generated always as (case when reissue_of_id is not null then 'failed' end) stored",
        "alter table payments_runline add constraint reissue_of_failed_line"
        " foreign key (reissue_of_id, reissue_result) references payments_returned (line_id, result)"
        " deferrable initially immediate",
    ],
    [
        "alter table payments_runline drop constraint reissue_of_failed_line",
        "alter table payments_runline drop column reissue_result",
    ],
)
RUN_STANDS = """
create or replace function doudi_run_stands() returns trigger language plpgsql as $$
begin
    if old.state in ('approved', 'exported') and (
        tg_op = 'DELETE'
        or new.state not in ('approved', 'exported')
        or (new.total, new.base_total, new.supplement_total, {new}new.households, new.persons, new.lines_count,
            new.control_digest, new.month, new.programme, new.number, new.computed_by, new.checked_by, new.approved_by)
           is distinct from
           (old.total, old.base_total, old.supplement_total, {old}old.households, old.persons, old.lines_count,
            old.control_digest, old.month, old.programme, old.number, old.computed_by, old.checked_by, old.approved_by)
    ) then
        raise exception 'run % stands', old.number using errcode = 'insufficient_privilege';
    end if;
    return case when tg_op = 'DELETE' then old else new end;
end
$$
"""
DECISION_STANDS = """
create function doudi_decision_stands() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' or old.state <> 'waiting' then
        raise exception 'correction % was decided', old.id using errcode = 'insufficient_privilege';
    end if;
    return new;
end
$$
"""
triggers = walls.Statements(
    [
        RUN_STANDS.replace("{new}", "new.care_total, new.kind, ").replace("{old}", "old.care_total, old.kind, "),
        DECISION_STANDS,
        "create trigger decision_stands before update or delete on payments_accountcorrection"
        " for each row execute function doudi_decision_stands()",
        "create trigger never_changed before update or delete on payments_returned"
        " for each row execute function doudi_refuse_change()",
        "create trigger never_changed before update or delete on payments_bankreturn"
        " for each row execute function doudi_refuse_change()",
    ],
    [
        "drop trigger never_changed on payments_bankreturn",
        "drop trigger never_changed on payments_returned",
        "drop trigger decision_stands on payments_accountcorrection",
        "drop function doudi_decision_stands()",
        RUN_STANDS.replace("{new}", "").replace("{old}", ""),
    ],
)
# The bank's file, like the one that was sent, is the bureau's; a town sees the results of its families.
returns = walls.Statements(
    [f"grant select, insert on payments_bankreturn to {walls.DISTRICT}"],
    [f"revoke all on payments_bankreturn from {BOTH}"],
)


class Migration(migrations.Migration):
    dependencies = [("payments", "0003_money_that_came_back"), ("audit", "0002_walls")]

    operations = [
        walls.operation(
            walls.area_wall("payments_returned", writes=("insert",)),
            walls.area_wall("payments_accountcorrection"),
            walls.area_wall("payments_awardhold"),
            returns,
            PAID_AGAIN,
            triggers,
        )
    ]
