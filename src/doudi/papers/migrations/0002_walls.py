"""Grants, row-level security and rules that no program can go round: numbers rise by one, papers stay as issued."""

from django.db import migrations

from doudi.vault.walls import DISTRICT, WEB, Statements, append_only, area_wall, operation, plain_wall

BOTH = f"{WEB}, {DISTRICT}"

STEPS_BY_ONE = Statements(
    [
        """create function papers_counter_rises() returns trigger language plpgsql as $$
begin
    if new.last <> (case when tg_op = 'INSERT' then 1 else old.last + 1 end)
        or (tg_op = 'UPDATE' and (new.office_code, new.kind, new.programme, new.year)
            is distinct from (old.office_code, old.kind, old.programme, old.year)) then
        raise exception 'a counter of papers begins at 1 and rises by 1' using errcode = 'check_violation';
    end if;
    return new;
end
$$""",
        "create trigger rises_by_one before insert or update on papers_counter"
        " for each row execute function papers_counter_rises()",
    ],
    ["drop trigger rises_by_one on papers_counter", "drop function papers_counter_rises()"],
)
# Of an issued paper only its replacement may be noted, once.
STAYS_AS_ISSUED = Statements(
    [
        f"grant update (status, replaced_by_id) on papers_paper to {BOTH}",
        """create function papers_paper_stays() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' or old.status <> 'current'
        or to_jsonb(new) - 'status' - 'replaced_by_id' <> to_jsonb(old) - 'status' - 'replaced_by_id' then
        raise exception 'an issued paper is never changed, only replaced' using errcode = 'insufficient_privilege';
    end if;
    return new;
end
$$""",
        "create trigger stays_as_issued before update or delete on papers_paper"
        " for each row execute function papers_paper_stays()",
    ],
    ["drop trigger stays_as_issued on papers_paper", "drop function papers_paper_stays()"],
)
# Whoever scans a QR code has no area: one function answers with the status and the digest, and nothing else.
STANDING = Statements(
    [
        """create function papers_standing(wanted text) returns table (status text, sha256 text)
language sql stable security definer set search_path = public, pg_temp as $$
    select p.status::text, p.sha256::text from papers_paper p where p.token = wanted
$$""",
        "revoke all on function papers_standing(text) from public",
        f"grant execute on function papers_standing(text) to {BOTH}",
    ],
    ["drop function papers_standing(text)"],
)


class Migration(migrations.Migration):
    dependencies = [("papers", "0001_initial")]
    operations = [
        operation(
            plain_wall("papers_counter"),
            STEPS_BY_ONE,
            area_wall("papers_paper", writes=("insert",)),
            STAYS_AS_ISSUED,
            STANDING,
            area_wall("papers_paperbody", writes=("insert",)),
            append_only("papers_paperbody"),
            area_wall("papers_storedfile", writes=("insert",)),
            append_only("papers_storedfile"),
            area_wall("papers_filebody", writes=("insert",)),
            append_only("papers_filebody"),
        )
    ]
