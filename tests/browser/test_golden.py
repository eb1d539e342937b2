"""The golden families 1 and 3 in a browser, from the village's desk to the line in the bank file."""

import io
from collections.abc import Callable
from decimal import Decimal
from functools import partial

import openpyxl
import pytest

from browser.desk import Person
from browser.registering import Application, register
from doudi.cases.models import Case
from factories.golden import id_number

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CHEN = (
    ("陈建国", "1976-05-12", "M", "head", {"able_to_work": "1"}),
    ("李秀芳", "1978-09-03", "F", "spouse", {"able_to_work": "0", "serious_illness": "on"}),
    ("王桂兰", "1957-02-20", "F", "parent", {"able_to_work": "0"}),
)
SUN = (
    ("孙德明", "1959-01-17", "M", "head", {"able_to_work": "0"}),
    ("冯玉珍", "1961-10-30", "F", "spouse", {"able_to_work": "0"}),
)


CHEN_SAYS = Application(
    CHEN,
    income=(
        {"member": "陈建国", "kind": "income:wage", "amount": "1200", "per": "month"},
        {"member": "王桂兰", "kind": "income:pension", "amount": "420.00", "per": "month"},
        {"member": "李秀芳", "kind": "spending:medical", "amount": "600", "per": "month"},
    ),
    account=("陈建国", "晋城农商银行", "6230000000000000700"),
    assets=(
        {"kind": "deposit", "amount": "18600", "member": "陈建国"},
        {"kind": "house", "area_m2": "62", "member": "陈建国"},
    ),
    agent=("郭爱芳", "村干部"),
)
SUN_SAYS = Application(
    SUN,
    income=({"member": "孙德明", "kind": "income:pension", "amount": "1896", "per": "month"},),
    account=("孙德明", "晋城农商银行", "6230000000000000701"),
)


def test_granted_family(demo, as_person: Callable[..., Person], day_is: Callable[[str], None]) -> None:
    assistant = as_person("beishidian-village", width=390, scripts=False)
    number = register(assistant, CHEN_SAYS, missing="李秀芳")
    assert number == "DB-140502100-2026-0004"  # three families are under way when the story begins
    case = f"/desk/cases/{number}/"

    clerk = as_person("beishidian-clerk")
    clerk.says("受理", "陈建国户")
    clerk.go(case)
    clerk.says("还缺 1 项材料", "李秀芳的《诚信承诺及核对授权书》")
    clerk.press("一次性告知")
    clerk.says("李秀芳的《诚信承诺及核对授权书》")
    clerk.press("发一次性告知书")
    assistant.go(case)
    assistant.press("登记补来的材料")
    assistant.fill({"kind": "promise_and_consent", "member": "李秀芳"})
    assistant.press("收到，登记")
    assistant.press("补正")
    assistant.press("材料已补齐")
    clerk.go(case)
    clerk.press("受理")
    clerk.press("受理并发受理通知书")
    clerk.says("调查中", "剩 20 个工作日", "11月30日", "至迟 11-30")
    clerk.picture("accepted")

    day_is("2026-11-04")
    surveyor = as_person("beishidian-surveyor")
    surveyor.go(case + "survey/")
    surveyor.says("至迟 11月5日")
    surveyor.fill({
        "visited_on": "2026-11-04", "place": "北石店社区 12 号", "respondent": "陈建国", "respondent_relation": "本人",
        "second": "beishidian-clerk", "assistants": "郭爱芳", "housing": "自有楼房 62 平方米", "conclusion": "情况属实",
    })  # fmt: skip
    surveyor.press("入卷")
    check = as_person("check")
    check.go(case + "check/")
    check.fill({
        "number": "HD-2026-11-0001", "queried_on": "2026-11-04", "rest": "on", "result_9": "hit", "items-0-member": "陈建国",
        "items-0-kind": "asset:deposit", "items-0-amount": "18632.15",
    })  # fmt: skip
    check.press("入卷")

    day_is("2026-11-06")
    clerk.go(case + "evidence/")
    clerk.says("余 1 项待采信", "18,600.00", "18,632.15", "+32.15")
    clerk.picture("evidence")
    clerk.fill({"source": "checked", "reason": "以银行余额为准，差额为利息"})
    clerk.press("采信")
    clerk.says("各项都已采信", "870.00")
    clerk.press("拟定意见")
    clerk.says("790.00 × 3 − 1,500.00", "500.00", "示例参数（非官方）")
    clerk.press("提出意见，转审核")

    day_is("2026-11-09")
    reviewer = as_person("beishidian-reviewer")
    reviewer.go(case + "review/")
    reviewer.fill({"note": "证据齐全，同意"})
    reviewer.press("审核，提请签批")

    day_is("2026-11-10")
    leader = as_person("beishidian-leader")
    leader.go("/desk/signing/")
    leader.press("陈建国户")
    leader.says("自报与查实不同 1 项", "870.00", "以银行余额为准")
    leader.picture("signing")
    leader.fill({"decision": "confirm", "password": "not-the-password"})
    leader.press("签批")
    leader.says("密码不对，没有签批")
    leader.fill({"decision": "confirm", "password": "doudi-demo-2026"})
    leader.press("签批")
    leader.says("决定：同意", "870.00", "自 2026 年 12 月起", "待公示")

    day_is("2026-11-11")
    clerk.go(case)
    clerk.press("公示")
    clerk.press("已张贴，开始公示")
    clerk.says("11月11日", "11月18日")
    clerk.picture("case")
    clerk.go("/desk/")
    clerk.picture("workbench")
    clerk.go("/desk/cases/?view=all")
    clerk.picture("cases")
    public = as_person("check")
    public.go("/notices/")
    public.press("北石店社区")
    public.says("陈建国", "3 人", "870.00", "11月18日")
    public.picture("public")
    assert id_number("1976-05-12", 700, "M") not in public.page.content()

    day_is("2026-11-18")
    clerk.go(case + "close_publicity/")
    clerk.says("须在11月18日期满之后")
    day_is("2026-11-19")
    clerk.go(case + "close_publicity/")
    clerk.press("公示期满，撤下")
    clerk.press("送达确认通知书")
    clerk.fill({"how": "当面送达", "receiver": "陈建国"})
    clerk.press("已送达")
    clerk.says("在享")
    said = clerk.paper("确认通知书")
    for words in ("陈建国", "870.00", "790.00 × 3 − 1,500.00", "示例参数（非官方）", "行政复议", "2026年12月"):
        assert "".join(words.split()) in "".join(said.split()), words
    pay_december(as_person, day_is)
    estimate_a_year(as_person)


