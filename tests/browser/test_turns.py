"""The golden families 2 and 4, a withdrawal, an extension and a relative's case, in a browser."""

from collections.abc import Callable

import pytest

from browser.desk import Person
from browser.registering import Application, register
from doudi.accounts.actions import SYSTEM, register_relative
from doudi.accounts.models import Officer
from doudi.cases.models import Case
from doudi.households.models import Member

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LOGIN = Callable[..., Person]
DAY = Callable[[str], None]

LIU_SAYS = Application(
    (("刘桂英", "1950-03-08", "F", "head", {"able_to_work": "0"}),),
    income=(
        {"member": "刘桂英", "kind": "income:central_basic_pension", "amount": "168", "per": "month"},
        {"member": "刘桂英", "kind": "income:land_sublet", "amount": "1200", "per": "year"},
    ),
    account=("刘桂英", "晋城农商银行", "6230000000000000800"),
    area="rural",
    obligors=(
        {"name": "刘卫东", "relation": "child", "household_members": "3", "household_income": "5200", "agreed_support": "150"},
    ),
    place=800,
)  # fmt: skip
ZHOU_SAYS = Application(
    (("周福来", "1955-07-15", "M", "head", {"able_to_work": "0"}),),
    income=(),
    account=("周福来", "晋城农商银行", "6230000000000000900"),
    programme="extreme_hardship_support",
    area="rural",
    place=900,
)


def surveyed(as_person: LOGIN, case: str, name: str) -> None:
    """The home visit and the check report of 11-04, without findings."""
    surveyor = as_person("beishidian-surveyor")
    surveyor.go(case + "survey/")
    surveyor.fill({
        "visited_on": "2026-11-04", "place": "村里", "respondent": name, "respondent_relation": "本人",
        "second": "beishidian-clerk", "conclusion": "情况属实",
    })  # fmt: skip
    surveyor.press("入卷")
    check = as_person("check")
    check.go(case + "check/")
    check.fill({"number": f"HD-{case[-5:-1]}", "queried_on": "2026-11-04", "rest": "on"})
    check.press("入卷")
    check.close()
    surveyor.close()


def decided(as_person: LOGIN, day_is: DAY, clerk: Person, case: str, *words: str) -> None:
    """Proposed on 11-06, reviewed on 11-09, signed on 11-10; the leader sees `words` before signing."""
    day_is("2026-11-06")
    clerk.go(case + "propose/")
    clerk.press("提出意见，转审核")
    day_is("2026-11-09")
    reviewer = as_person("beishidian-reviewer")
    reviewer.go(case + "review/")
    reviewer.fill({"note": "证据齐全，同意"})
    reviewer.press("审核，提请签批")
    reviewer.close()
    day_is("2026-11-10")
    leader = as_person("beishidian-leader")
    leader.go(case + "sign/")
    leader.says(*words)
    leader.fill({"decision": "confirm", "password": "doudi-demo-2026"})
    leader.press("签批")
    leader.says("决定：同意", *words)
    leader.close()
    day_is("2026-11-11")
    clerk.go(case + "publish/")
    clerk.press("已张贴，开始公示")


def test_elder_whose_neighbour_objects(demo, as_person: LOGIN, day_is: DAY) -> None:
    clerk = as_person("beishidian-clerk")
    clerk.go("/desk/drafts/new/")
    clerk.presses = 0
    number = register(clerk, LIU_SAYS)
    case = f"/desk/cases/{number}/"
    clerk.press("受理")
    clerk.press("受理并发受理通知书")
    assert clerk.presses <= 12  # U10: from a new case to 受理
    day_is("2026-11-04")
    surveyed(as_person, case, "刘桂英")
    decided(as_person, day_is, clerk, case, "505.00")

    day_is("2026-11-13")
    neighbour = as_person("check", scripts=False, width=390)
    neighbour.go("/notices/")
    neighbour.page.locator("main a[href*='/notices/'][href$='/']:not([href='/notices/'])").first.click()
    neighbour.press("提出异议")
    neighbour.fill({"text": "她儿子每月给的不止一百五", "objector": "邻居王某"})
    neighbour.press("提出异议")
    neighbour.says("收到了", "先不发")
    clerk.go(case)
    clerk.says("公众页面收到异议")
    clerk.press("登记收到的异议")
    clerk.says("她儿子每月给的不止一百五")
    clerk.press("登记")
    clerk.says("有异议待答复")
    day_is("2026-11-18")
    surveyor = as_person("beishidian-surveyor")
    surveyor.go(case + "resurvey/")
    surveyor.fill({
        "held_on": "2026-11-18", "place": "村委会、银行", "second": "beishidian-clerk", "content": "核对儿子的银行流水",
        "conclusion": "每月转账 150.00 元，没有别的",
    })  # fmt: skip
    surveyor.press("复查记录入卷")
    day_is("2026-11-20")
    clerk.go(case + "close_publicity/")
    clerk.says("有异议未答复")
    clerk.go(case + "answer_objection/")
    clerk.fill({"answer": "经查银行流水，其子每月转账 150.00 元，与申报一致"})
    clerk.press("异议不成立，答复双方")
    clerk.go(case + "close_publicity/")
    clerk.press("公示期满，撤下")
    clerk.go(case + "deliver/")
    clerk.fill({"how": "留置送达", "receiver": "刘桂英"})
    clerk.press("已送达")
    clerk.says("留置送达须有两名见证人")
    clerk.fill({"witnesses": "郭爱芳、梁润香"})
    clerk.press("已送达")
    clerk.says("在享", "505.00")
    said = "".join(clerk.paper("确认通知书").split())
    for words in ("刘桂英", "405.00", "100.00", "505.00"):
        assert words in said, words


