"""Reads a bank's return file (.xlsx, or .csv and .txt in UTF-8 or GBK) into typed rows; whatever order its columns have."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from io import StringIO
from pathlib import Path

from doudi.payments.ledger import guard, reading
from doudi.payments.ledger.cells import (
    UnreadableError,
    Value,
    digits_lost,
    half_width,
    is_number,
    money,
    person_name,
    plain,
)
from doudi.payments.ledger.headings import month_in
from doudi.payments.ledger.refusal import LedgerFileError

TEXT_ENDINGS = {".csv", ".txt"}
SEARCHED_ROWS = 30
MAX_ROWS = 200_000
MAX_TEXT = 20 * 1024 * 1024
LONGEST_REASON = 100


class Column(StrEnum):
    """A column of the return, by the bureau's word for it."""

    SERIAL = "序号"
    NAME = "姓名"
    ACCOUNT = "账号"
    AMOUNT = "金额"
    RESULT = "结果"
    REASON = "原因"
    MONTH = "所属月份"


# What banks call them; compared without blanks, brackets and marks.
NAMES: Mapping[str, Column] = {
    name: column
    for column, names in {
        Column.SERIAL: "序号 编号 笔号 顺序号 行号",
        Column.NAME: "姓名 户名 账户名称 帐户名称 账户名 收款人 收款人姓名 收款人户名 收款户名 客户名称 客户姓名",
        Column.ACCOUNT: "账号 帐号 账户 卡号 银行账号 银行帐号 银行卡号 收款账号 收款人账号 账号卡号 客户账号 一卡通账号",
        Column.AMOUNT: "金额 发放金额 交易金额 发生额 代发金额 实发金额 入账金额 发放合计 交易额",
        Column.RESULT: "结果 处理结果 交易结果 发放结果 入账结果 代发结果 状态 处理状态 交易状态 发放状态 回盘结果 成功标志",
        Column.REASON: "原因 失败原因 退票原因 退汇原因 错误原因 错误信息 返回信息 处理信息 交易信息 备注 说明 摘要",
        Column.MONTH: "所属月份 月份 归属月份",
    }.items()
    for name in names.split()
}
NEEDED = (Column.ACCOUNT, Column.AMOUNT, Column.RESULT)
FAILED = ("不成功", "未成功", "失败", "退票", "退汇", "退回", "未入账", "未到账", "拒绝")
PAID = ("成功", "已入账", "入账", "到账", "已发放", "已代发")
TOTALS = ("合计", "总计", "共计")
MARKS = re.compile(r"[\s()（）\[\]【】:：*/、_.\-]|元")
STATED_COUNT = re.compile(r"(?:总笔数|总户数|合计笔数|总条数|笔数|户数)\D{0,4}(\d+)|(\d+)(?:笔|户|条)")
STATED_SUM = re.compile(r"(?:总金额|合计金额|金额合计)\D{0,4}([\d,]+(?:\.\d{1,2})?)")
LONG_NUMBER = re.compile(r"\d{6,}")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong at one place of the file (`第 5 行`), in words for the person who brought it."""

    place: str
    sentence: str
    name: str = ""
    amount: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the bank: `at` counts from 1 through the whole file; `name` empty and `month` None where not given."""

    at: int
    place: str
    name: str
    account: str
    amount: Decimal
    is_paid: bool
    reason: str
    month: date | None = None


@dataclass(frozen=True, slots=True)
class Stated:
    """What the file itself says that it holds: lines, yuan; None where it doesn't say."""

    place: str
    count: int | None
    total: Decimal | None


@dataclass
class ReturnFile:
    """The rows that could be read, and what could not or doesn't tie with the totals that the file states."""

    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read(name: str, content: bytes) -> ReturnFile:
    """A bank's return file. Errors: LedgerFileError with a sentence, where the file as a whole can't be read."""
    found = ReturnFile()
    if Path(name).suffix.lower() in TEXT_ENDINGS:
        has_header = _table("", _text_rows(content), found)
    else:
        shown = (table for table in reading.tables(guard.admit(name, content)) if table.shown)
        has_header = sum(_table(table.name, table.rows, found) for table in shown) > 0
    if not has_header:
        named = "、".join(f"“{column.value}”" for column in NEEDED)
        raise LedgerFileError(f"没有找到回盘的表头：须有{named}这几列（列序不限，叫法相近也可）")
    if not (found.rows or found.problems):
        raise LedgerFileError("回盘文件里没有明细行；请核对是不是银行给的回盘明细")
    return found


