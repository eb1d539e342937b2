from django.db import migrations

from doudi.vault import walls

# The last entry of a chain, after its lock is held. Volatile, so that the read sees what was committed while waiting;
# the owner's rights, so that an entry of another town at the end of a chain isn't numbered over.
LOCK_HEAD = """
create function audit_lock_head(wanted text) returns table (number integer, hash text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
    perform pg_advisory_xact_lock(hashtextextended(wanted, 20231129));
    return query
        select e.number, e.hash::text from audit_entry e where e.chain = wanted order by e.number desc limit 1;
end
$$
"""
# The last entries of all chains that no digest has yet, whoever closes the day.
OPEN_HEADS = """
create function audit_open_heads() returns table (chain text, number integer, hash text)
language sql stable security definer set search_path = public, pg_temp as $$
    select e.chain::text, e.number, e.hash::text
    from (select chain, max(number) as number from audit_entry group by chain) last
    join audit_entry e on e.chain = last.chain and e.number = last.number
    where not exists (select from audit_head h where h.chain = last.chain and h.number = last.number)
$$
"""
FUNCTIONS = {"audit_lock_head(text)": LOCK_HEAD, "audit_open_heads()": OPEN_HEADS}
BOTH = f"{walls.WEB}, {walls.DISTRICT}"

functions = walls.Statements(
    [
        sql
        for name, body in FUNCTIONS.items()
        for sql in (
            body,
            f"revoke all on function {name} from public",
            f"grant execute on function {name} to {BOTH}",
        )
    ],
    [f"drop function {name}" for name in FUNCTIONS],
)

# A post sees the entries of its areas and those of no town; it may write of any (a refused visit elsewhere is one).
entries = walls.Statements(
    walls.policies("audit_entry", web_sees=f"town = '' or town = any({walls.AREAS})", web_writes="true"),
    walls.no_policies("audit_entry"),
)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        walls.operation(walls.append_only("audit_entry"), entries),
        walls.operation(walls.append_only("audit_digest"), walls.append_only("audit_head")),
        walls.operation(functions),
    ]
