"""Reads what people type: full-width digits, spaces, hyphens and units forgiven, nothing guessed."""

import re
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from stdnum.cn import ric
from stdnum.exceptions import ValidationError as NotANumber

_HALF = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xA0: 0x20}
_UNSEEN = dict.fromkeys([0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF])
_DAY = re.compile(r"(\d{4})(?:[-./](\d{1,2})[-./](\d{1,2})|年(\d{1,2})月(\d{1,2})[日号]?|(\d{2})(\d{2}))")
_DAY_SIGNS = str.maketrans("。–—−", ".---")
_COMMAS = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?")
_AMOUNT = re.compile(r"-?\d+(\.\d+)?")
_RATE = re.compile(r"\d{1,4}(\.\d{1,6})?")
_MOST_DIGITS = 12
_UNIT = re.compile(r"(元|圆|块)?(/月|/年|每月|每年|一个月|一年)?$")
ID_LENGTH, OLD_ID_LENGTH = 18, 15


def half_width(text: str) -> str:
    """Full-width letters, digits and signs as their plain forms; unseen characters gone; ends trimmed."""
    return text.translate(_HALF).translate(_UNSEEN).strip()


def compact(text: str) -> str:
    """For numbers of every kind: half width, no spaces, no hyphens of any length."""
    return re.sub(r"[\s\-‐-―−·]", "", half_width(text))


def read_day(text: str) -> date:
    """2026-11-02, 2026.11.2, 2026/11/2, 2026年11月2日, 20261102 (ValidationError otherwise)."""
    plain = re.sub(r"\s", "", half_width(text)).translate(_DAY_SIGNS)
    match = _DAY.fullmatch(plain)
    if not match:
        raise ValidationError(_("日期请写全年月日，如 2026-11-02"), code="invalid")
    year, month, on = (int(part) for part in match.groups() if part)
    try:
        return date(year, month, on)
    except ValueError:
        sentence = _("没有 %(year)d 年 %(month)d 月 %(day)d 日这一天")
        raise ValidationError(sentence % {"year": year, "month": month, "day": on}, code="invalid") from None


def read_yuan(text: str) -> Decimal:
    """Yuan with at most two places: 1200, 1,200.5, ￥1,200 元/月 (ValidationError otherwise)."""
    plain = re.sub(r"\s", "", half_width(text)).replace("−", "-").lstrip("¥￥")
    plain = _UNIT.sub("", plain)
    if "," in plain:
        if not _COMMAS.fullmatch(plain.lstrip("-")):
            raise ValidationError(_("逗号的位置不对，请直接写数字，如 1200.50"), code="invalid")
        plain = plain.replace(",", "")
    if not _AMOUNT.fullmatch(plain):
        raise ValidationError(_("金额请写数字，如 1200.50"), code="invalid")
    if "." in plain and len(plain.split(".")[1]) > 2:
        raise ValidationError(_("金额最多写到分，即两位小数"), code="invalid")
    if len(plain.partition(".")[0].lstrip("-0")) > _MOST_DIGITS:
        raise ValidationError(_("金额太大，请核对位数"), code="invalid")
    return Decimal(plain).quantize(Decimal("0.01"))


def read_rate(text: str) -> str:
    """A share or multiple as plain decimals: 0.3, 30% (gives 0.3), 1.5 倍 (ValidationError otherwise)."""
    plain = re.sub(r"\s", "", half_width(text)).removesuffix("倍")
    per_cent = plain.endswith("%")
    plain = plain.removesuffix("%")
    if not _RATE.fullmatch(plain):
        raise ValidationError(_("请写小数或百分数，如 0.3 或 30%"), code="invalid")
    value = Decimal(plain).scaleb(-2) if per_cent else Decimal(plain)
    return f"{value.normalize():f}"


def read_id_number(text: str) -> str:
    """An 18-digit resident ID number with a right birth date and check digit (ValidationError otherwise).

    The first six digits are not looked up: lists of past counties have gaps, and people born before their county
    was named so hold such numbers rightly.
    """
    number = compact(text).upper()
    _refuse_shape(number)
    try:
        ric.get_birth_date(number)
    except NotANumber:
        raise ValidationError(_("证件号第 7 至 14 位不是一个日期"), code="invalid") from None
    if ric.calc_check_digit(number) != number[-1]:
        raise ValidationError(_("证件号第 18 位与前 17 位对不上"), code="invalid")
    return number


def born_on(id_number: str) -> date:
    """The birth date within a number that `read_id_number` has accepted."""
    return ric.get_birth_date(id_number)


def _refuse_shape(number: str) -> None:
    if len(number) == OLD_ID_LENGTH and number.isdigit():
        raise ValidationError(_("这是 15 位的旧证件号，请填身份证上的 18 位号码"), code="invalid")
    if len(number) != ID_LENGTH:
        raise ValidationError(_("身份证号码是 18 位，现在是 %d 位") % len(number), code="invalid")
    for place, sign in enumerate(number, start=1):
        if sign not in "0123456789" and not (place == ID_LENGTH and sign == "X"):
            raise ValidationError(_("证件号第 %d 位不是数字") % place, code="invalid")
