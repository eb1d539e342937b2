"""The public sees proposed grants only, and may object through one function that tells nothing of the case (N4, N7)."""

from django.db import migrations

from doudi.vault.walls import Statements, operation

COLUMNS = "token, town, village, programme, name_shown, members, amount, starts_on, ends_on"
GRANTS_ONLY = Statements(
    [
        f"create or replace view cases_public_notice as select {COLUMNS}"  # noqa: S608  (texts of this file alone)
        " from cases_publicity where not is_withdrawn and kind = 'grant'",
    ],
    [
        f"create or replace view cases_public_notice as select {COLUMNS}"  # noqa: S608
        " from cases_publicity where not is_withdrawn",
    ],
)
# Runs with the owner's rights, since the public has no area. It writes an objection that waits to be registered and
# answers with the case's number for the log entry, or nothing: for a notice that doesn't run, or with five waiting.
RECEIVE = """
create function cases_receive_objection(wanted text, day date, said bytea, by_whom bytea, nothing bytea)
returns table (number text, version integer, state text, town text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare posted cases_publicity;
begin
    select p.* into posted from cases_publicity p
        where p.token = wanted and p.kind = 'grant' and not p.is_withdrawn and day between p.starts_on and p.ends_on;
    if posted.id is null then return; end if;
    perform from cases_case c where c.id = posted.case_id and c.state = 'publicity' for update;
    if not found then return; end if;
    if (select count(*) from cases_objection o where o.case_id = posted.case_id and o.state = 'received') >= 5 then
        return;
    end if;
    insert into cases_objection (case_id, town, village, state, received_on, how, objector, text, found, answer)
        values (posted.case_id, posted.town, posted.village, 'received', day, '公众页面', by_whom, said, nothing, nothing);
    return query update cases_case c set version = c.version + 1 where c.id = posted.case_id
        returning c.number::text, c.version, c.state::text, c.town::text;
end
$$
"""
NAME = "cases_receive_objection(text, date, bytea, bytea, bytea)"
OBJECTIONS = Statements(
    [
        RECEIVE,
        f"revoke all on function {NAME} from public",
        f"grant execute on function {NAME} to doudi_web, doudi_web_district",
    ],
    [f"drop function {NAME}"],
)


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_every_turn")]
    operations = [operation(GRANTS_ONLY, OBJECTIONS)]