def _text_rows(content: bytes) -> Iterator[Sequence[Value]]:
    text = _decoded(content)
    first = next((line for line in text.splitlines() if column_count(line)), "")
    mark = max(",\t|;，", key=first.count)
    reader = csv.reader(
        StringIO(text.replace("，", ",") if mark == "，" else text, newline=""), delimiter=mark.replace("，", ",")
    )
    try:
        yield from reader
    except csv.Error as error:
        raise LedgerFileError("文本的分隔或引号不完整；请银行重新导出，或改交 .xlsx") from error


def column_count(line: str) -> int:
    """How many columns of a return a line of text names, whatever divides them."""
    return sum(1 for cell in re.split(r"[,\t|;，]", line) if _column(cell))


def _decoded(content: bytes) -> str:
    """Text in UTF-8 or GBK. Errors: LedgerFileError."""
    if not content.strip():
        raise LedgerFileError("文件是空的，没有内容")
    if len(content) > MAX_TEXT:
        raise LedgerFileError("文件超过 20 MB；请只交这一批次的回盘")
    if b"\0" in content or any(content.startswith(magic) for magic, _what in (*guard.MAGICS, (b"PK\3\4", ""))):
        raise LedgerFileError("文件不是 .csv、.txt 文本；请交银行给的原文件")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise LedgerFileError("看不出文字编码；请用 UTF-8 或 GBK 的 .csv、.txt，或改交 .xlsx")


def _column(title: Value) -> Column | None:
    return NAMES.get(MARKS.sub("", half_width(title))) if isinstance(title, str) else None


def _header(row: Sequence[Value]) -> dict[Column, int]:
    places: dict[Column, int] = {}
    for place, title in enumerate(row):
        if column := _column(title):
            places.setdefault(column, place)
    return places


@dataclass
class _Sheet:
    """One sheet or text under way: where its columns lie, and the totals that it states."""

    name: str
    found: ReturnFile
    places: dict[Column, int] = field(default_factory=dict)
    stated: list[Stated] = field(default_factory=list)

    def take(self, number: int, row: Sequence[Value]) -> None:
        """One line that isn't blank: a header, a total, or a payment."""
        place = f"{self.name}第 {number} 行" if self.name else f"第 {number} 行"
        header = _header(row)
        if all(column in header for column in NEEDED):
            self.places = header
        elif not self.places or _is_total(row):
            self.stated += _stated(place, row, self.places)
        else:
            _line(place, row, self.places, self.found)


def _table(name: str, rows: Iterable[Sequence[Value]], found: ReturnFile) -> bool:
    """Read the rows of one sheet or text; whether it has a return's header. A sheet's totals are those of its rows."""
    sheet, before = _Sheet(name, found), len(found.rows)
    for number, row in enumerate(rows, 1):
        if _is_blank(row):
            continue
        sheet.take(number, row)
        if not sheet.places and number > SEARCHED_ROWS:
            return False
        if len(found.rows) > MAX_ROWS:
            raise LedgerFileError(f"回盘超过 {MAX_ROWS} 行；请只交这一批次的回盘")
    found.problems += [problem for said in sheet.stated for problem in _untied(said, found.rows[before:])]
    return bool(sheet.places)


def _is_blank(row: Sequence[Value]) -> bool:
    return not any(plain(cell) for cell in row if cell is not None)


def _is_total(row: Sequence[Value]) -> bool:
    return any(half_width(cell).startswith((*TOTALS, "小计")) for cell in row if isinstance(cell, str))


def _line(place: str, row: Sequence[Value], places: Mapping[Column, int], found: ReturnFile) -> None:
    cells = {column: row[at] for column, at in places.items() if at < len(row) and row[at] not in ("", None)}
    if _account(cells.get(Column.ACCOUNT, "")):
        _payment(place, cells, found)
    elif Column.RESULT in cells or Column.AMOUNT in cells:
        # Notes and signatures below the table have neither account nor result.
        found.problems.append(Problem(place, "缺账号，对不上是哪一户"))


