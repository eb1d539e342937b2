"""The second wall: grants, row-level security and append-only triggers as SQL for migrations."""

import re
from collections.abc import Iterable, Sequence

from django.db import migrations

WEB = "doudi_web"
DISTRICT = "doudi_web_district"
AREAS = "string_to_array(current_setting('doudi.areas', true), ',')"

# The same, read once a statement and not once a row: for tables of which many rows are counted.
AREAS_ONCE = f"(select {AREAS})::text[]"

_NAME = re.compile(r"[a-z_][a-z0-9_]{0,50}")
_WRITES = frozenset({"insert", "update", "delete"})
_REFUSE = """
create or replace function doudi_refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'rows of % are never changed or deleted', tg_table_name using errcode = 'insufficient_privilege';
end
$$
"""


class Statements(list[str]):
    """SQL statements in the order they run, with `undo`, those that take them back."""

    def __init__(self, forward: Iterable[str], undo: Iterable[str]) -> None:
        super().__init__(forward)
        self.undo = list(undo)


def operation(*walls: Statements) -> migrations.RunSQL:
    """One reversible migration operation for several walls."""
    forward = tuple(sql for wall in walls for sql in wall)
    undo = tuple(sql for wall in reversed(walls) for sql in wall.undo)
    return migrations.RunSQL(forward, undo)


def area_wall(table: str, *, writes: Sequence[str] = ("insert", "update"), village: bool = True) -> Statements:
    """Grants and policies of a table whose rows carry `town` (and `village`).

    `doudi_web` sees and writes the rows of the areas set for the transaction, `doudi_web_district` all of them;
    without areas there are no rows. The owner, who runs the migrations, passes.
    """
    mine = f"town = any({AREAS})" + (f" or village = any({AREAS})" if village else "")
    grants = plain_wall(table, writes=writes)
    return Statements(
        [*grants, *policies(table, web_sees=mine, web_writes=mine)],
        [*no_policies(table), *grants.undo],
    )


def policies(table: str, *, web_sees: str, web_writes: str) -> list[str]:
    """Row-level security with the given conditions for `doudi_web` and none for `doudi_web_district`."""
    name = _checked(table)
    return [
        f"alter table {name} enable row level security",
        f"create policy areas on {name} to {WEB} using ({web_sees}) with check ({web_writes})",
        f"create policy district on {name} to {DISTRICT} using (true) with check (true)",
    ]


def read_once(table: str) -> Statements:
    """Let the policy of an `area_wall` read the areas once a statement. It lets through the same rows."""
    alter = f"alter policy areas on {_checked(table)} using (town = any({{0}}) or village = any({{0}}))"
    return Statements([alter.format(AREAS_ONCE)], [alter.format(AREAS)])


def plain_wall(table: str, *, writes: Sequence[str] = ("insert", "update")) -> Statements:
    """Grants of a table without areas: both web roles read it and do the named `writes`."""
    name = _checked(table)
    if not _WRITES.issuperset(writes):
        raise ValueError(f"writes of {table}: only {', '.join(sorted(_WRITES))}, not {writes!r}")
    rights = ", ".join(["select", *writes])
    return Statements(
        [f"grant {rights} on {name} to {WEB}, {DISTRICT}"],
        [f"revoke all on {name} from {WEB}, {DISTRICT}"],
    )


def append_only(table: str) -> Statements:
    """The web roles read and insert; a change or deletion of a row is refused to everybody, the owner included.

    Stands alone, or after `area_wall(table, writes=("insert",))` for rows of an area. TRUNCATE has no trigger
    (it would break the flush of transactional tests); no web role is granted it.
    """
    name = _checked(table)
    grants = plain_wall(table, writes=("insert",))
    return Statements(
        [
            *grants,
            _REFUSE,
            f"create trigger never_changed before update or delete on {name}"
            " for each row execute function doudi_refuse_change()",
        ],
        [f"drop trigger never_changed on {name}", *grants.undo],
    )


def no_policies(table: str) -> list[str]:
    """The SQL that takes `policies` back."""
    name = _checked(table)
    return [
        f"drop policy district on {name}",
        f"drop policy areas on {name}",
        f"alter table {name} disable row level security",
    ]


def _checked(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise ValueError(f"not a table name: {name!r}")
    return name