def test_hardship_from_request_to_support(demo, as_person: LOGIN, day_is: DAY) -> None:
    clerk = as_person("beishidian-clerk", scripts=False)
    number = register(clerk, ZHOU_SAYS)
    assert number.startswith("TK-140502100-2026-")
    case = f"/desk/cases/{number}/"
    clerk.go(case + "accept/")
    clerk.press("受理并发受理通知书")
    clerk.says("特困供养申请", "无劳动能力", "无生活来源", "第四条")
    day_is("2026-11-04")
    surveyed(as_person, case, "周福来")
    clerk.go(case)
    clerk.press("生活自理能力评估")
    for act in ("dress", "walk", "wash"):
        clerk.page.locator(f"main [name=unable_to][value={act}]").check()
    clerk.fill({"assessed_on": "2026-11-04", "assessors": "贺文娟、秦海峰", "support": "home", "carer": "周福生"})
    clerk.press("评估表入卷")
    clerk.says("半护理", "分散供养", "周福生", "852.00", "400.00")
    decided(as_person, day_is, clerk, case, "1,252.00")
    day_is("2026-11-19")
    clerk.go(case + "close_publicity/")
    clerk.press("公示期满，撤下")
    clerk.go(case + "deliver/")
    clerk.fill({"how": "当面送达", "receiver": "周福来"})
    clerk.press("已送达")
    clerk.says("在享", "1,252.00")
    said = "".join(clerk.paper("确认通知书").split())
    for words in ("特困人员救助供养", "852.00", "400.00", "1,252.00", "半护理"):
        assert words in said, words


def upheld(as_person: LOGIN, day_is: DAY, clerk: Person, case: str) -> None:
    """Posted; somebody objects, it holds: both sides are told, and the survey begins anew."""
    clerk.go(case + "publish/")
    clerk.press("已张贴，开始公示")
    day_is("2026-11-05")
    clerk.go(case + "object/")
    clerk.fill({"how": "电话", "objector": "邻居王某", "text": "他家在城里还有一套房"})
    clerk.press("登记异议")
    surveyor = as_person("beishidian-surveyor")
    surveyor.go(case + "resurvey/")
    surveyor.fill({
        "held_on": "2026-11-05", "place": "不动产登记中心", "second": "beishidian-clerk", "content": "查询不动产登记",
        "conclusion": "名下有第二套住房",
    })  # fmt: skip
    surveyor.press("复查记录入卷")
    clerk.go(case + "uphold_objection/")
    clerk.fill({"answer": "经查不动产登记，名下有第二套住房，与申报不一致"})
    clerk.press("异议成立，答复双方，重新调查")
    clerk.says("调查中", "异议处理结果告知书")
    said = "".join(clerk.paper("异议处理结果告知书").split())
    assert "成立" in said
    assert "王某" not in said


def test_withdrawal_extension_and_a_relatives_case(demo, as_person: LOGIN, day_is: DAY) -> None:
    cases = {name: f"/desk/cases/{Case.objects.get(head_name=name).number}/" for name in ("孟庆丰", "屈海生", "卫兴旺")}
    clerk, leader = as_person("beishidian-clerk"), as_person("beishidian-leader")
    clerk.go(cases["孟庆丰"])
    clerk.page.locator("summary", has_text="其他办理").click()
    clerk.press("撤回申请")
    clerk.fill({"note": "在外地找到了工作"})
    clerk.press("登记撤回")
    clerk.says("已撤回")

    clerk.go(cases["屈海生"] + "ask_extension/")
    clerk.fill({"ground": "elsewhere", "reason": "申请人在外省务工，需函调收入"})
    clerk.press("提请批准")
    leader.go(cases["屈海生"])
    leader.says("现在要做：看理由，批准延长到 45 个工作日")
    leader.press("批准延长")
    leader.press("批准延长，发告知书")
    leader.says("经批准延长，45 个工作日内确认")
    said = "".join(leader.paper("延长办理时限告知书").split())
    assert "人户分离" in said
    assert "45个工作日" in said

    head = Member.objects.get(name="卫兴旺")
    surveyor = Officer.objects.get(login="xijie-surveyor")
    moment = Case.objects.get(head_name="卫兴旺").steps.latest("seq")
    register_relative(
        officer=surveyor, relation="兄弟", id_number=head.id_number, by=SYSTEM, at=moment.at, on=moment.on
    )
    leader.go(cases["卫兴旺"] + "sign/")
    leader.says("审核确认人须先入户核查")
    leader.go(cases["卫兴旺"] + "decider_visit/")
    leader.fill({"held_on": "2026-11-02", "place": "家中", "content": "与调查表一致", "conclusion": "属实"})
    leader.press("核查记录入卷")
    leader.go(cases["卫兴旺"] + "sign/")
    leader.fill({"decision": "confirm", "password": "doudi-demo-2026"})
    leader.press("签批")
    leader.says("决定：同意")
    upheld(as_person, day_is, clerk, cases["卫兴旺"])
