"""Ways to spoil a good row, with the problems that must be found; and ways to write the same row differently."""

from collections.abc import Callable
from datetime import date
from typing import Any

from stdnum.cn import ric

from doudi.payments.ledger.codes import Code
from doudi.payments.ledger.columns import Column
from payments.ledger.workbooks import Row, id_number

LISTS = (Column.MEMBER_NAMES, Column.MEMBER_IDS, Column.RELATIONS)
FIGURES = (Column.HOUSES, Column.HOUSE_AREA, Column.FINANCIAL_ASSETS, Column.YEARLY_INCOME)


def other_check_digit(number: str) -> str:
    return number[:17] + ("1" if number[17] != "1" else "2")


def with_bad_date(number: str) -> str:
    body = f"{number[:10]}1301{number[14:17]}"
    return body + ric.calc_check_digit(f"{body}0")


def old_number(number: str) -> str:
    return number[:6] + number[8:17]


def change(column: Column, value: Any) -> Callable[[Row], None]:
    """A spoiler that puts a value, or what a function makes of the present one."""

    def spoil(row: Row) -> None:
        row[column] = value(row[column]) if callable(value) else value

    return spoil


def change_lists(names: str = "{}", ids: str = "{}", relations: str = "{}", **more: Any) -> Callable[[Row], None]:
    """A spoiler of the three lists; `{}` stands for what they hold."""

    def spoil(row: Row) -> None:
        for column, shape in zip(LISTS, (names, ids, relations), strict=True):
            row[column] = shape.format(row[column])
        row.update({Column[name]: value for name, value in more.items()})

    return spoil


def head_named(name: str) -> Callable[[Row], None]:
    """The head under this name in every column that has it."""

    def spoil(row: Row) -> None:
        before = row[Column.HEAD_NAME]
        for column in (Column.HEAD_NAME, Column.MEMBER_NAMES, Column.ACCOUNT_OWNER):
            row[column] = row[column].replace(before, name)

    return spoil


def separated_by(sign: str) -> Callable[[Row], None]:
    """The three lists with another separator."""

    def spoil(row: Row) -> None:
        row.update({column: row[column].replace(";", sign) for column in LISTS})

    return spoil


def everywhere(make: Callable[[str], str]) -> Callable[[Row], None]:
    """The head's number wrong in its own column and in the list alike."""

    def spoil(row: Row) -> None:
        right = row[Column.HEAD_ID]
        row[Column.HEAD_ID] = make(right)
        row[Column.MEMBER_IDS] = row[Column.MEMBER_IDS].replace(right, make(right))

    return spoil


def second(make: Callable[[str], str]) -> Callable[[Row], None]:
    """Only the second member's number wrong."""

    def spoil(row: Row) -> None:
        first, other = row[Column.MEMBER_IDS].split(";")
        row[Column.MEMBER_IDS] = f"{first};{make(other)}"

    return spoil


NEWBORN = id_number(date(2026, 11, 1), 7)
STRANGER = id_number(date(1970, 5, 5), 8)

