"""Resident identity numbers (公民身份号码, GB 11643): how the ledger writes them, and what they say."""

import re
from datetime import date

from stdnum.cn import ric

from doudi.payments.ledger.cells import Value, digits_lost, half_width
from doudi.payments.ledger.codes import Code

SHAPE = re.compile(r"[1-9]\d{16}[\dX]", re.ASCII)
OLD_SHAPE = re.compile(r"[1-9]\d{14}", re.ASCII)
EARLIEST_YEAR = 1900
SCIENTIFIC = re.compile(r"\d(\.\d+)?E\+?\d+", re.ASCII)


def written(value: Value) -> str:
    """The number as it was meant: half-width, upper case, no spaces, no leading apostrophe."""
    return half_width(value).lstrip("'`‘’").upper()


def fault(value: Value, *, until: date) -> Code | None:
    """What is wrong with an identity number, None when nothing; `until` is the last day on which one can be born."""
    number = written(value)
    if not number:
        return Code.ID_MISSING
    if digits_lost(value) or SCIENTIFIC.fullmatch(number):
        return Code.ID_AS_NUMBER
    if not OLD_SHAPE.fullmatch(number) and not SHAPE.fullmatch(number):
        return Code.ID_MALFORMED
    return _birth_fault(number, until) or _check_digit_fault(number)


def _birth_fault(number: str, until: date) -> Code | None:
    born = birth(full(number))
    if born is None:
        return Code.ID_BIRTH_IMPOSSIBLE
    return Code.ID_BIRTH_IN_FUTURE if born > until else None


def _check_digit_fault(number: str) -> Code | None:
    """A number of the old shape has no check digit, which is a fault of its own."""
    if OLD_SHAPE.fullmatch(number):
        return Code.ID_15_DIGITS
    return None if ric.calc_check_digit(number) == number[-1] else Code.ID_CHECK_DIGIT


def full(number: str) -> str:
    """The 18-digit form of a 15-digit number (born in the 1900s); any other text as it is."""
    if not OLD_SHAPE.fullmatch(number):
        return number
    body = f"{number[:6]}19{number[6:]}"
    return f"{body}{ric.calc_check_digit(f'{body}0')}"


def birth(number: str) -> date | None:
    """The day of birth in an 18-digit number; None when there is no such day, or it lies beyond any living person's."""
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None
    return born if born.year >= EARLIEST_YEAR else None


def sex(number: str) -> str:
    """M or F, by the 17th digit."""
    return "M" if int(number[16]) % 2 else "F"
