"""The lists of money for Excel: awards, runs and their families, who is held, what came back, ledgers taken in."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.http import QueryDict

from doudi.accounts.acting import Acting
from doudi.desk.asked_money import awards_asked, failures_asked, lines_asked, number_asked, run_asked, town_asked
from doudi.desk.listed import Listed, Row, as_told
from doudi.law.codes import AREAS, PROGRAMMES_SHORT
from doudi.law.divisions import tree
from doudi.payments import queries
from doudi.payments.models import Award, EstimateLine, LedgerImportRow, RecalculatedAward, Recalculation, Run
from doudi.payments.queries import FailedPayment, HeldRow, LineView, Within
from doudi.payments.queries.held import REASONS
from doudi.payments.queries.uplift import rows_of, uplift_rows

MOST = 100_000


def _awards(asked: QueryDict, acting: Acting) -> list[int]:
    _form, wanted = awards_asked(asked, acting)
    return list(queries.awards_for(acting, wanted).values_list("pk", flat=True))


def _read_awards(keys: Sequence[int], _acting: Acting) -> list[Row]:
    rows = {row.key: row for row in queries.award_rows(Award.objects.filter(pk__in=keys))}
    return [
        [
            row.name, row.file_number, row.state_title, row.hold_title, f"{row.area}{row.programme}", row.place,
            row.members, row.base, row.supplement, row.care, row.amount, f"{row.since:%Y-%m}",
            f"{row.until:%Y-%m}" if row.until else None, row.certificate,
        ]
        for row in (rows[key] for key in keys if key in rows)
    ]  # fmt: skip


def _runs(_asked: QueryDict, _acting: Acting) -> list[Row]:
    return [
        [
            f"{row.month:%Y-%m}", row.programme, row.kind_title, row.number, row.state_title, row.households, row.persons,
            row.total,
        ]
        for row in queries.runs()
    ]  # fmt: skip


def _lines(asked: QueryDict, acting: Acting) -> list[tuple[Run, Within, UUID]]:
    run = run_asked(asked)
    _form, within = lines_asked(asked, acting)
    return [(run, within, key) for key in queries.families_in(run=run, within=within)] if run else []


def _read_lines(keys: Sequence[tuple[Run, Within, UUID]], _acting: Acting) -> list[Row]:
    if not keys:
        return []
    run, within, _household = keys[0]
    return [_line(row) for row in queries.lines_of(within, run, [key for _run, _within, key in keys])]


def _line(row: LineView) -> Row:
    return [
        row.place, row.name, row.id_masked, row.file_number, row.persons, row.base, row.supplement, row.care, row.arrears,
        row.total, row.owner, row.bank, row.account_masked, row.basis, row.case_number,
    ]  # fmt: skip


def _held(asked: QueryDict, acting: Acting) -> list[HeldRow]:
    run, town, why = run_asked(asked), town_asked(asked, acting), asked.get("why", "")
    if run is None or run.kind != Run.Kind.MONTHLY or town is None or why not in ("", *REASONS):
        return []
    return queries.held_rows(run=run, town=town, why=why, size=MOST)


def _read_held(keys: Sequence[HeldRow], _acting: Acting) -> list[Row]:
    return [[row.place, row.name, row.file_number, row.why, row.amount] for row in keys]


def _failures(asked: QueryDict, acting: Acting) -> list[FailedPayment]:
    _form, wanted = failures_asked(asked, acting)
    return queries.failed_payments(wanted, size=MOST)


def _read_failures(keys: Sequence[FailedPayment], _acting: Acting) -> list[Row]:
    return [
        [
            row.place, row.name, f"{row.month:%Y-%m}", row.programme, row.owner, row.bank, row.account_masked, row.reason,
            row.returned_on, row.amount, row.state_title, row.run, row.again,
        ]
        for row in keys
    ]  # fmt: skip


def _returns(asked: QueryDict, _acting: Acting) -> list[Row]:
    return [
        [
            row.on, f"{row.month:%Y-%m}", row.programme, row.run, row.number, row.state_title, row.rows, row.paid,
            row.paid_total, row.failed, row.failed_total, row.by,
        ]
        for row in queries.returns(run=number_asked(asked, "run"), most=MOST)
    ]  # fmt: skip


def _ledgers(_asked: QueryDict, acting: Acting) -> list[Row]:
    return [
        [
            f"{row.month:%Y-%m}", row.number, row.state_title, row.take, row.ask, row.refuse, row.taken_by, row.taken_on,
            row.confirmed_by, row.confirmed_on,
        ]
        for row in queries.imports(acting)
    ]  # fmt: skip


def _ledger_rows(asked: QueryDict, acting: Acting) -> list[Any]:
    state = asked.get("state", "asked")
    states = [state] if state in LedgerImportRow.State else []
    return queries.import_rows(number=number_asked(asked, "ledger"), acting=acting, states=states, size=MOST)[0]


def _read_ledger_rows(keys: Sequence[Any], _acting: Acting) -> list[Row]:
    return [
        [
            row.sheet, row.row, row.head_name, row.id_masked, row.place, row.members, row.total, row.state_title,
            "；".join(f"{each.column}：{each.text}" for each in row.problems),
            "；".join(f"{each.column}：{each.before} → {each.now}" for each in row.changes), row.decided_by, row.reason,
        ]
        for row in keys
    ]  # fmt: skip


SUMS = ("保障金（基本生活费）", "分类施保金", "照料护理费")


def _uplift(asked: QueryDict, acting: Acting) -> list[int]:
    of = Recalculation.objects.filter(pk=key).first() if (key := _key(asked.get("of", ""))) else None
    return list(rows_of(of, acting, verdict=asked.get("verdict", "")).values_list("pk", flat=True)) if of else []


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _read_uplift(keys: Sequence[int], _acting: Acting) -> list[Row]:
    found = RecalculatedAward.objects.in_bulk(keys)
    return [
        [
            row.place, row.name, row.programme, AREAS[row.area], row.members, row.was, row.found, row.amount, row.step,
            row.title, row.confirmed,
        ]
        for row in uplift_rows([found[key] for key in keys if key in found])
    ]  # fmt: skip


def _estimate(asked: QueryDict, _acting: Acting) -> list[int]:
    key, programme = _key(asked.get("of", "")), asked.get("programme", "")
    found = EstimateLine.objects.filter(estimate=key).order_by("month", "programme", "town")
    return list((found.filter(programme=programme) if programme else found).values_list("pk", flat=True))


def _read_estimate(keys: Sequence[int], _acting: Acting) -> list[Row]:
    found = EstimateLine.objects.in_bulk(keys)
    return [
        [
            f"{row.month:%Y-%m}", PROGRAMMES_SHORT[row.programme], tree().get(row.town).name, row.households, row.people,
            row.joining, row.obligations, row.calendar, row.standard, row.joined, row.one_off, row.total,
        ]
        for row in (found[key] for key in keys if key in found)
    ]  # fmt: skip


MONEY: Mapping[str, Listed] = {
    "estimate": Listed(
        "资金测算", "estimate.read",
        ("月份", "类别", "镇（街道）", "户", "人", "预计净增（户）", "现有待遇（元）", "到龄到期（元）", "标准变动（元）", "净增（元）",
         "一次性（元）", "合计（元）"),
        _estimate, _read_estimate,
    ),
    "uplift": Listed(
        "提标重算", "uplift.read",
        ("属地", "户主", "救助类别", "城乡", "保障人数", "在发（元/月）", "按现行标准（元/月）", "新额（元/月）", "增减", "结果", "确认"),
        _uplift, _read_uplift,
    ),
    "awards": Listed(
        "待遇表", "award.read",
        ("户主", "档案号", "状态", "暂缓原因", "类别", "属地", "保障人数", *SUMS, "月合计（元）", "首次享受月", "停发月", "证号"),
        _awards, _read_awards,
    ),
    "runs": Listed(
        "发放批次", "run.read", ("月份", "类别", "性质", "批次号", "状态", "户", "人", "合计（元）"), _runs, as_told
    ),
    "run-lines": Listed(
        "发放明细", "run.read",
        ("属地", "姓名", "身份证号", "档案号", "保障人数", *SUMS, "补发、重发", "发放合计", "账户名称", "开户银行", "账号", "依据",
         "案号"),
        _lines, _read_lines,
    ),
    "run-held": Listed(
        "暂缓明细", "run.read", ("属地", "户主", "档案号", "为什么不发", "月金额（元）"), _held, _read_held
    ),
    "failures": Listed(
        "退票表", "failure.read",
        ("属地", "对象", "所属月份", "类别", "账户名称", "开户银行", "账号", "银行所给原因", "退票日", "金额（元）", "处理", "批次",
         "重发批次"),
        _failures, _read_failures,
    ),
    "returns": Listed(
        "银行回盘", "return.read",
        ("收到", "月份", "类别", "批次", "回盘编号", "状态", "行", "到账（笔）", "到账（元）", "退票（笔）", "退票（元）", "导入人"),
        _returns, as_told,
    ),
    "ledgers": Listed(
        "台账导入记录", "ledger.read",
        ("台账月份", "导入编号", "状态", "导入（行）", "待核定（行）", "退回（行）", "导入人", "导入日", "确认人", "确认日"),
        _ledgers, as_told,
    ),
    "ledger-rows": Listed(
        "台账导入各行", "ledger.read",
        ("工作表", "行", "户主", "身份证号", "属地", "人数", "合计（元）", "状态", "问题", "与已导入的不同", "核定人", "理由"),
        _ledger_rows, _read_ledger_rows,
    ),
}  # fmt: skip
