"""Reads behind a run's figures: what its sum is added up from, and the same by town."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from doudi.law.divisions import tree
from doudi.payments.due import ask
from doudi.payments.models import Run

OFTEN = 4


@dataclass(frozen=True)
class Addend:
    """What a run pays of one kind (当月, 补发, 退票重发), month, item and basis; sums in yuan.

    `often` are the most frequent amounts with how many families are paid each; `different` is how many amounts there
    are, from `least` to `most`.
    """

    kind: str
    month: date
    item: str
    basis: str
    households: int
    total: Decimal
    different: int
    least: Decimal
    most: Decimal
    often: tuple[tuple[Decimal, int], ...]


_ADDENDS = """
select kind, month, item, basis, sum(n)::int, sum(n * amount), count(*)::int, min(amount), max(amount),
       (array_agg(amount order by n desc, amount))[:%(often)s], (array_agg(n::int order by n desc, amount))[:%(often)s]
from (select l.kind, l.month, l.item, a.basis, l.amount, count(*) as n
      from payments_runline l join payments_award a on a.id = l.award_id
      where l.run_id = %(run)s and (%(town)s = '' or l.town = %(town)s)
      group by 1, 2, 3, 4, 5) amounts
group by 1, 2, 3, 4
order by array_position(array['regular', 'arrears', 'reissue'], kind::text), month,
         array_position(array['opening', 'decision', 'uplift'], basis::text),
         array_position(array['base', 'supplement', 'care'], item::text)
"""


def addends_of(*, run: Run, town: str = "") -> list[Addend]:
    """What a run's sum is added up from, in the order in which it is told; `town` empty is the area. Three statements."""
    rows = ask(_ADDENDS, {"run": run.pk, "town": town, "often": OFTEN})
    return [_addend(row) for row in rows]


def _addend(row: Sequence[Any]) -> Addend:
    *told, amounts, counts = row
    return Addend(*(*told, tuple(zip(amounts, counts, strict=True))))


@dataclass(frozen=True)
class TownSum:
    """What a run pays in one town: families, and yuan by item of its own month; arrears and what is paid again apart."""

    town: str
    name: str
    households: int
    base: Decimal
    supplement: Decimal
    care: Decimal
    other: Decimal
    total: Decimal


_TOWNS = """
select town, count(distinct household_id)::int,
       coalesce(sum(amount) filter (where kind = 'regular' and item = 'base'), 0),
       coalesce(sum(amount) filter (where kind = 'regular' and item = 'supplement'), 0),
       coalesce(sum(amount) filter (where kind = 'regular' and item = 'care'), 0),
       coalesce(sum(amount) filter (where kind <> 'regular'), 0), sum(amount)
from payments_runline where run_id = %(run)s and (%(town)s = '' or town = %(town)s) group by 1 order by 1
"""


def town_sums(*, run: Run, town: str = "") -> list[TownSum]:
    """What a run pays by town, within the areas of the transaction. Three statements."""
    divisions = tree()
    rows = ask(_TOWNS, {"run": run.pk, "town": town})
    return [TownSum(code, divisions.get(code).name, *sums) for code, *sums in rows]