def estimate_a_year(as_person: Callable[..., Person]) -> None:
    """What the year will cost if the standards rise in July; the worker's part is called here."""
    bureau = as_person("supervisor")
    bureau.go("/desk/estimates/new/")
    supposed = {"allowance_standard-urban-value": "850.00", "allowance_standard-rural-value": "700.00"}
    bureau.fill({"since": "2027-07", **supposed})
    bureau.press("开始测算")
    bureau.says("正在测算")
    from doudi.payments import estimates  # noqa: PLC0415
    from doudi.payments.models import Estimate  # noqa: PLC0415

    assert estimates.make(Estimate.objects.get().pk)
    bureau.go(bureau.page.url)
    bureau.says("2027年1月—2027年12月要花多少", "2027-07起，低保标准：850.00 元/人/月（城市）", "测算口径", "北石店镇")
    bureau.picture("estimate")


def pay_december(as_person: Callable[..., Person], day_is: Callable[[str], None]) -> None:
    """The run of 2026-12: computed, rosters confirmed, checked, approved, exported; its total to the fen."""
    day_is("2026-12-01")
    maker = as_person("maker")
    maker.go("/desk/runs/new/")
    maker.fill({"month": "2026-12", "programme": "subsistence_allowance"})
    maker.press("计算")
    run = maker.page.url
    maker.says("期初台账", "审核确认新增", "陈建国", "870.00", "各部分相加等于总额")
    from doudi.payments.models import Award  # noqa: PLC0415

    opening = sum((each.base + each.supplement for each in Award.objects.filter(basis="opening")), Decimal(0))
    maker.says(f"{opening + 870:,.2f}")
    maker.picture("run")
    checker = as_person("checker")
    checker.go(run)
    checker.press("复核")
    checker.press("复核")
    approver = as_person("approver")
    approver.go(run + "approve/")
    approver.says("确认花名册")
    for town in ("dongjie", "xijie", "nanjie", "beijie", "zhongjiazhuang", "xishangzhuang", "kaifaqu", "beishidian"):
        leader = as_person(f"{town}-leader")
        leader.go(run)
        leader.press("确认花名册")
        leader.close()
    approver.go(run + "approve/")
    approver.fill({"password": "doudi-demo-2026"})
    approver.press("审批")
    approver.says("待导出")
    maker.go(run + "export/")
    maker.press("导出银行文件")
    with maker.page.expect_download() as download:
        maker.press("银行文件")
    book = openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes()))
    rows = [
        [str(cell) for cell in row if cell is not None] for sheet in book for row in sheet.iter_rows(values_only=True)
    ]
    mine = next(row for row in rows if "陈建国" in row)
    assert "870" in " ".join(mine)
    assert "6230000000000000700" in mine


def test_refused_family_on_phones_without_scripts(
    demo, as_person: Callable[..., Person], day_is: Callable[[str], None]
) -> None:
    as_person = partial(as_person, scripts=False, width=390)
    clerk = as_person("dongjie-clerk")
    number = register(clerk, SUN_SAYS)
    case = f"/desk/cases/{number}/"
    clerk.go(case + "accept/")
    clerk.press("受理并发受理通知书")
    day_is("2026-11-04")
    surveyor = as_person("dongjie-surveyor")
    surveyor.go(case + "survey/")
    surveyor.fill({
        "visited_on": "2026-11-04", "place": "建设路 3 号", "respondent": "孙德明", "respondent_relation": "本人",
        "second": "dongjie-clerk", "conclusion": "情况属实",
    })  # fmt: skip
    surveyor.press("入卷")
    check = as_person("check")
    check.go(case + "check/")
    check.fill({"number": "HD-2026-11-0003", "queried_on": "2026-11-04", "rest": "on"})
    check.press("入卷")
    clerk.go(case + "propose/")
    clerk.says("948.00", "1,185.00")
    clerk.press("提出意见，转审核")
    reviewer = as_person("dongjie-reviewer")
    reviewer.go(case + "review/")
    reviewer.fill({"note": "同意"})
    reviewer.press("审核，提请签批")
    day_is("2026-11-10")
    leader = as_person("dongjie-leader")
    leader.go(case + "sign/")
    leader.says("低保边缘")
    leader.fill({"decision": "refuse", "password": "doudi-demo-2026"})
    leader.press("签批")
    leader.says("不予确认", "948.00", "低保边缘", "至迟 11-13")
    clerk.go(case + "deliver_refusal/")
    clerk.says("至迟 11月13日")
    clerk.fill({"how": "当面送达", "receiver": "孙德明"})
    clerk.press("已送达")
    clerk.says("不予确认已办结")
    said = clerk.paper("不予确认通知书")
    for words in ("948.00", "790.00", "低保边缘", "1,185.00", "行政复议"):
        assert words in "".join(said.split()), words
    assert Case.objects.get(number=number).state == "closed"
