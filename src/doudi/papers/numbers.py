"""文号: an office's short name, the programme's and the kind's mark, the year and a number without gaps."""

from django.db import connection

from doudi.law.papers import PaperKind
from doudi.papers.content import Programme
from doudi.papers.models import Counter

_ENDINGS = ("人民政府", "办事处", "街道", "镇", "乡")


def whole_name(office: str) -> str:
    """An office's whole name on its letterhead, from the division's name (北石店镇 → 北石店镇人民政府) or as given."""
    if office.endswith(("镇", "乡")):
        return f"{office}人民政府"
    return f"{office}办事处" if office.endswith("街道") else office


def short_name(office: str) -> str:
    """An office's name in a number: 北石店镇人民政府 and 北石店镇 → 北石店, 东街街道办事处 → 东街."""
    for ending in _ENDINGS:
        office = office.removesuffix(ending) or office
    return office


def number_of(*, office_name: str, programme: Programme, kind: PaperKind, year: int, running: int) -> str:
    """As 北石店民低受〔2026〕1号 (GB/T 9704: six-cornered brackets, no 第, no leading zero)."""
    return f"{short_name(office_name)}{programme.mark}{kind.mark}〔{year}〕{running}号"


def take_next(*, office_code: str, kind: PaperKind, programme: Programme, year: int) -> int:
    """The next running number. Its row stays locked until the transaction ends, so a rollback leaves no gap."""
    table = Counter._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"insert into {table} (office_code, kind, programme, year, last) values (%s, %s, %s, %s, 1)"  # noqa: S608
            f" on conflict (office_code, kind, programme, year) do update set last = {table}.last + 1 returning last",
            [office_code, kind.value, programme.value, year],
        )
        (running,) = cursor.fetchone()
    return int(running)
