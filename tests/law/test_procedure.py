"""The procedure's table holds together: every state reached and left, every paper known, every guard in words."""

from datetime import date

import pytest

from doudi.law.calendar import Calendar
from doudi.law.papers import SHEETS, PaperKind
from doudi.law.posts import Post
from doudi.law.procedure import Procedure, Standing, Taken, due_of, obstacles
from doudi.law.procedures.subsistence_allowance import EDITIONS, NOTICE_2023, edition_on

CALENDAR = Calendar()


@pytest.mark.parametrize("procedure", EDITIONS, ids=lambda each: each.code)
class TestTable:
    def test_every_state_is_reached(self, procedure: Procedure) -> None:
        reached, before = {procedure.starts}, set()
        while reached != before:
            before = set(reached)
            reached |= {step.to for state in before for step in procedure.leaving(state) if step.to}
        assert reached == {state.code for state in procedure.states}

    def test_every_state_is_left_or_ends(self, procedure: Procedure) -> None:
        for state in procedure.states:
            leads_on = any(step.to for step in procedure.leaving(state.code))
            assert leads_on != state.ends, state.code

    def test_codes_are_unique_and_known(self, procedure: Procedure) -> None:
        codes = [step.code for step in procedure.steps]
        assert len(codes) == len(set(codes))
        states = {state.code for state in procedure.states}
        for step in procedure.steps:
            assert set(step.at) <= states
            assert step.to is None or step.to in states
            assert set(step.apart_from) <= set(codes)
            for clock in (step.within, step.waits):
                assert clock is None or clock.after in codes

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


def test_edition_by_day() -> None:
    assert edition_on(date(2026, 11, 2)) is NOTICE_2023
    with pytest.raises(LookupError):
        edition_on(date(2023, 8, 15))


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
