"""`doudi ahead`: what the calendar alone brings to the families of a place: birthdays, studies, cards, reviews, values."""

import argparse
import json
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

from doudi.command import setup
from doudi.command.asking import CHINA, WrongInput, answered, count, day
from doudi.law.days import add_months
from doudi.law.divisions import tree

MOST_MONTHS = 12


def run(argv: list[str]) -> int:
    """Exit 0: told; 2: the input is wrong or there is no database, with a sentence on standard error."""
    options = _parser().parse_args(argv)
    try:
        on = day(options.on)
        _check_division(options.division)
        until = add_months(on, count(options.months, "--months", MOST_MONTHS))
        setup.django()
        answered(_tell, options, on, until)
    except WrongInput as wrong:
        print(wrong, file=sys.stderr)
        return 2
    return 0


class _Place:
    """A place and a window: what `doudi.payments.queries.ahead` is asked, by rows whose codes begin with the place's."""

    def __init__(self, on: date, until: date, division: str) -> None:
        self.on, self.until, self.division = on, until, division

    def __call__(self, rows: Any) -> Any:
        """Keep the rows of the place."""
        column = "village" if len(self.division) > 9 else "town"
        return rows.filter(**{f"{column}__startswith": self.division})


def _tell(options: argparse.Namespace, on: date, until: date) -> None:
    with setup.load("django.db.transaction").atomic():
        setup.load("doudi.accounts.edited").look_again()
        answer = _asked(options, on, until)
    print(json.dumps(answer, ensure_ascii=False) if options.json else _told(answer))


def _asked(options: argparse.Namespace, on: date, until: date) -> dict[str, Any]:
    known = setup.load("doudi.payments.queries.ahead")
    acting = _acting(options, on) if options.by else None
    place = _Place(on, until, options.division or (acting.division if acting else ""))
    found = known.ahead(place, on, until)
    if options.xlsx:
        _write(options.xlsx, found, acting, known)
    return _answer(found, _values(place), place, known)


def _answer(found: Any, values: list[dict[str, Any]], place: _Place, known: Any) -> dict[str, Any]:
    """The one JSON object: surrogate keys, codes and days; no name and no number of anybody."""
    return {
        "on": place.on.isoformat(), "until": place.until.isoformat(), "division": place.division,
        "months": known.by_month(found, found.rows), "coming": [_row(row) for row in found.rows], "values": values,
        "unread": [str(key) for key in found.unread],
    }  # fmt: skip


def _row(row: Any) -> dict[str, Any]:
    come, subject = row.coming, row.subject
    return {
        "kind": come.kind.code, "label": come.kind.label, "on": come.on.isoformat(), "provisional": come.provisional,
        "household": str(subject.household), "who": come.who or None, "of": come.kind.of.value,
        "programme": subject.programme, "area": subject.area, "town": subject.town, "village": subject.village,
        "award": subject.award, "case": subject.case or None,
        "turns": [
            {"rule": each.touch.rule, "label": each.label, "before": each.before, "after": each.after}
            for each in come.turned
        ],
        "says": list(come.says), "clauses": list(come.clauses),
    }  # fmt: skip


def _values(place: _Place) -> list[dict[str, Any]]:
    """Standards and parameters of the place that begin or end in the window."""
    registry, law = setup.load("doudi.cases.assessment").registry(), setup.load("doudi.law.ahead_values")
    words = setup.load("doudi.law.parameter_words").in_words
    return [
        {
            "name": turn.name, "division": turn.division, "area": turn.area, "on": turn.on.isoformat(),
            "before": None if turn.before is None else words(registry.quantities[turn.name], turn.before),
            "after": None if turn.after is None else words(registry.quantities[turn.name], turn.after),
        }
        for turn in law.values_coming(registry, place.on, place.until, place.division)
    ]  # fmt: skip


def _write(file: str, found: Any, acting: Any, known: Any) -> None:
    """The workbook: with names only for a person of the office in whose area the list lies, and then logged."""
    lines, sheet = setup.load("doudi.payments.queries.ahead_lines"), setup.load("doudi.payments.ahead_sheet")
    names = known.heads(found.rows) if acting else None
    told = [lines.ahead_line(place, row, known.effect(row, found.on), names) for place, row in enumerate(found.rows, 1)]
    mark = f"导出人：{acting.name}　{datetime.now(CHINA):%Y-%m-%d %H:%M}" if acting else "不含姓名：以内部编号代替"
    try:
        Path(file).write_bytes(sheet.ahead_sheet(on=found.on, until=found.until, mark=mark, lines=told))
    except OSError as reason:
        raise WrongInput(f"--xlsx：写不了 {file}：{reason.strerror}") from reason
    if acting:
        log, verb = setup.load("doudi.accounts.actions"), setup.load("doudi.audit.verbs").Verb.ACCESS_EXPORTED
        log.note(acting, verb, "list", "ahead", {"what": "ahead", "lines": len(told)})


def _acting(options: argparse.Namespace, on: date) -> Any:
    """Who takes the names: somebody whose post may see the list, and whose area takes in the place."""
    accounts, access = setup.load("doudi.accounts.queries"), setup.load("doudi.accounts.access")
    found = accounts.acting_by_login(options.by, at=datetime.now(CHINA), on=on)
    if found is None or not access.may(found, "ahead.read"):
        raise WrongInput(f"--by：{options.by} 在 {on} 的岗位不看这份名单，或没有这个账号")
    if options.division and not options.division.startswith(found.division):
        raise WrongInput(f"--division：{options.by} 的辖区是 {found.division}，不含 {options.division}")
    return found


def _told(answer: dict[str, Any]) -> str:
    months = [f"  {'已过期' if month == 'past' else month}　{count}" for month, count in answer["months"].items()]
    unread = [f"另有 {len(answer['unread'])} 户资料对不上，算不出"] if answer["unread"] else []
    return "\n".join([
        f"{answer['on']} 至 {answer['until']}：{len(answer['coming'])} 件", *months,
        *map(_told_row, answer["coming"]), *map(_told_value, answer["values"]), *unread,
    ])  # fmt: skip


def _told_row(row: dict[str, Any]) -> str:
    where = row["case"] or f"待遇 {row['award']}"
    return f"{row['on']}　{row['label']}　{tree().get(row['village']).name}　{where}　{'；'.join(row['says'])}"


def _told_value(value: dict[str, Any]) -> str:
    before, after = (value[name] or "未设定" for name in ("before", "after"))
    return f"{value['on']}　参数 {value['name']}：{before} → {after}"


def _check_division(text: str) -> None:
    """A code of the tree: the district, a town or a village; empty is everywhere."""
    if text and text not in tree():
        raise WrongInput(f"--division：没有区划代码“{text}”")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="doudi ahead", description="到龄到期预警：只看在享待遇和在办案件")
    parser.add_argument("--on", metavar="DATE", help="从哪天看起；不写为今天（Asia/Shanghai）")
    parser.add_argument("--months", default="3", metavar="N", help=f"往后看几个月，1 至 {MOST_MONTHS}，不写为 3")
    parser.add_argument(
        "--division", default="", metavar="CODE", help="区、镇（街道）或村（社区）的区划代码；不写为全部"
    )
    parser.add_argument("--by", metavar="LOGIN", help="由谁导出：写明的，工作簿里有姓名，并记入日志")
    out = parser.add_mutually_exclusive_group()
    out.add_argument("--xlsx", metavar="FILE", help="写成 Excel 工作簿；不写 --by 的不含姓名")
    out.add_argument("--json", action="store_true", help="输出一个 JSON 对象，不含姓名")
    return parser