# Name: spoiler, and the problems that must be found, no others.
WRONG: dict[str, tuple[Callable[[Row], None], list[tuple[Column, Code]]]] = {
    "no head name": (change(Column.HEAD_NAME, None), [(Column.HEAD_NAME, Code.NAME_MISSING)]),
    "blank head name": (change(Column.HEAD_NAME, "\u00a0 "), [(Column.HEAD_NAME, Code.NAME_MISSING)]),
    "head name with digits": (
        head_named("张3"),
        [(Column.HEAD_NAME, Code.NAME_ODD)],
    ),
    "head name is a picture": (
        head_named("张😀"),
        [(Column.HEAD_NAME, Code.NAME_ODD)],
    ),
    "no head ID": (change(Column.HEAD_ID, None), [(Column.HEAD_ID, Code.ID_MISSING)]),
    "head ID as number": (change(Column.HEAD_ID, float), [(Column.HEAD_ID, Code.ID_AS_NUMBER)]),
    "head ID as 1.40502E+17": (change(Column.HEAD_ID, "1.40502E+17"), [(Column.HEAD_ID, Code.ID_AS_NUMBER)]),
    "head ID of 17 digits": (change(Column.HEAD_ID, lambda number: number[:17]), [(Column.HEAD_ID, Code.ID_MALFORMED)]),
    "head ID with letters": (change(Column.HEAD_ID, lambda number: f"A{number[1:]}"), [(Column.HEAD_ID, Code.ID_MALFORMED)]),
    "head ID of 32767 digits": (change(Column.HEAD_ID, "1" * 32767), [(Column.HEAD_ID, Code.ID_MALFORMED)]),
    "head ID wrong digit": (change(Column.HEAD_ID, other_check_digit), [(Column.HEAD_ID, Code.ID_CHECK_DIGIT)]),
    "head ID wrong digit twice": (everywhere(other_check_digit), [(Column.HEAD_ID, Code.ID_CHECK_DIGIT)]),
    "head ID no such day": (everywhere(with_bad_date), [(Column.HEAD_ID, Code.ID_BIRTH_IMPOSSIBLE)]),
    "head ID of the 1800s": (
        everywhere(lambda number: f"{number[:6]}1850{number[10:]}"), [(Column.HEAD_ID, Code.ID_BIRTH_IMPOSSIBLE)]
    ),
    "head ID old": (change(Column.HEAD_ID, old_number), [(Column.HEAD_ID, Code.ID_15_DIGITS)]),
    "head ID old as number": (
        change(Column.HEAD_ID, lambda number: int(old_number(number))), [(Column.HEAD_ID, Code.ID_15_DIGITS)]
    ),
    "head ID old twice": (everywhere(old_number), [(Column.HEAD_ID, Code.ID_15_DIGITS)]),
    "head ID another person's": (change(Column.HEAD_ID, STRANGER), [(Column.HEAD_ID, Code.HEAD_ID_DIFFERS)]),
    "head's ID in the list wrong": (
        change(Column.MEMBER_IDS, lambda ids: other_check_digit(ids[:18]) + ids[18:]),
        [(Column.HEAD_ID, Code.ID_CHECK_DIGIT)],
    ),
    "member ID wrong digit": (second(other_check_digit), [(Column.MEMBER_IDS, Code.ID_CHECK_DIGIT)]),
    "member ID old": (second(old_number), [(Column.MEMBER_IDS, Code.ID_15_DIGITS)]),
    "member ID no such day": (second(with_bad_date), [(Column.MEMBER_IDS, Code.ID_BIRTH_IMPOSSIBLE)]),
    "member born after the month": (second(lambda _: NEWBORN), [(Column.MEMBER_IDS, Code.ID_BIRTH_IN_FUTURE)]),
    "member ID missing in the middle": (
        change_lists(names="{};孙七", ids="{};无", relations="{};子", FAMILY=3), [(Column.MEMBER_IDS, Code.ID_MALFORMED)]
    ),
    "a name too many": (change_lists(names="{};孙七"), [(Column.MEMBER_NAMES, Code.LISTS_DIFFER)]),
    "an ID too many": (change_lists(ids=f"{{}};{STRANGER}"), [(Column.MEMBER_IDS, Code.LISTS_DIFFER)]),
    "a relation too few": (change(Column.RELATIONS, "户主"), [(Column.RELATIONS, Code.LISTS_DIFFER)]),
    "no IDs of members": (change(Column.MEMBER_IDS, None), [(Column.MEMBER_IDS, Code.LISTS_DIFFER)]),
    "no members": (change_lists("", "", ""), [(Column.MEMBER_NAMES, Code.MEMBERS_MISSING)]),
    "member without name": (
        change(Column.MEMBER_NAMES, lambda names: f"{names.split(';')[0]};;孙七"),
        [(Column.MEMBER_NAMES, Code.LISTS_DIFFER)],
    ),
    "first member without name": (
        change(Column.MEMBER_NAMES, lambda names: f";{names.split(';')[1]}"),
        [(Column.MEMBER_NAMES, Code.MEMBER_NAME_MISSING), (Column.MEMBER_NAMES, Code.HEAD_NAME_DIFFERS)],
    ),
    "head listed twice": (
        lambda row: row.update({column: f"{row[column].split(';')[0]};{row[column]}" for column in LISTS}),
        [(Column.MEMBER_IDS, Code.MEMBER_LISTED_TWICE)],
    ),
    "two heads": (change(Column.RELATIONS, "户主;户主"), [(Column.RELATIONS, Code.HEAD_RELATION)]),
    "head has another relation": (change(Column.RELATIONS, "父亲;子"), [(Column.RELATIONS, Code.HEAD_RELATION)]),
    "unknown relation": (change(Column.RELATIONS, "户主;朋友"), [(Column.RELATIONS, Code.RELATION_UNKNOWN)]),
    "head named differently in the list": (
        change(Column.MEMBER_NAMES, lambda names: f"钱六;{names.split(';')[1]}"),
        [(Column.MEMBER_NAMES, Code.HEAD_NAME_DIFFERS)],
    ),
    "family larger than the list": (change(Column.FAMILY, 3), [(Column.FAMILY, Code.FAMILY_COUNT_DIFFERS)]),
    "family missing": (change(Column.FAMILY, None), [(Column.FAMILY, Code.COUNT_MISSING)]),
    "family in words": (change(Column.FAMILY, "两"), [(Column.FAMILY, Code.COUNT_UNREADABLE)]),
    "guaranteed over family": (change(Column.GUARANTEED, 3), [(Column.GUARANTEED, Code.GUARANTEED_OVER_FAMILY)]),
    "guaranteed 0": (change(Column.GUARANTEED, 0), [(Column.GUARANTEED, Code.COUNT_ZERO)]),
    "guaranteed half": (change(Column.GUARANTEED, 1.5), [(Column.GUARANTEED, Code.COUNT_UNREADABLE)]),
    "no town": (change(Column.TOWN, None), [(Column.TOWN, Code.TOWN_MISSING)]),
    "unknown town": (change(Column.TOWN, "东关镇"), [(Column.TOWN, Code.TOWN_UNKNOWN)]),
    "no village": (change(Column.VILLAGE, None), [(Column.VILLAGE, Code.VILLAGE_MISSING)]),
    "unknown village": (change(Column.VILLAGE, "不存在的村"), [(Column.VILLAGE, Code.VILLAGE_UNKNOWN)]),
    "village of another town": (change(Column.VILLAGE, "凤翔社区居委会"), [(Column.VILLAGE, Code.VILLAGE_IN_OTHER_TOWN)]),
    "no base": (change(Column.BASE, None), [(Column.BASE, Code.AMOUNT_MISSING)]),
    "base in words": (change(Column.BASE, "三百元"), [(Column.BASE, Code.AMOUNT_UNREADABLE)]),
    "base is a day": (change(Column.BASE, date(2026, 1, 1)), [(Column.BASE, Code.AMOUNT_UNREADABLE)]),
    "base negative": (change(Column.BASE, -301), [(Column.BASE, Code.AMOUNT_NEGATIVE)]),
    "base too fine": (change(Column.BASE, 301.005), [(Column.BASE, Code.AMOUNT_TOO_FINE)]),
    "base 0": (
        lambda row: row.update({Column.BASE: 0, Column.TOTAL: row[Column.SUPPLEMENT]}), [(Column.BASE, Code.AMOUNT_ZERO)]
    ),
    "base over standard": (
        lambda row: row.update({Column.BASE: 1310.01, Column.TOTAL: 1310.01 + row[Column.SUPPLEMENT]}),
        [(Column.BASE, Code.AMOUNT_OVER_STANDARD)],
    ),
    "supplement negative": (change(Column.SUPPLEMENT, -100), [(Column.SUPPLEMENT, Code.AMOUNT_NEGATIVE)]),
    "supplement in words": (change(Column.SUPPLEMENT, "无"), [(Column.SUPPLEMENT, Code.AMOUNT_UNREADABLE)]),
    "total missing": (change(Column.TOTAL, None), [(Column.TOTAL, Code.TOTAL_MISSING)]),
    "total in words": (change(Column.TOTAL, "见附表"), [(Column.TOTAL, Code.TOTAL_UNREADABLE)]),
    "total differs": (change(Column.TOTAL, lambda total: total + 0.01), [(Column.TOTAL, Code.TOTAL_DIFFERS)]),
    "total negative": (change(Column.TOTAL, -5), [(Column.TOTAL, Code.TOTAL_DIFFERS)]),
    "total is a formula without result": (change(Column.TOTAL, "=H3+I3"), [(Column.TOTAL, Code.TOTAL_MISSING)]),
    "income in words": (change(Column.YEARLY_INCOME, "不详"), [(Column.YEARLY_INCOME, Code.NUMBER_UNREADABLE)]),
    "income negative": (change(Column.INCOME_PER_HEAD, -1), [(Column.INCOME_PER_HEAD, Code.NUMBER_UNREADABLE)]),
    "houses in words": (change(Column.HOUSES, "两间"), [(Column.HOUSES, Code.NUMBER_UNREADABLE)]),
    "area in words": (change(Column.HOUSE_AREA, "很大"), [(Column.HOUSE_AREA, Code.NUMBER_UNREADABLE)]),
    "assets in words": (change(Column.FINANCIAL_ASSETS, "若干"), [(Column.FINANCIAL_ASSETS, Code.NUMBER_UNREADABLE)]),
    "no start": (change(Column.START, None), [(Column.START, Code.MONTH_MISSING)]),
    "start unreadable": (change(Column.START, "前年"), [(Column.START, Code.MONTH_UNREADABLE)]),
    "start ambiguous": (change(Column.START, 2019.1), [(Column.START, Code.MONTH_AMBIGUOUS)]),
    "start in the future": (change(Column.START, "2026-11"), [(Column.START, Code.MONTH_IN_FUTURE)]),
    "start before there was any": (change(Column.START, "1970-01"), [(Column.START, Code.MONTH_TOO_EARLY)]),
    "unknown method": (change(Column.METHOD, "估算"), [(Column.METHOD, Code.METHOD_UNKNOWN)]),
    "no bank": (change(Column.BANK, None), [(Column.BANK, Code.BANK_MISSING)]),
    "no account": (change(Column.ACCOUNT, " "), [(Column.ACCOUNT, Code.ACCOUNT_MISSING)]),
    "account as number": (change(Column.ACCOUNT, float), [(Column.ACCOUNT, Code.ACCOUNT_DIGITS_LOST)]),
    "account as 6.2E+18": (change(Column.ACCOUNT, "6.2E+18"), [(Column.ACCOUNT, Code.ACCOUNT_DIGITS_LOST)]),
    "account with letters": (change(Column.ACCOUNT, "62AB34567890"), [(Column.ACCOUNT, Code.ACCOUNT_MALFORMED)]),
    "account too short": (change(Column.ACCOUNT, "6239"), [(Column.ACCOUNT, Code.ACCOUNT_MALFORMED)]),
    "no account owner": (change(Column.ACCOUNT_OWNER, None), [(Column.ACCOUNT_OWNER, Code.ACCOUNT_OWNER_MISSING)]),
    "account of another": (change(Column.ACCOUNT_OWNER, "钱六"), [(Column.ACCOUNT_OWNER, Code.ACCOUNT_OWNER_DIFFERS)]),
    "phone too long": (change(Column.PHONE, "139000000001"), [(Column.PHONE, Code.PHONE_MALFORMED)]),
    "phone in words": (change(Column.PHONE, "问村长"), [(Column.PHONE, Code.PHONE_MALFORMED)]),
}  # fmt: skip