def _payment(place: str, cells: Mapping[Column, Value], found: ReturnFile) -> None:
    """A line with an account: taken, or what is wrong with it."""
    name, account = person_name(cells.get(Column.NAME, "")), cells[Column.ACCOUNT]
    amount, is_paid = _sum(cells.get(Column.AMOUNT, "")), _result(cells.get(Column.RESULT, ""))
    if amount is None:
        found.problems.append(Problem(place, "金额看不懂，或不是两位小数以内的数", name))
    elif digits_lost(account):
        found.problems.append(Problem(place, "账号按数字保存，末几位已丢；请银行按文本列导出", name, f"{amount:.2f}"))
    elif is_paid is None:
        found.problems.append(Problem(place, _unclear(cells.get(Column.RESULT, "")), name, f"{amount:.2f}"))
    else:
        month = month_in(plain(cells.get(Column.MONTH, "")))
        reason = "" if is_paid else _reason(cells.get(Column.REASON, ""))
        found.rows.append(Row(len(found.rows) + 1, place, name, _account(account), amount, is_paid, reason, month))


def _unclear(result: Value) -> str:
    """Why a result says neither that the money arrived nor that it didn't."""
    word = plain(result)[:20]
    return f"看不懂的结果“{word}”；请改成“成功”或“失败”" if word else "没写结果，不知道到账没有"


def _account(value: Value) -> str:
    """The digits of an account as banks write it: with blanks, hyphens, a leading quote, or as ="6217…"."""
    return half_width(value).strip("='\"").replace("-", "") if not is_number(value) else plain(value)


def _result(value: Value) -> bool | None:
    """Whether the bank says that the money arrived; None when it can't be told."""
    word = half_width(value)
    if any(each in word for each in FAILED):
        return False
    return True if any(each in word for each in PAID) else None


def _reason(value: Value) -> str:
    """The bank's own reason; long numbers in it are hidden."""
    text = LONG_NUMBER.sub(lambda found: f"{found[0][:2]}…{found[0][-2:]}", plain(value))[:LONGEST_REASON]
    return text or "银行未写原因"


def _stated(place: str, row: Sequence[Value], places: Mapping[Column, int]) -> list[Stated]:
    """The totals that a line states; none for a line that states nothing, or is the total of a part."""
    text = " ".join(half_width(cell) for cell in row if isinstance(cell, str) and cell)
    if text.startswith("小计") or not (_is_total(row) or "总" in text):
        return []
    stated = Stated(place, _stated_count(text), _stated_sum(text, row, places.get(Column.AMOUNT, len(row))))
    return [stated] if (stated.count, stated.total) != (None, None) else []


def _stated_count(text: str) -> int | None:
    """The number of payments that a line states in words."""
    found = STATED_COUNT.search(text)
    return int(found[1] or found[2]) if found else None


def _stated_sum(text: str, row: Sequence[Value], at: int) -> Decimal | None:
    """The sum that a line states in words, else the one in the amounts' column."""
    if total := STATED_SUM.search(text):
        return Decimal(total[1].replace(",", ""))
    return _sum(row[at]) if at < len(row) else None


def _sum(value: Value) -> Decimal | None:
    try:
        return money(value)
    except UnreadableError:
        return None


def _untied(stated: Stated, rows: Sequence[Row]) -> Iterator[Problem]:
    """A total that fits neither all lines nor those that arrived: lines are missing, or something was changed."""
    arrived, back = [row for row in rows if row.is_paid], [row for row in rows if not row.is_paid]
    if any(_fits(stated, part) for part in (rows, arrived, back)):
        return
    says = [f"{stated.count} 笔"] if stated.count is not None else []
    says += [f"{stated.total:.2f} 元"] if stated.total is not None else []
    yield Problem(
        stated.place,
        f"文件写明{'、'.join(says)}，逐行相加是 {len(rows)} 笔、{_added(rows):.2f} 元；可能缺行，请银行重新给全",
    )


def _fits(stated: Stated, rows: Sequence[Row]) -> bool:
    return stated.count in (None, len(rows)) and stated.total in (None, _added(rows))


def _added(rows: Sequence[Row]) -> Decimal:
    return sum((row.amount for row in rows), Decimal(0))
