"""What must hold for any household: monotone in income, strict at the standard, exact in twelfths."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from law.written import Raw, assessed, family, file, income, person

cents = st.integers(0, 300_000)
heads = st.integers(1, 6)
ways = st.sampled_from(["none", "up_yuan", "up_jiao", "half_up_cent"])


def yuan(number: int) -> str:
    return f"{number // 100}.{number % 100:02d}"


def paid(answer: Raw) -> Decimal:
    return Decimal(answer["amounts"]["total"])


@given(cents, cents, heads, ways)
@settings(max_examples=60, deadline=None)
def test_more_income_never_pays_more(one: int, more: int, members: int, way: str) -> None:
    known = {"allowance_rounding": way}
    less_paid = assessed(family(members, yuan(one + more), parameters=known))
    assert paid(less_paid) <= paid(assessed(family(members, yuan(one), parameters=known)))


@given(heads, st.integers(1, 200_000))
@settings(max_examples=60, deadline=None)
def test_exactly_the_standard_is_not_below_it_and_a_cent_less_is(members: int, standard: int) -> None:
    known = {"allowance_standard": yuan(standard), "allowance_rounding": "up_yuan"}
    exactly = assessed(family(members, yuan(standard * members), parameters=known))
    assert exactly["outcome"] == "low_income_edge"
    under = assessed(family(members, yuan(standard * members - 1), parameters=known))
    assert (under["outcome"], under["amounts"]["base"]) == ("eligible", "1.00")


@given(st.lists(st.integers(0, 900_000), min_size=1, max_size=5), st.integers(1, 90_000))
@settings(max_examples=60, deadline=None)
def test_yearly_incomes_that_do_not_divide_by_twelve(incomes: list[int], standard: int) -> None:
    people = [
        person(number, "sibling" if number else "head", income=[income("rent", yuan(each), "year")])
        for number, each in enumerate(incomes)
    ]
    known = {"allowance_standard": yuan(standard), "allowance_rounding": "up_yuan"}
    answer = assessed(file(*people, parameters=known))
    gap = Fraction(standard * len(incomes), 100) - Fraction(sum(incomes), 1200)
    assert (answer["outcome"] == "eligible") == (gap > 0)
    assert paid(answer) == (-(-gap.numerator // gap.denominator) if gap > 0 else 0)


@given(st.integers(0, 40))
@settings(max_examples=20, deadline=None)
def test_the_total_is_the_sum_of_the_printed_parts(months: int) -> None:
    supplements = [{"category": "age_60", "rate": "0.3333"}]
    known = {"supplements": supplements, "allowance_rounding": "none", "allowance_standard": "701.33"}
    old = person(born="1950-01-01", income=[income("rent", yuan(100 * months + 1), "year")])
    amounts = assessed(file(old, parameters=known))["amounts"]
    assert Decimal(amounts["total"]) == Decimal(amounts["base"]) + Decimal(amounts["supplement"])