# Name: spoiler after which the row is still as good as before.
RIGHT: dict[str, Callable[[Row], None]] = {
    "as it is": lambda row: None,
    "small x and spaces": change(Column.HEAD_ID, lambda number: f" {number[:6]} {number[6:].lower()}\u00a0"),
    "apostrophe before the ID": change(Column.HEAD_ID, lambda number: f"'{number}"),
    "full-width ID": change(Column.HEAD_ID, lambda number: number.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789X"})),
    "full-width separators": separated_by("；"),
    "line breaks for separators": separated_by("\r\n"),
    "separator at the end": change_lists("{};", "{}；", "{};"),
    "head's name spaced out": change(Column.HEAD_NAME, "　".join),
    "sums as text": change(Column.BASE, lambda base: f"{base:,}.00元"),
    "no supplement": lambda row: row.update({Column.SUPPLEMENT: None, Column.TOTAL: row[Column.BASE]}),
    "count with a word": change(Column.FAMILY, "2人"),
    "short names of places": lambda row: row.update({Column.TOWN: "北石店", Column.VILLAGE: "大车渠"}),
    "places spaced": change(Column.VILLAGE, " 大车渠 村委会"),
    "several phones": change(Column.PHONE, "0356-2023456/13900000001"),
    "phone as number": change(Column.PHONE, 13900000001),
    "no phone": change(Column.PHONE, "无"),
    "account in groups": change(Column.ACCOUNT, lambda number: f"{number[:4]} {number[4:8]}-{number[8:]}"),
    "tier": change(Column.METHOD, "分档"),
    "no method": change(Column.METHOD, None),
    "formula as reason": change(Column.REASON, '=HYPERLINK("http://127.0.0.1","因病")'),
    "head not first": lambda row: row.update({column: ";".join(reversed(row[column].split(";"))) for column in LISTS}),
    "no figures": lambda row: row.update(dict.fromkeys(FIGURES)),
    "fewer guaranteed than family": change(Column.GUARANTEED, 1),
    "total as text": change(Column.TOTAL, lambda total: f"￥{total}"),
    "start a date": change(Column.START, date(2019, 10, 1)),
    "guaranteed for the highest sum": lambda row: row.update({Column.BASE: 1310, Column.TOTAL: 1310 + row[Column.SUPPLEMENT]}),
}  # fmt: skip
