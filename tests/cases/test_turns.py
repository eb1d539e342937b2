"""Every turn of a case by the real actions: what it writes, what it waits for, what it refuses."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from cast import OTHER_TOWN, OTHER_VILLAGE, acting
from doudi.accounts.actions import SYSTEM, register_relative
from doudi.accounts.models import Officer
from doudi.audit.models import Entry
from doudi.cases import actions, replay, replay_papers
from doudi.cases.actions import NotNow, Stale
from doudi.cases.models import Case, Decision, Objection, OnFile, Outcome, Publicity, StepTaken
from doudi.cases.queries import public_notices, todos
from doudi.cases.signing import seal
from doudi.cases.signing_stop import STOP_LABELS, stop_summary
from doudi.cases.standing import position
from doudi.households.models import Member, Obligor, Registration
from doudi.law.papers import PaperKind
from doudi.papers.actions import store
from doudi.papers.models import Paper
from doudi.papers.queries import content_of, file
from doudi.papers.uploads import CleanFile
from doudi.verification.actions import adopt
from doudi.verification.comparison import compare
from doudi.verification.models import Record, SelfCareAssessment
from doudi.verification.records import file_record, institution_of
from factories import golden, turns
from factories.golden import _go, again

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _demo_values(settings: Any) -> None:
    settings.DOUDI_PARAMETER_FILES = [golden.DEMO_PARAMETERS]


def papers(case: Case) -> list[str]:
    """The kinds of numbered papers that a case has issued, in order."""
    return list(Paper.objects.filter(object_key=case.number).order_by("pk").values_list("kind", flat=True))


def nothing_differs() -> None:
    """The log tells what the tables hold."""
    assert list(replay.compare()) == []
    assert list(replay_papers.compare()) == []


class TestGoldenFamilies:
    def test_family_2_her_objection_holds_the_money_and_505_is_paid(self) -> None:
        case = turns.liu_granted_after_objection()
        decision = Decision.objects.get(case=case)
        sums = (decision.base, decision.supplement, decision.care, decision.total)
        assert sums == tuple(Decimal(each) for each in ("405.00", "100.00", "0.00", "505.00"))
        objection = Objection.objects.get(case=case)
        assert (objection.state, objection.answered_on) == ("dismissed", date(2026, 11, 20))
        assert papers(case).count("objection_answer") == 2
        assert case.state == "granted"
        nothing_differs()

    def test_family_4_is_supported_at_home_with_1252(self) -> None:
        case = turns.zhou_granted()
        decision = Decision.objects.get(case=case)
        assert (decision.base, decision.care, decision.total) == (
            Decimal("852.00"),
            Decimal("400.00"),
            Decimal("1252.00"),
        )
        assert SelfCareAssessment.objects.get(case=case).level == "partial"
        assert case.edition == "extreme_hardship_support.notice_2023"
        assert {kind.split("_")[0] for kind in papers(case)} == {"acceptance", "publicity", "grant"}
        assert Paper.objects.filter(object_key=case.number, number__contains="民特").count() == 3
        nothing_differs()


class TestHardship:
    def test_no_opinion_before_self_care_is_assessed(self) -> None:
        case = turns.zhou_surveyed()
        where = position(case, acting("clerk", "2026-11-06"))
        assert where.obstacles(where.procedure.step("propose"), acting("clerk", "2026-11-06")) == [
            "还缺《生活自理能力评估表》"
        ]

    def test_each_obligor_consents_too(self) -> None:
        application = turns.zhou()
        member = application.members[0].key
        assert member
        owing = turns.liu().obligors[0]
        with_son = turns.replace(application, obligors=(turns.replace(owing, of=[member]),))
        case = turns.begun(with_son)
        clerk = acting("clerk")
        with pytest.raises(NotNow, match="还缺刘卫东的《法定义务人核对授权书》"):
            actions.accept(case=case, version=case.version, acting=clerk)
        son = Obligor.objects.get(household=case.household)
        case = _go(actions.add_paper, case, clerk, kind=PaperKind.OBLIGOR_CONSENT, member=son)
        assert _go(actions.accept, case, clerk).state == "surveying"
        assert Registration.objects.filter(household=case.household, until=None).count() == 1

    def test_limits_of_t11_and_t12(self) -> None:
        case = turns.zhou_surveyed()
        due = {todo.step.code: todo.due for todo in todos(acting("clerk", "2026-11-04"))}
        assert due == {"assess_self_care": None}
        case = turns.assessed(case, "dress", "walk", "wash")
        due = {todo.step.code: todo.due for todo in todos(acting("clerk", "2026-11-05"))}
        assert due == {"propose": date(2026, 11, 23)}
        case = turns.objected(turns.hung(turns.signed(turns.weighed(case))))
        due = {todo.step.code: todo.due for todo in todos(acting("surveyor", "2026-11-13"))}
        assert due == {"resurvey": date(2026, 12, 4)}

    def test_an_objection_is_published_again_even_when_it_does_not_hold(self) -> None:
        case = turns.assessed(turns.zhou_surveyed(), "dress")
        case = turns.settled(turns.resurveyed(turns.objected(turns.hung(turns.signed(turns.weighed(case))))))
        assert case.state == "confirmed"
        assert turns.hung(case, "2026-11-23").state == "publicity"
        assert [posted.is_withdrawn for posted in Publicity.objects.filter(case=case).order_by("pk")] == [True, False]
        sheets = Paper.objects.filter(object_key=case.number, kind=PaperKind.PUBLICITY_SHEET).order_by("pk")
        assert [(one.status, one.replaced_by) for one in sheets] == [("replaced", sheets[1]), ("current", None)]

    def test_support_ends_after_seven_days_in_public_and_a_written_notice(self) -> None:
        case = turns.stop_hung(turns.stop_proposed(turns.zhou_granted()))
        assert public_notices(on=date(2026, 12, 3)) == []
        leader = acting("leader", "2026-12-09")
        with pytest.raises(NotNow, match="须在12月9日期满之后"):
            actions.confirm_stop(case=case, version=case.version, seen=turns.stop_sealed(case, leader), acting=leader)
        case = turns.stopped(turns.stop_signed(case))
        stop = Decision.objects.filter(case=case).latest("seq")
        assert (stop.outcome, stop.total, stop.first_month) == (Outcome.STOP, Decimal(0), date(2027, 1, 1))
        assert case.state == "stopped"
        assert papers(case)[-2:] == ["stop_sheet", "stop_notice"]
        replaced = Paper.objects.filter(object_key=case.number, status="replaced")
        assert [(one.kind, one.replaced_by.kind) for one in replaced] == [("grant_notice", "stop_notice")]
        assert not Registration.objects.filter(household=case.household, until=None).exists()
        nothing_differs()

    def test_an_ending_that_isnt_as_it_was_shown_is_not_signed(self) -> None:
        case = turns.stop_hung(turns.stop_proposed(turns.zhou_granted()))
        case = turns.resurveyed(turns.objected(case, "2026-12-03"), "2026-12-04")
        case = turns.stop_hung(turns.settled(case, "answer_stop_objection", "2026-12-07"), "2026-12-07")
        leader = acting("leader", "2026-12-15")
        shown = stop_summary(case, leader.on)
        Objection.objects.filter(case=case).update(found="另有说法")
        now = stop_summary(case, leader.on)
        assert now["objections"] == "收到 1 条，不成立：另有说法"
        for was in (shown, *({**now, key: "别的"} for key in STOP_LABELS)):
            with pytest.raises(Stale) as stale:
                actions.confirm_stop(case=case, version=case.version, seen=seal(was, STOP_LABELS), acting=leader)
            (key,) = [key for key in STOP_LABELS if was[key] != now[key]]
            assert stale.value.changes == [f"{STOP_LABELS[key]}：打开时 {was[key]}，现在 {now[key]}"]
        assert not Decision.objects.filter(case=case, outcome=Outcome.STOP).exists()
        assert golden.again(case, leader).state == "stop_publicity"

    def test_an_objection_to_the_ending_that_holds_keeps_the_support(self) -> None:
        case = turns.stop_hung(turns.stop_proposed(turns.zhou_granted()))
        case = turns.resurveyed(turns.objected(case, "2026-12-03"), "2026-12-04")
        case = turns.settled(case, "uphold_stop_objection", "2026-12-07")
        assert case.state == "granted"
        nothing_differs()

    def test_a_change_of_self_care_is_assessed_again_in_ten_working_days(self) -> None:
        case = turns.zhou_granted()
        case = _go(actions.report_self_care, case, acting("assistant", "2026-12-01"), note="近来不能自己吃饭")
        due = {todo.step.code: todo.due for todo in todos(acting("surveyor", "2026-12-01"))}
        assert due == {"reassess_self_care": date(2026, 12, 15)}
        case = turns.assessed(
            case, "dress", "walk", "wash", "eat", on="2026-12-03", code="reassess_self_care", carer="周福生"
        )
        assert "须重新审核照料护理费" in StepTaken.objects.filter(case=case).latest("seq").note
        case = _go(actions.reopen, case, acting("leader", "2026-12-04"), cause="self_care", note="由半护理变为全护理")
        case = turns.checked(turns.visited(case, "2026-12-07"), "2026-12-07")
        where = position(case, acting("clerk", "2026-12-07"))
        assert where.obstacles(where.procedure.step("propose"), acting("clerk", "2026-12-07")) == [
            "还缺《生活自理能力评估表》"
        ]

    def test_the_notice_names_the_institution_and_the_papers_of_the_programme(self) -> None:
        case = turns.assessed(turns.zhou_surveyed(), "dress", support="institution", institution="区中心敬老院")
        case = turns.closed_publicity(turns.hung(turns.signed(turns.weighed(case))))
        assert institution_of(case) == "区中心敬老院"
        delivery = actions.Delivery("当面送达", "周福来")
        case = _go(
            actions.deliver, case, acting("clerk", "2026-11-19"), delivery=delivery, institution=institution_of(case)
        )
        said = {row.kind: content_of(row.number) for row in Paper.objects.filter(object_key=case.number)}
        assert said["grant_notice"].support.institution == "区中心敬老院"
        assert said["acceptance_notice"].received[0] == "特困人员救助供养申请书"

    def test_a_minors_name_never_hangs_whole(self) -> None:
        application = turns.zhou()
        child = turns.replace(
            application.members[0], name="周小满", born=date(2015, 5, 1), id_number=golden.id_number("2015-05-01", 400)
        )
        case = _go(actions.accept, turns.begun(turns.replace(application, members=(child,))), acting("clerk"))
        case = turns.hung(turns.signed(turns.weighed(turns.assessed(turns.checked(turns.visited(case)), "dress"))))
        posted = Publicity.objects.get(case=case)
        assert posted.name_shown == "周○○"
        assert content_of(posted.sheet_number).applicant.name == "周○○"

    def test_an_institution_is_named(self) -> None:
        case = turns.zhou_surveyed()
        with pytest.raises(NotNow, match="供养服务机构"):
            turns.assessed(case, "dress", support="institution")
        case = turns.signed(
            turns.weighed(turns.assessed(case, "dress", support="institution", institution="区中心敬老院"))
        )
        assert Decision.objects.get(case=case).total == Decimal("983.00") + Decimal("600.00")


class TestAcceptance:
    def test_what_may_lack_can_follow_and_holds_the_opinion(self) -> None:
        application = turns.liu()
        without = turns.replace(
            application, papers=[paper for paper in application.papers if paper.kind != PaperKind.IDENTITY_PROOF]
        )
        case, clerk = turns.begun(without), acting("clerk")
        case = _go(actions.accept_lacking, case, clerk, bring_by=date(2026, 11, 10))
        assert (case.state, case.due_on) == ("surveying", date(2026, 11, 30))
        case = turns.checked(turns.visited(case))
        where = position(case, clerk)
        assert where.obstacles(where.procedure.step("propose"), clerk) == ["还缺《身份证、户口簿》，共 1 项"]
        case = _go(actions.add_paper, case, clerk, kind=PaperKind.IDENTITY_PROOF)
        assert turns.weighed(case).state == "reviewed"

    def test_a_consent_never_lacks(self) -> None:
        case = golden.register(golden.chen(), without=(1,))
        with pytest.raises(NotNow, match="李秀芳的《诚信承诺及核对授权书》不能容缺"):
            actions.accept_lacking(case=case, version=case.version, acting=acting("clerk"), bring_by=date(2026, 11, 10))

    def test_nothing_lacks_nothing_to_tell(self) -> None:
        case = golden.register(golden.chen())
        with pytest.raises(NotNow, match="材料已齐，可以直接受理"):
            actions.accept_lacking(case=case, version=case.version, acting=acting("clerk"), bring_by=date(2026, 11, 10))


class TestExtension:
    def asked(self) -> Case:
        return _go(
            actions.ask_extension,
            golden.verified(),
            acting("clerk", "2026-11-06"),
            ground="elsewhere",
            reason="在外地务工",
        )

    def test_45_working_days_with_reason_and_approval(self) -> None:
        case = _go(actions.approve_extension, self.asked(), acting("leader", "2026-11-09"))
        assert case.due_on == date(2027, 1, 5)
        due = {todo.step.code: todo.due for todo in todos(acting("clerk", "2026-11-09"))}
        assert due == {"propose": date(2027, 1, 5)}
        assert papers(case)[-1] == "extension_notice"
        nothing_differs()

    def test_nobody_signs_while_it_is_asked_for(self) -> None:
        case = self.asked()
        wanted = {todo.step.code for todo in todos(acting("leader", "2026-11-09"))}
        assert wanted == {"approve_extension"}
        case = _go(actions.decline_extension, case, acting("leader", "2026-11-09"), note="情形不属于规定的四种")
        assert case.due_on == date(2026, 11, 30)

    def test_only_once_and_never_approved_by_who_asked(self) -> None:
        case = _go(actions.decline_extension, self.asked(), acting("leader", "2026-11-09"), note="不批准")
        with pytest.raises(NotNow, match="只办一次"):
            actions.ask_extension(
                case=case, version=case.version, acting=acting("clerk", "2026-11-10"), ground="elsewhere", reason="同前"
            )

    def test_asked_for_in_time_and_not_answered_until_the_limit_was_over(self) -> None:
        case = self.asked()
        leader = acting("leader", "2026-12-01")
        with pytest.raises(NotNow, match="11月30日已满，期满以后不能再延长，请改办「不批准延长」"):
            actions.approve_extension(case=case, version=case.version, acting=leader)
        case = _go(actions.decline_extension, case, leader, note="时限已满")
        assert case.due_on == date(2026, 11, 30)
        assert _go(actions.approve_extension, self.asked_of_another(), acting("leader", "2026-11-30")).due_on

    def asked_of_another(self) -> Case:
        case = golden.accepted(golden.chen(300))
        return _go(actions.ask_extension, case, acting("clerk", "2026-11-30"), ground="hard_survey", reason="在外省")


class TestLeaving:
    @pytest.mark.parametrize("state", ["submitted", "surveying", "reviewed", "publicity"])
    def test_a_family_takes_its_request_back(self, state: str) -> None:
        make = {
            "submitted": lambda: golden.register(golden.chen()), "surveying": golden.verified,
            "reviewed": golden.reviewed, "publicity": golden.publicised,
        }  # fmt: skip
        case = _go(actions.withdraw, make[state](), acting("clerk", "2026-11-12"), note="已找到工作")
        assert case.state == "withdrawn"
        assert public_notices(on=date(2026, 11, 12)) == []
        assert not Registration.objects.filter(household=case.household, until=None).exists()
        nothing_differs()

    def test_an_objection_ends_with_the_case_and_each_objector_is_told_so_and_no_more(self) -> None:
        case = turns.objected(golden.publicised(), "2026-11-12")
        said = {"how": "窗口", "objector": "", "text": "家里有车"}
        case = _go(actions.take_another, case, acting("clerk", "2026-11-12"), **said)
        case = _go(actions.withdraw, case, acting("assistant", "2026-11-12"), note="找到了月薪 4000 元的工作")
        dropped = Objection.objects.filter(case=case)
        assert {(each.state, each.answer) for each in dropped} == {("dropped", "这户已撤回申请")}
        told = [content_of(row.number) for row in Paper.objects.filter(object_key=case.number, kind="objection_answer")]
        assert [(each.objector, each.ended, each.found) for each in told] == [
            ("邻居王某", "这户已撤回申请", ""), ("异议人", "这户已撤回申请", ""),
        ]  # fmt: skip
        assert not any("工作" in str(each) or each.applicant.id_masked for each in told)
        on_file = OnFile.objects.filter(case=case, kind=PaperKind.OBJECTION_ANSWER).order_by("pk")
        assert list(on_file.values_list("remark", flat=True)) == [
            "第1条异议（11-12收到），给异议人", "第2条异议（11-12收到），给异议人",
        ]  # fmt: skip
        assert "2 条异议随案办结，已制发告知书" in StepTaken.objects.filter(case=case).latest("seq").note
        nothing_differs()

    def test_what_an_objector_wrote_into_their_name_keeps_no_family_from_leaving(self) -> None:
        number = golden.id_number("1970-01-01", 9)
        case = turns.objected(golden.publicised(), "2026-11-12", objector=f"王某{number[:8]}\u200b{number[8:]}")
        case = _go(actions.withdraw, case, acting("clerk", "2026-11-12"), note="已找到工作")
        told = content_of(Paper.objects.get(object_key=case.number, kind="objection_answer").number)
        assert (case.state, told.objector) == ("withdrawn", f"王某{number[:6]}********{number[-4:]}")

    def test_a_family_that_is_paid_does_not_leave_a_case_begun_anew(self) -> None:
        case = turns.liu_granted_after_objection()
        case = _go(actions.reopen, case, acting("leader", "2026-12-01"), cause="spot_check", note="抽查有疑问")
        for who, code in (("clerk", "withdraw"), ("reviewer", "terminate"), ("clerk", "ask_transfer")):
            by = acting(who, "2026-12-02")
            where = position(case, by)
            assert where.obstacles(where.procedure.step(code), by)[0].startswith("待遇还在发放")

    def test_whoever_refuses_to_cooperate_is_told_in_writing(self) -> None:
        case = _go(actions.terminate, golden.verified(), acting("reviewer", "2026-11-09"), cause="三次约定入户均拒绝")
        assert (case.state, papers(case)[-1]) == ("terminating", "termination_notice")
        due = {todo.step.code: todo.due for todo in todos(acting("clerk", "2026-11-09"))}
        assert due == {"deliver_termination": date(2026, 11, 12)}
        delivery = actions.Delivery("留置送达", "陈建国", "郭爱芳、梁润香")
        case = _go(actions.deliver_termination, case, acting("clerk", "2026-11-10"), delivery=delivery)
        assert case.state == "terminated"
        assert "见证人 郭爱芳、梁润香" in StepTaken.objects.filter(case=case).latest("seq").note
        nothing_differs()

    def test_left_behind_without_witnesses_is_not_delivered(self) -> None:
        case = golden.confirmed()
        case = turns.closed_publicity(turns.hung(case))
        with pytest.raises(NotNow, match="两名见证人"):
            actions.deliver(
                case=case, version=case.version, acting=acting("clerk", "2026-11-19"),
                delivery=actions.Delivery("留置送达", "陈建国"),
            )  # fmt: skip


class TestTransfer:
    def test_the_request_goes_on_in_another_town(self) -> None:
        case = _go(
            actions.ask_transfer, golden.accepted(), acting("clerk", "2026-11-03"), to_town=OTHER_TOWN, note="户口已迁"
        )
        bureau = acting("supervisor", "2026-11-04")
        assert {todo.step.code for todo in todos(bureau)} == {"transfer"}
        fresh = actions.transfer(case=case, version=case.version, acting=bureau, village=OTHER_VILLAGE)
        old = again(case, bureau)
        assert (old.state, papers(old)[-1]) == ("transferred", "transfer_notice")
        assert (fresh.town, fresh.state, fresh.continues_id) == (OTHER_TOWN, "submitted", case.pk)
        assert Member.objects.filter(household=fresh.household).count() == 3
        clerk = acting("elsewhere", "2026-11-04")
        assert _go(actions.accept, fresh, clerk).state == "surveying"
        nothing_differs()

    def test_the_bureau_may_leave_it_where_it_is(self) -> None:
        case = _go(
            actions.ask_transfer, golden.verified(), acting("clerk", "2026-11-05"), to_town=OTHER_TOWN, note="户口已迁"
        )
        assert {todo.step.code for todo in todos(acting("clerk", "2026-11-05"))} == set()
        case = _go(actions.decline_transfer, case, acting("supervisor", "2026-11-06"), note="户口未迁")
        assert {todo.step.code for todo in todos(acting("clerk", "2026-11-06"))} == {"propose"}
        assert (case.state, case.transfer_to) == ("surveying", "")

    def test_papers_go_along_with_their_scans_and_a_promise_keeps_what_it_stands_for(self) -> None:
        clerk = acting("clerk", "2026-11-03")
        case = golden.register(golden.chen(), clerk)
        put = {"kind": PaperKind.PROMISE_INSTEAD, "remark": "重病诊断证明"}
        case = _go(actions.add_paper, case, clerk, **put)
        scan = store(
            clean=CleanFile("a.pdf", "application/pdf", b"%PDF-1.7 proof"), object_kind="case", object_key=case.number,
            label="证明", town=case.town, village=case.village, on=clerk.on, at=clerk.at, by_login=clerk.login,
        )  # fmt: skip
        case = _go(actions.add_paper, case, clerk, kind=PaperKind.HARDSHIP_PROOF, file_key=scan.key, digest=scan.sha256)
        case = _go(actions.ask_transfer, case, clerk, to_town=OTHER_TOWN, note="户口已迁")
        fresh = actions.transfer(
            case=case, version=case.version, acting=acting("supervisor", "2026-11-04"), village=OTHER_VILLAGE
        )
        proof = OnFile.objects.get(case=fresh, kind=PaperKind.HARDSHIP_PROOF)
        kept = file(proof.file_key)
        assert (kept.content, kept.town, kept.object_key) == (b"%PDF-1.7 proof", OTHER_TOWN, fresh.number)
        assert proof.remark == f"原件在 {case.number} 卷内"
        assert OnFile.objects.get(case=fresh, kind=PaperKind.PROMISE_INSTEAD).remark == "重病诊断证明"

    def test_its_own_town_is_no_other_town(self) -> None:
        case = golden.accepted()
        with pytest.raises(NotNow, match="另一个镇"):
            actions.ask_transfer(
                case=case, version=case.version, acting=acting("clerk"), to_town=case.town, note="户口已迁"
            )


class TestReopening:
    def test_a_refused_family_is_looked_at_again_with_a_clock_of_its_own(self) -> None:
        case = golden.refused()
        delivery = actions.Delivery("当面送达", "孙德明")
        case = _go(actions.deliver_refusal, case, acting("elsewhere", "2026-11-11"), delivery=delivery)
        leader = acting("elsewhere_leader", "2026-11-16")
        case = _go(actions.reopen, case, leader, cause="appeal", note="复议决定责令重新审核")
        assert (case.state, case.due_on) == ("surveying", date(2026, 12, 14))
        assert not OnFile.objects.filter(case=case, kind__in=["survey_form", "check_report", "opinion"]).exists()
        assert Registration.objects.filter(household=case.household, until=None).count() == 2
        nothing_differs()

    def test_not_while_another_request_is_under_way(self) -> None:
        case = golden.refused()
        delivery = actions.Delivery("当面送达", "孙德明")
        case = _go(actions.deliver_refusal, case, acting("elsewhere", "2026-11-11"), delivery=delivery)
        clerk = acting("elsewhere", "2026-11-12")
        opening = actions.Opening("subsistence_allowance", case.household, case.applicant, "收入低了")
        actions.open_case(opening=opening, papers=[], acting=clerk)
        with pytest.raises(NotNow, match="在办"):
            actions.reopen(
                case=case, version=case.version, acting=acting("elsewhere_leader", "2026-11-16"), cause="appeal",
                note="复议",
            )  # fmt: skip


class TestObjections:
    def test_answered_only_after_a_second_look(self) -> None:
        case, clerk = turns.objected(golden.publicised()), acting("clerk", "2026-11-16")
        with pytest.raises(NotNow, match="异议还没有复查"):
            actions.settle_objection(
                case=case, code="answer_objection", version=case.version, acting=clerk, answer="属实"
            )
        case = turns.resurveyed(case, "2026-11-16")
        assert Record.objects.get(case=case).names == ["贺文娟", "秦海峰"]

    def test_one_alone_is_no_second_look(self) -> None:
        case = turns.objected(golden.publicised())
        with pytest.raises(NotNow, match="两名调查人"):
            file_record(
                case=case, code="resurvey", version=case.version, entry=turns.record("2026-11-16"),
                people=turns.pair("surveyor", on="2026-11-16"), scans=[], acting=acting("surveyor", "2026-11-16"),
            )  # fmt: skip

    def test_the_familys_notice_never_says_who_objected(self) -> None:
        case = turns.resurveyed(turns.objected(golden.publicised(), objector="王秀珍"), "2026-11-16")
        with pytest.raises(NotNow, match="异议人的姓名"):
            actions.settle_objection(
                case=case, code="answer_objection", version=case.version, acting=acting("clerk", "2026-11-16"),
                answer="王秀珍所说不实",
            )  # fmt: skip

    @pytest.mark.parametrize("answer", ["王秀珍所说不实", "秀珍反映的不实"])
    def test_nor_does_a_part_of_what_the_objector_left(self, answer: str) -> None:
        case = turns.objected(golden.publicised(), objector="邻居王秀珍 电话 13911112222")
        case = turns.resurveyed(case, "2026-11-16")
        with pytest.raises(NotNow, match="异议人的姓名"):
            actions.settle_objection(
                case=case, code="answer_objection", version=case.version, acting=acting("clerk", "2026-11-16"),
                answer=answer,
            )  # fmt: skip
        assert turns.settled(case, on="2026-11-16").state == "publicity"  # words such as 电话 hold nobody up

    def test_a_second_one_is_taken_in_while_the_first_waits_and_their_papers_are_told_apart(self) -> None:
        case = turns.objected(golden.publicised())
        said = {"how": "窗口", "objector": "", "text": "家里有车"}
        case = _go(actions.take_another, case, acting("clerk", "2026-11-14"), **said)
        assert list(Objection.objects.order_by("pk").values_list("state", flat=True)) == ["open", "received"]
        case = turns.settled(turns.resurveyed(case, "2026-11-16"), on="2026-11-16")
        with pytest.raises(NotNow, match="收到的异议还没登记"):
            actions.close_publicity(case=case, version=case.version, acting=acting("clerk", "2026-11-19"))
        case = _go(actions.register_objection, case, acting("clerk", "2026-11-16"))
        case = turns.settled(turns.resurveyed(case, "2026-11-17"), on="2026-11-17")
        papers = OnFile.objects.filter(case=case, kind=PaperKind.OBJECTION_ANSWER).order_by("pk")
        assert list(papers.values_list("remark", flat=True)) == [
            "第1条异议（11-13收到），给申请人", "第1条异议（11-13收到），给异议人",
            "第2条异议（11-14收到），给申请人", "第2条异议（11-14收到），给异议人",
        ]  # fmt: skip
        answers = case.steps.filter(code="answer_objection").order_by("seq").values_list("seq", flat=True)
        assert sorted(set(papers.values_list("step", flat=True))) == list(answers)
        nothing_differs()

    def test_corrected_and_published_anew(self) -> None:
        case = turns.settled(turns.resurveyed(turns.objected(golden.publicised())), "republish")
        assert case.state == "confirmed"
        assert turns.hung(case, "2026-11-23").state == "publicity"

    def test_an_upheld_one_asks_the_decider_to_visit(self) -> None:
        case = turns.settled(turns.resurveyed(turns.objected(golden.publicised())), "uphold_objection")
        case = turns.visited(case, "2026-11-23")
        clerk = acting("clerk", "2026-11-24")
        for row in [each for each in compare(case) if each.waits]:
            now = again(case, clerk)
            adopt(
                case=now, version=now.version, row=row, source="checked", amount=row.checked or Decimal(0),
                reason="银行余额", acting=clerk,
            )  # fmt: skip
        case = turns.weighed(case)
        leader = acting("leader", "2026-11-25")
        assert {todo.step.code for todo in todos(leader)} == {"decider_visit"}
        case = _go(
            file_record, case, leader, code="decider_visit", entry=turns.record("2026-11-25"), scans=[],
            people=turns.pair("leader", on="2026-11-25"),
        )  # fmt: skip
        assert {todo.step.code for todo in todos(leader)} == {"confirm"}
        assert turns.signed(case, "2026-11-25").state == "confirmed"
        nothing_differs()


class TestPublicPage:
    def token(self) -> str:
        return Publicity.objects.get().token

    def test_what_the_public_says_waits_for_the_clerk_and_holds_the_way(self) -> None:
        case = golden.publicised()
        clerk = acting("clerk", "2026-11-12")
        told = actions.receive_objection(token=self.token(), objector="邻居", text="他家有车", at=clerk.at, on=clerk.on)
        assert told
        case = again(case, clerk)
        assert {todo.step.code for todo in todos(clerk)} >= {"register_objection"}
        later = acting("clerk", "2026-11-19")
        with pytest.raises(NotNow, match="收到的异议还没登记"):
            actions.close_publicity(case=case, version=case.version, acting=later)
        case = _go(actions.register_objection, case, clerk)
        kept = Objection.objects.get(case=case)
        assert (kept.state, kept.text, kept.objector) == ("open", "他家有车", "邻居")
        nothing_differs()
        told = Entry.objects.get(verb="case.objection")
        assert (told.actor_name, told.object_key) == ("公众", case.number)
        assert "邻居" not in str(told.facts)

    def test_limits_count_from_the_day_on_which_it_came_not_from_its_registration(self) -> None:
        """43号 第十五条: 15 working days; 2026-11-12 + 15."""
        case = turns.hung(turns.signed(turns.weighed(turns.assessed(turns.zhou_surveyed(), "dress", "walk", "wash"))))
        came, clerk = acting("clerk", "2026-11-12"), acting("clerk", "2026-11-17")
        assert actions.receive_objection(token=self.token(), objector="", text="有房", at=came.at, on=came.on)
        case = _go(actions.register_objection, again(case, clerk), clerk)
        assert case.steps.get(code="register_objection").since == date(2026, 11, 12)
        (todo,) = (each for each in todos(clerk) if each.step.code == "resurvey")
        assert todo.due == date(2026, 12, 3)
        nothing_differs()

    def test_nothing_for_a_notice_that_does_not_run_and_never_a_flood(self) -> None:
        golden.publicised()
        clerk, token = acting("clerk", "2026-11-12"), self.token()
        said = {"objector": "", "text": "有异议", "at": clerk.at}
        assert not actions.receive_objection(token="no-such", on=clerk.on, **said)
        assert not actions.receive_objection(token=token, on=date(2026, 11, 19), **said)
        kept = [actions.receive_objection(token=token, on=clerk.on, **said) for _time in range(7)]
        assert kept == [True] * 5 + [False] * 2


class TestRelatives:
    def test_the_decider_visits_a_registered_relatives_family(self) -> None:
        case = golden.proposed()
        index = Member.objects.get(household=case.household, relation="head").id_number
        clerk = Officer.objects.get(login="surveyor")
        at = acting("clerk", "2026-11-06")
        register_relative(officer=clerk, relation="兄弟", id_number=index, by=SYSTEM, at=at.at, on=at.on)
        case = _go(actions.review, case, acting("reviewer", "2026-11-09"), note="同意")
        leader = acting("leader", "2026-11-10")
        with pytest.raises(NotNow, match="须先入户核查"):
            actions.confirm(case=case, version=case.version, seen=golden.sealed(case, leader), acting=leader)


class TestRecords:
    def test_votes_and_minutes_lie_on_file(self) -> None:
        case = golden.verified()
        clerk = acting("clerk", "2026-11-06")
        entry = turns.record("2026-11-06", chair="常慧", recorder="秦海峰", attendees="十三人", votes=(9, 3, 1))
        case = _go(file_record, case, clerk, code="appraise", entry=entry, people=[], scans=[])
        case = _go(file_record, case, clerk, code="confer", entry=turns.record("2026-11-06"), people=[], scans=[])
        kept = Record.objects.get(case=case, step="appraise")
        assert (kept.votes_for, kept.votes_against, kept.votes_abstain) == (9, 3, 1)
        kinds = set(OnFile.objects.filter(case=case).values_list("kind", flat=True))
        assert {"appraisal_record", "conference_minutes"} <= kinds

    def test_not_of_tomorrow(self) -> None:
        case, clerk = golden.verified(), acting("clerk", "2026-11-06")
        with pytest.raises(NotNow, match="在今天之后"):
            file_record(
                case=case, code="confer", version=case.version, entry=turns.record("2026-11-07"), people=[], scans=[],
                acting=clerk,
            )  # fmt: skip


class TestNationalOrder:
    @pytest.fixture(autouse=True)
    def _national(self, settings: Any, tmp_path: Any) -> None:
        own = tmp_path / "district.toml"
        own.write_text(
            'title = "测试参数"\ndivision = "140502"\nsince = 2025-07-01\n[values]\npublicity_order = "national"\n'
        )
        settings.DOUDI_PARAMETER_FILES = [golden.DEMO_PARAMETERS, str(own)]

    def test_the_opinion_hangs_before_the_decision(self) -> None:
        case = golden.proposed()
        assert case.edition == "subsistence_allowance.national_2021"
        reviewer = acting("reviewer", "2026-11-09")
        assert todos(reviewer) == []
        with pytest.raises(NotNow, match="须先公示满 7 日"):
            actions.review(case=case, version=case.version, acting=reviewer, note="同意")
        case = turns.closed_publicity(turns.hung(case, "2026-11-09"), "2026-11-17")
        case = _go(actions.review, case, acting("reviewer", "2026-11-17"), note="同意")
        case = turns.handed_over(turns.signed(case, "2026-11-18"), "2026-11-19")
        assert (case.state, Publicity.objects.get(case=case).amount) == ("granted", Decimal("870.00"))
        assert Decision.objects.get(case=case).first_month == date(2026, 12, 1)
        nothing_differs()

    def test_a_refusal_is_not_hung_in_public(self) -> None:
        case = golden.proposed(outcome=Outcome.REFUSE)
        with pytest.raises(NotNow, match="不公示"):
            actions.publish(case=case, version=case.version, acting=acting("clerk", "2026-11-09"))
        assert _go(actions.review, case, acting("reviewer", "2026-11-09"), note="同意").state == "reviewed"

    def test_who_objected_is_told_of_an_ended_case_nothing_of_why(self) -> None:
        case = turns.objected(turns.hung(golden.proposed(), "2026-11-09"), "2026-11-10")
        case = _go(actions.terminate, case, acting("reviewer", "2026-11-11"), cause="三次约定入户均拒绝")
        assert papers(case)[-2:] == ["termination_notice", "objection_answer"]
        assert content_of(Paper.objects.get(object_key=case.number, kind="objection_answer").number).ended == (
            "这户的申请已终止办理"
        )
