"""The procedure's table holds together: every state reached and left, every paper known, every guard in words."""

from datetime import date

import pytest

from doudi.law.calendar import Calendar
from doudi.law.findings import FINDINGS
from doudi.law.papers import SHEETS, PaperKind
from doudi.law.posts import Post
from doudi.law.procedure import Clock, Procedure, Standing, State, Step, Taken, due_of, obstacles, pauses_of, taken_of
from doudi.law.procedures.registry import ALL, edition, edition_on, steps_by_code
from doudi.law.procedures.subsistence_allowance import NATIONAL_2021, NOTICE_2023

CALENDAR = Calendar()


@pytest.mark.parametrize("procedure", ALL, ids=lambda each: each.code)
class TestTable:
    def test_every_state_is_reached(self, procedure: Procedure) -> None:
        reached, before = {procedure.starts}, set()
        while reached != before:
            before = set(reached)
            reached |= {step.to for state in before for step in procedure.leaving(state) if step.to}
        assert reached == {state.code for state in procedure.states}

    def test_every_state_is_left_or_ends(self, procedure: Procedure) -> None:
        for state in procedure.states:
            leads_on = any(step.to for step in procedure.leaving(state.code) if not (state.ends and step.aside))
            assert leads_on != state.ends, state.code

    def test_every_step_that_leads_on_is_not_aside_alone(self, procedure: Procedure) -> None:
        for state in procedure.states:
            assert state.ends or any(not step.aside for step in procedure.leaving(state.code)), state.code

    def test_no_two_states_are_called_the_same(self, procedure: Procedure) -> None:
        titles = [state.title for state in procedure.states]
        assert len(titles) == len(set(titles))

    def test_codes_are_unique_and_known(self, procedure: Procedure) -> None:
        codes = [step.code for step in procedure.steps]
        assert len(codes) == len(set(codes))
        states = {state.code for state in procedure.states}
        for step in procedure.steps:
            assert set(step.at) <= states
            assert step.to is None or step.to in states
            assert set(step.apart_from) <= set(codes)
            for clock in (step.within, step.waits):
                assert clock is None or {clock.after} | ({clock.extended_by} - {""}) <= set(codes)
            assert not step.counts_as or step.counts_as in codes

    def test_findings_are_known_and_in_words(self, procedure: Procedure) -> None:
        for step in procedure.steps:
            assert set(step.free_of) <= set(FINDINGS), step.code
            assert not step.only_when or FINDINGS[step.only_when].absent, step.code

    def test_who_answers_apart_from_whom(self, procedure: Procedure) -> None:
        for code in ("confirm", "refuse"):
            assert {"survey", "propose", "review"} <= set(procedure.step(code).apart_from)
        assert "ask_extension" in procedure.step("approve_extension").apart_from

    def test_every_row_has_clause_and_words(self, procedure: Procedure) -> None:
        for step in procedure.steps:
            assert "号" in step.clause, step.code
            assert step.now, step.code
            assert step.by, step.code

    def test_papers_needed_are_put_or_asked_for(self, procedure: Procedure) -> None:
        put = {paper for step in procedure.steps for paper in (*step.puts, *step.serves)}
        asked = {PaperKind.APPLICATION, PaperKind.PROMISE_AND_CONSENT, PaperKind.IDENTITY_PROOF}
        for step in procedure.steps:
            assert set(step.needs) <= put | asked, step.code

    def test_village_never_decides(self, procedure: Procedure) -> None:
        for step in procedure.steps:
            if step.code in {"accept", "propose", "review", "confirm", "refuse"}:
                assert not any(post.is_village for post in step.by)


def test_every_kind_has_a_sheet() -> None:
    assert set(SHEETS) == set(PaperKind)


def test_edition_by_programme_day_and_order() -> None:
    assert edition_on("subsistence_allowance", date(2026, 11, 2)) is NOTICE_2023
    assert edition_on("subsistence_allowance", date(2023, 8, 15), "national") is NATIONAL_2021
    with pytest.raises(LookupError):
        edition_on("subsistence_allowance", date(2023, 8, 15))
    assert {edition(each.code) for each in ALL} == set(ALL)
    assert {each.programme for each in ALL} == {"subsistence_allowance", "extreme_hardship_support"}


