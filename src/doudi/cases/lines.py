"""一户一行: what a list tells of a case beside its own row: the family, and the sum last granted."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from doudi.households.models import Member
from doudi.law.codes import AREAS
from doudi.vault.masks import mask_id
from doudi.vault.prepared import planned

# Asked by every list; the walls hold in it as in any other statement.
LINES = """
select c.id, h.area, h.file_number,
    (select count(*) from households_member m where m.household_id = h.id and m.until is null),
    (select m.id_number from households_member m
     where m.household_id = h.id and m.until is null and m.relation = 'head' limit 1),
    (select d.total from cases_decision d where d.case_id = c.id and d.outcome = 'grant' order by d.seq desc limit 1)
from cases_case c join households_household h on h.id = c.household_id
where c.id = any(%(cases)s)
"""


@dataclass(frozen=True)
class CaseLine:
    """The family of a case in a line: where it lives, its file, how many they are, the head's ID number masked; and
    the sum last granted."""

    area: str = ""
    file_number: str = ""
    members: int | None = None
    head: str = ""
    amount: Decimal | None = None


def lines_of(cases: Sequence[int]) -> dict[int, CaseLine]:
    """The line of each of these cases by its key. One statement."""
    found = planned(LINES, {"cases": list(cases)})
    number = Member._meta.get_field("id_number")
    return {
        key: CaseLine(
            AREAS[area], file or "", count or None, mask_id(number.plain(bytes(head))) if head else "", amount
        )
        for key, area, file, count, head, amount in found
    }
