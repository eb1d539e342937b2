"""`doudi uplift --month MONTH`: what every award in being would be from a month on; a list to look at, nothing is kept."""

import argparse
import json
import sys
from collections import Counter
from datetime import date
from decimal import Decimal
from typing import Any

from doudi.command import setup
from doudi.command.asking import WrongInput, answered, day, month, told
from doudi.law.divisions import tree

FAR = 12


def run(argv: list[str]) -> int:
    """Exit 0: told; 2: the input is wrong or there is no database, with a sentence on standard error."""
    options = _parser().parse_args(argv)
    try:
        on, from_month = day(options.on), month(options.month, "--month")
        if abs((from_month.year - on.year) * 12 + from_month.month - on.month) > FAR:
            raise WrongInput(f"--month：应当在 {on:%Y-%m} 前后 {FAR} 个月以内，现为“{options.month}”")
        setup.django()
        rows, missing = answered(_calculated, on, from_month)
    except WrongInput as wrong:
        print(wrong, file=sys.stderr)
        return 2
    answer = {"on": on.isoformat(), "month": options.month, "missing": missing, "rows": [_row(row) for row in rows]}
    print(json.dumps(answer, ensure_ascii=False) if options.json else _told(answer))
    return 0


def _calculated(on: date, from_month: date) -> Any:
    """The rows of a calculation that is never saved."""
    setup.load("doudi.accounts.edited").look_again()
    models, uplift = setup.load("doudi.payments.models"), setup.load("doudi.payments.uplift")
    return uplift.recalculated(models.Recalculation(on=on, month=from_month), progress=told)


def _row(row: Any) -> dict[str, Any]:
    """One award by its surrogate key: no name, no number."""
    return {
        "award": row.award_id, "programme": row.programme, "area": row.area, "town": row.town, "village": row.village,
        "members": row.members, "was": str(row.was), "found": _text(row.found), "amount": _text(row.amount),
        "verdict": row.verdict, "label": str(row.get_verdict_display()),
    }  # fmt: skip


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else str(amount)


def _told(answer: dict[str, Any]) -> str:
    counted = Counter(row["label"] for row in answer["rows"])
    missing = [f"没有值的参数：{'、'.join(answer['missing'])}"] if answer["missing"] else []
    return "\n".join([
        f"{answer['month']} 起，在享待遇 {len(answer['rows'])} 笔（按 {answer['on']} 的待遇）", *missing,
        *(f"  {label}　{count} 笔" for label, count in counted.most_common()),
        *(_told_row(row) for row in answer["rows"] if row["verdict"] != "same"),
    ])  # fmt: skip


def _told_row(row: dict[str, Any]) -> str:
    place = f"{tree().get(row['town']).name}{tree().get(row['village']).name}"
    return f"待遇 {row['award']}　{place}　{row['was']} → {row['amount'] or '—'}　{row['label']}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="doudi uplift", description="提标重算：只列出，确认在网页上由各镇（街道）办理"
    )
    parser.add_argument("--month", required=True, metavar="MONTH", help="自何月起，如 2027-01")
    parser.add_argument("--on", metavar="DATE", help="按哪天的待遇；不写为今天（Asia/Shanghai）")
    parser.add_argument("--json", action="store_true", help="输出一个 JSON 对象，不含姓名")
    return parser