def way(procedure: Procedure, *codes: str) -> str:
    """The state reached by taking these steps from the start; each must be possible where it is taken."""
    state = procedure.starts
    for code in codes:
        step = procedure.step(code)
        assert state in step.at, (code, state)
        state = step.to or state
    return state


NOTICE_WAY = (
    *("accept", "survey", "check", "propose", "review", "confirm", "publish", "close_publicity", "deliver", "file"),
)
NATIONAL_WAY = (
    *("accept", "survey", "check", "propose", "publish", "close_publicity", "review", "confirm", "deliver", "file"),
)


@pytest.mark.parametrize("procedure", ALL, ids=lambda each: each.code)
def test_the_two_orders_of_publicity(procedure: Procedure) -> None:
    assert way(procedure, *(NOTICE_WAY if procedure.order == "notice" else NATIONAL_WAY)) == "granted"
    refused = ("accept", "survey", "check", "propose", "review", "refuse", "deliver_refusal", "reopen")
    assert way(procedure, *refused) == "surveying"


def test_clauses_of_one_programme_rest_on_its_own_text() -> None:
    for step in (step for rows in steps_by_code().values() for step in rows):
        assert "57号" in step.clause or "43号" in step.clause or "83号" in step.clause or "29号" in step.clause


WHEN = {day: date(2026, 11, day) for day in range(1, 31)}


def test_a_case_begun_anew_counts_from_that_day() -> None:
    rows = [
        ("accept", Taken(WHEN[2], "a")), ("approve_extension", Taken(WHEN[3], "b")), ("file", Taken(WHEN[4], "a")),
        ("reopen", Taken(WHEN[9], "b")),
    ]  # fmt: skip
    taken = taken_of(NOTICE_2023, rows)
    assert set(taken) == {"accept", "reopen"}
    found = due_of(NOTICE_2023.step("confirm").within, Standing("surveying", taken), CALENDAR)
    assert found
    assert found.due == date(2026, 12, 7)


def test_an_extension_gives_45_working_days() -> None:
    taken = taken_of(NOTICE_2023, [("accept_lacking", Taken(WHEN[2], "a")), ("approve_extension", Taken(WHEN[9], "b"))])
    found = due_of(NOTICE_2023.step("confirm").within, Standing("surveying", taken), CALENDAR)
    assert found
    assert (found.counted, found.due) == ("45 working days", date(2027, 1, 5))


def why_not_longer(code: str, on: date, *told: tuple[str, date], finding: str = "") -> list[str]:
    """What stands in the way of asking for, or approving, a longer limit on a day."""
    taken = taken_of(NOTICE_2023, [(step, Taken(day, "a")) for step, day in told])
    standing = Standing("surveying", taken, open_findings={finding: ""} if finding else {})
    step = NOTICE_2023.step(code)
    return obstacles(NOTICE_2023, step, standing, person="b", post=next(iter(step.by)), on=on, calendar=CALENDAR)


def test_a_limit_is_made_longer_up_to_its_last_day_and_not_after() -> None:
    accepted, last = ("accept", WHEN[2]), WHEN[30]
    assert why_not_longer("ask_extension", last, accepted) == []
    assert why_not_longer("approve_extension", last, accepted, finding="extension_asked") == []
    over = "时限11月30日已满，期满以后不能再延长"
    what = "：本案已超期，请抓紧办结"
    assert why_not_longer("ask_extension", date(2026, 12, 1), accepted) == [over + what]
    assert why_not_longer("approve_extension", date(2026, 12, 1), accepted, finding="extension_asked") == [
        f"{over}，请改办「不批准延长」{what}"
    ]
    assert why_not_longer("decline_extension", date(2026, 12, 1), accepted, finding="extension_asked") == []


def test_an_upheld_objection_to_a_decision_in_time_is_a_ground_until_the_longer_limit_is_over() -> None:
    """83号 四（一）: 公示期间有异议 is one of the four grounds; here 公示 follows the decision."""
    decided, upheld = ("confirm", WHEN[20]), ("uphold_objection", date(2026, 12, 3))
    assert why_not_longer("ask_extension", date(2026, 12, 4), ("accept", WHEN[2]), decided, upheld) == []
    assert why_not_longer("ask_extension", date(2027, 1, 5), ("accept", WHEN[2]), decided, upheld) == []
    (why,) = why_not_longer("ask_extension", date(2027, 1, 6), ("accept", WHEN[2]), decided, upheld)
    assert why.startswith("时限1月5日已满")
    late = ("confirm", date(2026, 12, 1))
    assert why_not_longer("ask_extension", date(2026, 12, 4), ("accept", WHEN[2]), late, upheld)


