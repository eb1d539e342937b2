"""Many cases at once, and the number of statements that a page takes."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from doudi.cases.lists import refresh_some


def fill(count: int) -> None:
    """Many more accepted cases, by copying the one there is; listed, and known to the planner, as after some minutes."""
    with connection.cursor() as cursor:
        cursor.execute("""
            insert into households_household (id, town, village, area, address, phone, version)
            select gen_random_uuid(), town, village, area, address, phone, 1 from households_household,
                   generate_series(1, %s) limit %s""", [count, count])  # fmt: skip
        cursor.execute("""
            insert into cases_case (town, village, number, programme, household_id, applicant_id, head_name, apply_as,
                transfer_to, state, edition, version, reason, agent_name, agent_relation, registered_by, registered_on, accepted_on, due_on)
            select c.town, c.village, 'DB-140502100-2027-' || translate(left(h.id::text, 13), '-', ''), c.programme, h.id, c.applicant_id,
                c.head_name, 'household', '', c.state, c.edition, 1, c.reason, '', '', c.registered_by, c.registered_on, c.accepted_on,
                c.due_on
            from (select * from cases_case order by id limit 1) c, households_household h
            where h.id not in (select household_id from cases_case)""")  # fmt: skip
        cursor.execute("""
            insert into cases_steptaken (case_id, town, village, seq, code, from_state, to_state, by_login, by_name,
                post, with_logins, at, "on", edition, note)
            select c.id, c.town, c.village, 2, 'accept', 'submitted', 'surveying', 'clerk', '', 'town_clerk', '[]',
                now(), c.accepted_on, c.edition, c.reason
            from cases_case c where not exists (select from cases_steptaken s where s.case_id = c.id)""")  # fmt: skip
        while refresh_some():
            continue
        cursor.execute("analyze households_household, cases_case, cases_steptaken, cases_outlook")


def statements(client: Client, path: str) -> int:
    """How many statements a page takes, once what changed has been listed anew; that may take more than the minute
    after which a session notes that its person is still there, so the page is read once more before the count."""
    for _ in range(2):
        client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)
