"""Reads about awards that a month does not pay: how many by reason, and the families one by one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from doudi.households.models import Household, Member
from doudi.law.divisions import tree
from doudi.payments.due import ask
from doudi.payments.models import Run


@dataclass(frozen=True)
class Part:
    """One part that a run's sum is made up of, or that stays out of it, with how many families; `code` is stable."""

    title: str
    households: int
    total: Decimal
    code: str = ""


REASONS: Mapping[str, str] = {
    "account": "没有发放账户",
    "owner": "户名与对象不符，无代管协议",
    "pending": "期初台账待确认",
    "death": "死亡比对命中",
    "double": "两地重复登记",
}

# Awards of the month that nobody is paid for. A family that the run pays is not held by it, whatever came later.
_HELD = """
select a.id, a.household_id, a.town, a.village, a.base + a.supplement + a.care as amount,
       case when a.state = 'suspended' then a.hold when a.state = 'pending' then 'pending'
            when account.id is null then 'account' else 'owner' end as why
from payments_award a
left join households_paymentaccount account on account.household_id = a.household_id and account.until is null
where a.programme = %(programme)s and coalesce(a.owed_from, a.since) <= %(month)s
  and (a.until is null or a.until > %(month)s) and (%(town)s = '' or a.town = %(town)s)
  and (a.state in ('suspended', 'pending') or a.state = 'active' and (account.id is null or account.custody = ''
       and not exists (select from households_member m where m.household_id = a.household_id and m.until is null
                       and m.name = account.owner_name)))
  and (%(run)s::bigint is null or not exists (select from payments_runline l where l.run_id = %(run)s
       and l.household_id = a.household_id and l.month = %(month)s))
"""
_BY_REASON = "select why, count(*), sum(amount) from ({held}) held group by 1".replace("{held}", _HELD)
_PAGE = """
select id, household_id, town, village, amount, why from ({held}) held
where %(why)s = '' or why = %(why)s
order by village, household_id limit %(size)s offset %(skip)s
""".replace("{held}", _HELD)


def held_of(*, month: date, programme: str, run: Run | None = None, town: str = "") -> list[Part]:
    """Families with an award that the month does not pay, by reason. Three statements."""
    values = {"month": month, "programme": programme, "run": run.pk if run else None, "town": town}
    found = {why: (households, total) for why, households, total in ask(_BY_REASON, values)}
    return [Part(title, *found[code], code=code) for code, title in REASONS.items() if code in found]


@dataclass(frozen=True)
class HeldRow:
    """One family that a run does not pay: its award, how much a month, why."""

    award: int
    name: str
    file_number: str
    place: str
    amount: Decimal
    why: str


def held_rows(*, run: Run, town: str = "", why: str = "", page: int = 1, size: int = 50) -> list[HeldRow]:
    """One page of the families that a run leaves out, within the areas of the transaction. Five statements."""
    values = {
        "month": run.month, "programme": run.programme, "run": run.pk, "town": town, "why": why, "size": size,
        "skip": (page - 1) * size,
    }  # fmt: skip
    rows = ask(_PAGE, values)
    keys = [row[1] for row in rows]
    heads = dict(
        Member.objects.filter(household__in=keys, relation="head", until=None).values_list("household", "name")
    )
    files = dict(Household.objects.filter(pk__in=keys).values_list("pk", "file_number"))
    divisions = tree()
    return [
        HeldRow(
            award=award, name=heads.get(key, ""), file_number=files.get(key) or "",
            place=f"{divisions.get(at).name}{divisions.get(village).name}", amount=amount, why=REASONS[code],
        )
        for award, key, at, village, amount, code in rows
    ]  # fmt: skip
