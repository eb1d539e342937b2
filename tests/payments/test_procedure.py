"""The table of the monthly run: every state is reached and left, three hands, every act has a page's words."""

from datetime import date

import pytest

from doudi.law.posts import Post
from doudi.law.procedures.payroll import (
    EDITIONS,
    MARKS,
    MONTHLY_2023,
    REISSUE_2023,
    TITLES,
    edition,
    reissue_number,
    run_number,
)


def test_every_state_is_reached_and_all_but_the_last_are_left() -> None:
    reached = {step.to for step in MONTHLY_2023.steps if step.to} | {MONTHLY_2023.starts}
    assert reached == {state.code for state in MONTHLY_2023.states}
    for state in MONTHLY_2023.states:
        assert bool(MONTHLY_2023.leaving(state.code)) != state.ends


def test_making_checking_and_approving_lie_in_three_hands() -> None:
    assert MONTHLY_2023.step("check").apart_from == ("compute",)
    assert set(MONTHLY_2023.step("approve").apart_from) == {"compute", "check"}
    assert MONTHLY_2023.step("confirm_roster").by == (Post.LEADER,)


def test_every_step_says_what_to_do_and_why() -> None:
    assert all(step.now and step.title and step.clause for found in EDITIONS for step in found.steps)
    assert [found.code for found in EDITIONS] == [edition(found.code).code for found in EDITIONS]


def test_the_number_tells_month_and_programme() -> None:
    assert run_number("140502", date(2026, 12, 1), "subsistence_allowance") == "FF-140502-2026-12-DB"
    assert MARKS.keys() == TITLES.keys()
    with pytest.raises(KeyError):
        run_number("140502", date(2026, 12, 1), "heating")


def test_what_is_paid_again_goes_through_the_same_three_hands_without_a_roster() -> None:
    assert [step.code for step in REISSUE_2023.steps] == ["compute", "check", "approve", "export"]
    for code in ("compute", "check", "approve", "export"):
        again, monthly = REISSUE_2023.step(code), MONTHLY_2023.step(code)
        assert (again.by, again.at, again.to, again.apart_from, again.signs) == (
            monthly.by, monthly.at, monthly.to, monthly.apart_from, monthly.signs,
        )  # fmt: skip
    assert "roster_missing" not in REISSUE_2023.step("approve").free_of
    assert reissue_number("140502", date(2026, 12, 1), "extreme_hardship_support", 3) == "CF-140502-2026-12-TK-03"