STOPPING = Procedure(
    "test.stopping", "t", "t", date(2023, 1, 1), "open", (State("open", "办理"), State("shut", "办结", ends=True)),
    (
        Step("begin", "开始", (Post.TOWN_CLERK,), ("open",), None, "1号", "now"),
        Step("stop", "停", (Post.TOWN_CLERK,), ("open",), None, "1号", "now", stops_clock=True),
        Step("go_on", "接着办", (Post.TOWN_CLERK,), ("open",), None, "1号", "now"),
        Step("end", "结", (Post.TOWN_CLERK,), ("open",), "shut", "1号", "now", within=Clock("confirm", "begin", "二十日")),
    ),
)  # fmt: skip


def stopped(*rows: tuple[str, int]) -> Standing:
    taken = [(code, Taken(WHEN[day], "a")) for code, day in rows]
    return Standing("open", taken_of(STOPPING, taken), pauses_of(STOPPING, taken))


def test_a_step_that_stops_the_clock_gives_its_days_back() -> None:
    clock = STOPPING.step("end").within
    ran_on = due_of(clock, stopped(("begin", 2)), CALENDAR)
    assert ran_on
    assert ran_on.due == date(2026, 11, 30)
    assert due_of(clock, stopped(("begin", 2), ("stop", 4)), CALENDAR) is None
    later = due_of(clock, stopped(("begin", 2), ("stop", 4), ("go_on", 9)), CALENDAR)
    assert later
    assert later.due == date(2026, 12, 3)
    before = due_of(clock, stopped(("stop", 1), ("begin", 2)), CALENDAR)
    assert before
    assert before.due == date(2026, 11, 30)


def standing(**taken: tuple[str, str]) -> Standing:
    return Standing(
        state="reviewed",
        taken={code: Taken(date.fromisoformat(day), person) for code, (day, person) in taken.items()},
        signers={code: {person} for code, (_day, person) in taken.items()},
        on_file=set(PaperKind),
    )


def ask(
    case: Standing, code: str, *, person: str = "leader", post: Post = Post.LEADER, on: str = "2026-11-10"
) -> list[str]:
    return obstacles(
        NOTICE_2023,
        NOTICE_2023.step(code),
        case,
        person=person,
        post=post,
        on=date.fromisoformat(on),
        calendar=CALENDAR,
    )


def test_leader_confirms() -> None:
    assert ask(standing(accept=("2026-11-02", "clerk"), survey=("2026-11-04", "wang")), "confirm") == []


def test_surveyor_never_confirms() -> None:
    found = ask(standing(survey=("2026-11-04", "leader")), "confirm")
    assert found == ["您办过「入户调查」，须由他人办理"]


def test_wrong_post_and_state_are_said() -> None:
    found = ask(standing(), "accept", post=Post.VILLAGE_ASSISTANT)
    assert found[0] == "本案现为「待确认」，办不了「受理」"
    assert found[1] == "由民政助理员办理"


def test_publicity_must_run_out() -> None:
    case = Standing("publicity", {"publish": Taken(date(2026, 11, 11), "clerk")})
    assert ask(case, "close_publicity", post=Post.TOWN_CLERK, on="2026-11-18") == ["须在11月18日期满之后"]
    assert ask(case, "close_publicity", post=Post.TOWN_CLERK, on="2026-11-19") == []


def test_golden_limits() -> None:
    case = standing(accept=("2026-11-02", "clerk"), confirm=("2026-11-10", "leader"))
    due = {code: due_of(NOTICE_2023.step(code).within, case, CALENDAR) for code in ("survey", "confirm", "file")}
    assert {code: str(found.due) for code, found in due.items() if found} == {
        "survey": "2026-11-05",
        "confirm": "2026-11-30",
        "file": "2026-11-17",
    }
