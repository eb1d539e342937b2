"""Many invented cases by one statement each table, past the actions: for figures of speed only.

The new households' keys stand in a table of their own, and the planner is told of each table once it is full. With
"not exists" on the table that is being filled, and statistics from when it was empty, the planner chose a nested loop
over rows that grew while it ran.
"""

from django.db import connection

KEYS = """
create temporary table filled as
select gen_random_uuid() as id, n from generate_series(1, %(count)s) n
"""
HOUSEHOLDS = """
insert into households_household (id, town, village, area, address, phone, version)
select filled.id, h.town, h.village, h.area, h.address, h.phone, 1
from filled, households_household h where h.id = %(household)s
"""
MEMBERS = """
insert into households_member (id, household_id, town, village, position, name, id_number, id_index, id_tail_index, born,
    sex, relation, lives_with, disability_kind, serious_illness, study, able_to_work, independent, absence, refused_work,
    veteran, support, unable_to, since)
select gen_random_uuid(), filled.id, m.town, m.village, m.position, m.name, m.id_number,
    sha256(filled.id::text::bytea || m.id_index), m.id_tail_index, m.born, m.sex, m.relation, m.lives_with, m.disability_kind,
    m.serious_illness, m.study, m.able_to_work, m.independent, m.absence, m.refused_work, m.veteran, m.support,
    m.unable_to, m.since
from filled, households_member m where m.household_id = %(household)s
"""
CASES = """
insert into cases_case (town, village, number, programme, household_id, applicant_id, head_name, apply_as, transfer_to,
    state, edition, version, reason, agent_name, agent_relation, registered_by, registered_on, accepted_on, due_on)
select c.town, c.village, 'DB-140502100-2027-' || translate(left(filled.id::text, 18), '-', ''), c.programme, filled.id,
    head.id, c.head_name, c.apply_as, '', c.state, c.edition, 1, c.reason, '', '', c.registered_by, c.registered_on,
    c.accepted_on, c.due_on + (filled.n %% 40)
from cases_case c, filled join households_member head on head.household_id = filled.id and head.relation = 'head'
where c.household_id = %(household)s
"""
STEPS = """
insert into cases_steptaken (case_id, town, village, seq, code, from_state, to_state, by_login, by_name, post,
    with_logins, at, "on", edition, note)
select c.id, s.town, s.village, s.seq, s.code, s.from_state, s.to_state, s.by_login, s.by_name, s.post, s.with_logins,
    s.at, s."on", s.edition, s.note
from filled join cases_case c on c.household_id = filled.id,
    cases_steptaken s join cases_case model on model.id = s.case_id
where model.household_id = %(household)s
"""
PAPERS = """
insert into cases_onfile (case_id, town, village, kind, remark, paper_number, digest, "on", by_login)
select c.id, p.town, p.village, p.kind, p.remark, '', p.digest, p."on", p.by_login
from filled join cases_case c on c.household_id = filled.id,
    cases_onfile p join cases_case model on model.id = p.case_id
where model.household_id = %(household)s and p.member_id is null
"""
GRAMS = """
insert into households_namegram (gram, member_id, town, village)
select g.gram, m.id, m.town, m.village
from filled join households_member m on m.household_id = filled.id
join households_member model on model.household_id = %(household)s and model.position = m.position
join households_namegram g on g.member_id = model.id
"""

# Of households filled before: cases refused in earlier years, their steps left out.
ENDED = """
insert into cases_case (town, village, number, programme, household_id, applicant_id, head_name, apply_as, transfer_to,
    state, edition, version, reason, agent_name, agent_relation, registered_by, registered_on, accepted_on, due_on)
select c.town, c.village, 'DB-140502100-2025-' || turn || '-' || c.id, c.programme, c.household_id, c.applicant_id,
    c.head_name, c.apply_as, '', 'closed', c.edition, 1, c.reason, '', '', c.registered_by, c.registered_on - turn * 366,
    c.accepted_on - turn * 366, c.due_on - turn * 366
from cases_case c, generate_series(1, %(turns)s) turn
order by turn, c.id limit %(count)s
"""


def fill(household: object, count: int) -> None:
    """Copy a household with its case, people, steps and papers `count` times, telling the planner after each table."""
    with connection.cursor() as cursor:
        for statement in (KEYS, HOUSEHOLDS, MEMBERS, CASES, STEPS, PAPERS, GRAMS):
            cursor.execute(statement, {"household": household, "count": count})
            cursor.execute("analyze")
        cursor.execute("drop table filled")


def fill_ended(count: int) -> None:
    """As many ended cases of the households that have one, shared among them."""
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from cases_case")
        (known,) = cursor.fetchone()
        cursor.execute(ENDED, {"turns": -(-count // known), "count": count})
        cursor.execute("analyze")
