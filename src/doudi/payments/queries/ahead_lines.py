"""到龄到期名单 as a table: one line a thing, in the columns of the bureau's ledger where it has them."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from doudi.law.codes import AREAS, PROGRAMMES_SHORT
from doudi.law.divisions import tree
from doudi.payments.ledger.columns import Column
from doudi.payments.queries.ahead import AheadRow, Effect

WHO, KIND, ON, TURNS, SAYS = "到龄、到期的人", "事由", "日期", "影响", "要办的事"
NOW, THEN, CLAUSE, AWARD, CASE = "按现有资料测算：之前(元)", "之后(元)", "依据", "待遇编号", "案号"
HEADS: tuple[str, ...] = (
    Column.NUMBER, Column.TOWN, Column.VILLAGE, Column.HEAD_NAME, WHO, "类别", KIND, ON, TURNS, SAYS, Column.TOTAL, NOW, THEN,
    CLAUSE, AWARD, CASE,
)  # fmt: skip


def ahead_line(number: int, row: AheadRow, effect: Effect, names: Mapping[UUID, str] | None) -> list[Any]:
    """One line in the order of `HEADS`; without `names`, surrogate keys stand where people would be named."""
    subject, divisions = row.subject, tree()
    head = str(subject.household) if names is None else names.get(subject.household, "")
    return [
        number, divisions.get(subject.town).name, divisions.get(subject.village).name, head,
        row.who if names is None else row.name, kind_of_aid(row), row.coming.kind.label, row.on.isoformat(),
        "；".join(turns(row)), "；".join(row.coming.says), subject.amount,
        effect.before if effect.agrees else None, effect.after if effect.agrees else None,
        "；".join(row.coming.clauses), subject.award, subject.case,
    ]  # fmt: skip


def kind_of_aid(row: AheadRow) -> str:
    """城市低保."""
    return f"{AREAS[row.subject.area]}{PROGRAMMES_SHORT[row.subject.programme]}"


def turns(row: AheadRow) -> Iterable[str]:
    """What turns, each with before and after."""
    return [f"{each.label} {each.before} → {each.after}" for each in row.coming.turned]
