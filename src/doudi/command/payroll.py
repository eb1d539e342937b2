"""`doudi payroll run|status MONTH`: compute or resume a month's run up to 待复核, or tell how it stands."""

import argparse
import json
import sys
from datetime import date, datetime
from typing import Any

from doudi.command import setup
from doudi.command.asking import CHINA, WrongInput, answered, day, month
from doudi.law.codes import PROGRAMMES
from doudi.law.posts import Post


def run(argv: list[str]) -> int:
    """Exit 0: done; 1: the run can't be computed now; 2: the input is wrong or there is no database."""
    options = _parser().parse_args(argv)
    try:
        asked = month(options.month, "MONTH")
        setup.django()
        code: int = options.act(options, asked)
    except WrongInput as wrong:
        print(wrong, file=sys.stderr)
        return 2
    return code


def compute(options: argparse.Namespace, month: date) -> int:
    """Compute or resume; a run that is past 待复核 is left as it is."""
    acting = _acting(options)
    runs, steps = setup.load("doudi.payments.runs"), setup.load("doudi.cases.steps")
    queries = setup.load("doudi.payments.queries")
    before = queries.payroll_status(month, programme=options.programme)[0]
    if before["state"] not in (None, "draft", "computed"):
        print(f"{before['number']} 已是「{before['title']}」，不再计算", file=sys.stderr)
        return _print(options, before)
    try:
        answered(runs.compute, month=month, programme=options.programme, acting=acting)
    except steps.NotNow as refusal:
        print("；".join(refusal.obstacles), file=sys.stderr)
        return 1
    return _print(options, queries.payroll_status(month, programme=options.programme)[0])


def status(options: argparse.Namespace, month: date) -> int:
    """How the month's runs stand."""
    queries = setup.load("doudi.payments.queries")
    found = answered(queries.payroll_status, month, programme=options.programme)
    if options.json:
        print(json.dumps({"month": f"{month:%Y-%m}", "runs": found}, ensure_ascii=False))
    else:
        print("\n".join(_told(each) for each in found))
    return 0


def _acting(options: argparse.Namespace) -> Any:
    """Who acts: the named maker, else the only one there is."""
    on = day(options.on)
    accounts, at = setup.load("doudi.accounts.queries"), datetime.now(CHINA)
    login = options.by
    if not login:
        makers = answered(accounts.holders, Post.FINANCE_MAKER, on=on)
        if len(makers) != 1:
            names = "、".join(maker.login for maker in makers) or "没有人"
            raise WrongInput(f"--by：要写明由哪位「{Post.FINANCE_MAKER.title}」办理；{on} 任此岗位的：{names}")
        login = makers[0].login
    acting = answered(accounts.acting_by_login, login, at=at, on=on, post=Post.FINANCE_MAKER)
    if acting is None:
        raise WrongInput(f"--by：{login} 在 {on} 不任「{Post.FINANCE_MAKER.title}」，或没有这个账号")
    return acting


def _print(options: argparse.Namespace, found: dict[str, Any]) -> int:
    print(json.dumps(found, ensure_ascii=False) if options.json else _told(found))
    return 0


def _told(found: dict[str, Any]) -> str:
    lines = [
        f"{found['number']}　{found['title']}",
        f"{found['households']} 户 {found['persons']} 人，{_items(found)}，合计 {found['total']} 元",
    ]
    lines += [f"暂缓：{held['reason']} {held['households']} 户 {held['total']} 元" for held in found["held"]]
    if found["rosters_missing"]:
        lines.append(f"还等确认花名册：{'、'.join(found['rosters_missing'])}")
    said = found["returned"]
    if said["paid"] or said["failed"]:
        lines.append(
            f"回盘：到账 {said['paid']} 笔 {said['paid_total']} 元，退票 {said['failed']} 笔 {said['failed_total']} 元，"
            f"未回盘 {said['waiting']} 笔 {said['waiting_total']} 元"
        )
    elif said["waiting"]:
        lines.append(f"回盘：银行还没有回盘，{said['waiting']} 笔 {said['waiting_total']} 元")
    lines += [
        f"重发：{again['number']}　{again['title']}　{again['households']} 户 {again['total']} 元"
        for again in found["reissues"]
    ]
    return "\n".join(lines)


def _items(found: dict[str, Any]) -> str:
    """The items of a run's sum by the programme's words."""
    if found["programme"] == "extreme_hardship_support":
        items = f"基本生活费 {found['base']} 元，照料护理费 {found['care']} 元"
        return items if found["supplement"] == "0.00" else f"{items}，分类施保金 {found['supplement']} 元"
    return f"保障金 {found['base']} 元，分类施保金 {found['supplement']} 元"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="doudi payroll", description="按月发放：计算、查看")
    acts = parser.add_subparsers(required=True, metavar="run|status")
    computing = acts.add_parser("run", help="计算或接着计算某月发放，直到待复核；不批准、不发送")
    looking = acts.add_parser("status", help="查看某月各批次")
    for act, does in ((computing, compute), (looking, status)):
        act.set_defaults(act=does)
        act.add_argument("month", metavar="MONTH", help="月份，如 2026-12")
        act.add_argument(
            "--programme", choices=sorted(PROGRAMMES), required=act is computing, metavar="P",
            help="、".join(f"{code}（{word}）" for code, word in PROGRAMMES.items()),
        )  # fmt: skip
        act.add_argument("--json", action="store_true", help="输出一个 JSON 对象")
    computing.add_argument("--by", metavar="LOGIN", help="制单人账号；只有一位制单人时可以不写")
    computing.add_argument("--on", metavar="DATE", help="办理日；不写为今天（Asia/Shanghai）")
    return parser
