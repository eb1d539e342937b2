"""An invented change of the law, for the tests of editions: the gap is paid at nine tenths from a day on."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from doudi.law import columns
from doudi.law.ops import greatest, share
from doudi.law.rule import BOOK, Rule, Unit, household


@contextmanager
def nine_tenths(since: date) -> Iterator[Rule]:
    """The book with a second edition of `gap`, and as it was afterwards."""

    def gap_2027(allowance_standard: Any, members: Any, counted_income_a_year: Any) -> Any:
        return greatest(share(9 * (12 * allowance_standard * members - counted_income_a_year), 120), 0)

    household(
        "补差金额（九成）",
        unit=Unit.YUAN_A_MONTH,
        clause="某法 第一条",
        shows="（{allowance_standard} × {members} − {income_a_month}）× 90%",
        since=since,
        edition_of="gap",
    )(gap_2027)
    columns._plan.cache_clear()
    try:
        yield BOOK["gap_2027"]
    finally:
        del BOOK["gap_2027"]
        columns._plan.cache_clear()
