"""What is due: the one text of SQL a kind of run by which rosters are shown, runs computed, lines and awards compared."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection, transaction

# One row a payable sum. Paid is what an award of that month owes and no other run has: an active award, or one that
# ended later; to the family's open account, in the name of one of them or under a custody agreement (57号 第二十六条).
# Months before the run's own are arrears: all since a decision's or an uplift's first month; of an opening balance those only that
# this system has paid to others, since what was paid before is not ours to know. After an uplift that counts from a month
# past, what the award before it was paid since is topped up, line by line.
DUE = """
select a.id as award_id, a.household_id, a.town, a.village, a.programme, owed.month::date as month, item.item,
       case when owed.month = %(month)s then 'regular' else 'arrears' end as kind, item.amount,
       head.id as payee_id, account.id as account_id, a.members, null::bigint as reissue_of_id, null::bigint as tops_up_id
from payments_award a
join households_member head on head.household_id = a.household_id and head.relation = 'head' and head.until is null
join households_paymentaccount account on account.household_id = a.household_id and account.until is null
cross join lateral generate_series(a.owed_from, %(month)s::date, interval '1 month') as owed(month)
cross join lateral (values ('base', a.base), ('supplement', a.supplement), ('care', a.care)) as item(item, amount)
where a.programme = %(programme)s
  and a.state in ('active', 'ended') and a.hold = ''
  and (%(town)s = '' or a.town = %(town)s)
  and owed.month < coalesce(a.until, 'infinity')
  and item.amount > 0
  and (account.custody <> '' or exists (
        select from households_member m
        where m.household_id = a.household_id and m.until is null and m.name = account.owner_name))
  and (owed.month = %(month)s or a.basis <> 'opening' or exists (
        select from payments_run r
        where r.programme = a.programme and r.kind = 'monthly' and r.month = owed.month::date and r.state in ('approved', 'exported')))
  and not exists (
        select from payments_runline l
        where l.month = owed.month::date and l.programme = a.programme and l.household_id = a.household_id
          and l.item = item.item and l.run_id is distinct from %(run)s)
union all
select a.id, a.household_id, a.town, a.village, a.programme, first.month, item.item, 'arrears', item.amount - paid.amount,
       head.id, account.id, a.members, null, first.id
from payments_award a
join payments_runline first on first.award_id = a.uplift_of_id and first.month >= a.arrears_from and first.month < a.since
    and first.month < %(month)s and first.reissue_of_id is null and first.tops_up_id is null
join payments_run sent on sent.id = first.run_id and sent.state in ('approved', 'exported')
join households_member head on head.household_id = a.household_id and head.relation = 'head' and head.until is null
join households_paymentaccount account on account.household_id = a.household_id and account.until is null
join lateral (values ('base', a.base), ('supplement', a.supplement), ('care', a.care)) as item(item, amount)
    on item.item = first.item
cross join lateral (select first.amount + coalesce(sum(l.amount), 0) as amount from payments_runline l
                    where l.tops_up_id = first.id and l.run_id is distinct from %(run)s) paid
where a.programme = %(programme)s
  and a.state in ('active', 'ended') and a.hold = ''
  and (%(town)s = '' or a.town = %(town)s)
  and item.amount > paid.amount
  and (account.custody <> '' or exists (
        select from households_member m
        where m.household_id = a.household_id and m.until is null and m.name = account.owner_name))
"""

# What is paid again: lines that came back failed and are in no other run, of families whose account was corrected since
# by two people; to the account that is open now. A held award waits here too.
REISSUE = """
select l.award_id, l.household_id, l.town, l.village, l.programme, l.month, l.item, 'reissue' as kind, l.amount,
       head.id as payee_id, account.id as account_id, a.members, l.id as reissue_of_id, null::bigint as tops_up_id
