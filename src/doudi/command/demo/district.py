"""The demonstration district: accounts, the town's own ledger taken in and confirmed by two people."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from doudi.accounts.queries import acting_by_login
from doudi.command.demo import cases, staff
from doudi.payments.imports import confirm_import, import_ledger

LEDGER = Path(__file__).parent / "ledger-2026-10.xlsx"


def load(say: Callable[[str], object]) -> None:
    """Everything, by the real actions; what is there already stays."""
    at, on = datetime.now(tz=timezone.get_current_timezone()), settings.DOUDI_DEMO_FIRST_DAY
    say(f"  人员：新增 {staff.load(at, on)} 人")
    first, second = (acting_by_login(login, at=at, on=on) for login in ("data1", "data2"))
    if first is None or second is None:
        raise RuntimeError("the demonstration's data officers are missing")
    taken = import_ledger(LEDGER, acting=first, on=on)
    say(f"  台账：{taken}")
    confirm_import(number=taken.number, acting=second)
    say(f"  案件：新增 {cases.load()} 件")