from payments_returned r
join payments_runline l on l.id = r.line_id
join payments_award a on a.id = l.award_id
join households_member head on head.household_id = l.household_id and head.relation = 'head' and head.until is null
join households_paymentaccount account on account.household_id = l.household_id and account.until is null
where r.result = 'failed' and l.programme = %(programme)s
  and (%(town)s = '' or l.town = %(town)s)
  and a.state in ('active', 'ended') and a.hold = ''
  and exists (select from payments_accountcorrection c
              where c.household_id = l.household_id and c.state = 'confirmed' and c.bank_return_id >= r.bank_return_id)
  and (account.custody <> '' or exists (
        select from households_member m
        where m.household_id = l.household_id and m.until is null and m.name = account.owner_name))
  and not exists (
        select from payments_runline n where n.reissue_of_id = l.id and n.run_id is distinct from %(run)s)
"""

# The lines of one town and their sums by town: both, or neither.
_WRITE = """
with written as (
    insert into payments_runline
        (run_id, month, programme, household_id, item, kind, amount, award_id, payee_id, account_id, town, village,
         reissue_of_id, tops_up_id)
    select %(run)s, month, programme, household_id, item, kind, amount, award_id, payee_id, account_id, town, village,
           reissue_of_id, tops_up_id
    from ({due}) due
    on conflict do nothing
    returning household_id, award_id, item, amount
)
insert into payments_runtown (run_id, town, households, persons, base, supplement, care)
select %(run)s, %(town)s, count(distinct household_id),
       coalesce((select sum(members) from payments_award where id in (select award_id from written)), 0),
       coalesce(sum(amount) filter (where item = 'base'), 0),
       coalesce(sum(amount) filter (where item = 'supplement'), 0),
       coalesce(sum(amount) filter (where item = 'care'), 0)
from written
"""

# Towns where the lines written and the lines due differ, whichever way.
_OUTDATED = """
with due as (
    select household_id, town, month::date as month, item, kind, amount, award_id, payee_id, account_id, reissue_of_id, tops_up_id
    from ({due}) d
), written as (
    select household_id, town, month, item, kind, amount, award_id, payee_id, account_id, reissue_of_id, tops_up_id
    from payments_runline where run_id = %(run)s
)
select distinct town from (
    (select * from due except select * from written) union all (select * from written except select * from due)
) differing
"""

_COUNT = "select count(distinct household_id), coalesce(sum(amount), 0) from ({due}) due"


@dataclass(frozen=True)
class Texts:
    """The statements of one kind of run: families and yuan due, writing them, where written and due differ."""

    count: str
    write: str
    outdated: str


def _texts(due: str) -> Texts:
    return Texts(_COUNT.replace("{due}", due), _WRITE.replace("{due}", due), _OUTDATED.replace("{due}", due))


OF_KIND = {"monthly": _texts(DUE), "reissue": _texts(REISSUE)}

# The lines as one text: what a digest of them is taken of.
LINES_TEXT = """
select coalesce(string_agg(
    concat_ws('|', l.town, l.household_id, l.month, l.item, l.amount, encode(account.number_index, 'hex')),
    E'\\n' order by l.town, l.household_id, l.month, l.item), '')
from payments_runline l join households_paymentaccount account on account.id = l.account_id
where l.run_id = %(run)s
"""

ROSTER = OF_KIND["monthly"].count


# Right after an import the planner knows the tables as they were, nearly empty, and would join each row with each; and
# it overrates these joins so far that it compiles them: 1.7 s of 2.2 at 2,000 families.
PLANNED = "select set_config('jit', 'off', true), set_config('enable_nestloop', 'off', true)"
AS_EVER = "select set_config('enable_nestloop', 'on', true)"


def rows(statement: str, *, month: date, programme: str, run: int | None = None, town: str = "") -> list[Any]:
    """The rows of one of the statements above; `run` is the run whose own lines don't count as paid elsewhere."""
    return ask(statement, {"month": month, "programme": programme, "run": run, "town": town})


def ask(statement: str, values: Mapping[str, Any]) -> list[Any]:
    """The rows of a statement over whole months, joined by hashing. Three statements."""
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.execute(PLANNED)
        cursor.execute(statement, values)
        found = cursor.fetchall() if cursor.description else []
        cursor.execute(AS_EVER)
        return found
