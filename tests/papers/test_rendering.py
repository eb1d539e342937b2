"""Every paper is set on A4, says what it must, and is the same bytes each time."""

import json
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pypdf
import pytest
from PIL import Image

from doudi.law.assess import assess
from doudi.law.facts import read
from doudi.law.papers import PaperKind
from doudi.law.parameters import Registry
from doudi.papers.content import (
    Applicant,
    Area,
    Content,
    LateItem,
    Member,
    MissingItem,
    Period,
    Programme,
    Reason,
    WorkingLine,
)
from doudi.papers.plain import ContentError
from doudi.papers.rendering import CannotPrint, Press, bases, laid_out, press
from papers.forms import LONG_NAME, LONG_TEXT
from papers.samples import (
    ACCEPTANCE,
    ALL,
    DEFICIENCY,
    EXTENSION,
    GRANT,
    HARDSHIP_GRANT,
    LAW,
    OBJECTION,
    OBJECTION_TO_OBJECTOR,
    REFUSAL,
    REOPENING,
    SHEET,
    STOP_NOTICE,
    STOP_SHEET,
    TERMINATION,
    TOWN,
    TRANSFER,
    line,
)

DATA = Path(__file__).parents[1] / "data"
DAY = date(2026, 11, 19)
HARDSHIP = Programme.EXTREME_HARDSHIP_SUPPORT
ADDRESS = "http://127.0.0.1:8000/v/" + "A" * 22


def printed(content: Content, *, on: date = DAY, office: str = TOWN) -> bytes:
    number = f"北石店民低{content.kind.mark}〔2026〕1号"
    return press().pdf(laid_out(content, number=number, office_name=office, on=on, address=ADDRESS), on=on)


def pages(pdf: bytes) -> list[str]:
    """The text of each page without any white space."""
    return [re.sub(r"\s", "", page.extract_text()) for page in pypdf.PdfReader(BytesIO(pdf)).pages]


def text(content: Content, **how: object) -> str:
    return "".join(pages(printed(content, **how)))  # type: ignore[arg-type]


@pytest.mark.parametrize("content", ALL.values(), ids=lambda content: content.kind)
def test_a_golden_paper_is_one_a4_page_with_head_number_and_seal_place(content: Content) -> None:
    pdf = printed(content)
    reader = pypdf.PdfReader(BytesIO(pdf))
    assert len(reader.pages) == 1
    box = reader.pages[0].mediabox
    assert (round(box.width), round(box.height)) == (595, 842)
    said = pages(pdf)[0]
    assert said.startswith(f"北石店镇人民政府北石店民低{content.kind.mark}〔2026〕1号{content.title}")
    assert "（盖章）2026年11月19日" in said
    assert "扫码核验，只显示“与系统一致”或“已被替换”。" in said
    assert said.endswith("—1—")


@pytest.mark.parametrize("content", ALL.values(), ids=lambda content: content.kind)
def test_the_same_paper_is_the_same_bytes(content: Content) -> None:
    first = printed(content)
    other = Press([Path("/usr/share/fonts/opentype/noto")])
    printed(replace(content, applicant=Applicant(name="别人")))
    data = laid_out(
        content, number=f"北石店民低{content.kind.mark}〔2026〕1号", office_name=TOWN, on=DAY, address=ADDRESS
    )
    assert printed(content) == first
    assert other.pdf(data, on=DAY) in (first, press().pdf(data, on=DAY))


def test_it_claims_pdf_a_2b_and_is_dated_by_the_day_on_it() -> None:
    reader = pypdf.PdfReader(BytesIO(printed(GRANT)))
    metadata = reader.xmp_metadata
    assert metadata is not None
    assert (b"<pdfaid:part>2</pdfaid:part>" in metadata.stream.get_data()) is True
    assert b"<pdfaid:conformance>B</pdfaid:conformance>" in metadata.stream.get_data()
    assert reader.metadata is not None
    assert str(reader.metadata["/CreationDate"]).startswith("D:20261119")


def test_no_citizen_in_the_metadata() -> None:
    reader = pypdf.PdfReader(BytesIO(printed(GRANT)))
    assert reader.metadata is not None
    assert "陈建国" not in str(dict(reader.metadata))


def test_acceptance_says_what_was_received_and_by_when() -> None:
    said = text(ACCEPTANCE)
    assert "自2026年11月2日起受理。我们将在20个工作日内作出决定，最迟2026年11月30日。" in said
    assert "2026年11月5日前开始入户调查" in said
    for item in ACCEPTANCE.received:
        assert item in said
    assert "郭晓燕" in said
    assert "0356-0000001" in said
    assert "可能调整" not in said
    assert "最迟2026年11月30日（节假日安排公布后可能调整）" in text(replace(ACCEPTANCE, provisional=True))


def test_deficiency_lists_each_missing_paper_with_why_and_how_once() -> None:
    more = MissingItem(name="委托书", why="由他人代为申请", how="申请人签名委托", clause=f"{LAW} 第六条")
    said = text(replace(DEFICIENCY, missing=(*DEFICIENCY.missing, more)))
    assert "还差下面2项材料，一次全部告诉您" in said
    assert "李秀芳的诚信承诺及核对授权书" in said
    assert "由他人代为申请（民发〔2021〕57号第六条）" in said
    assert "请在2026年11月9日前交到北石店镇便民服务中心3号窗口。" in said
    assert "补正的日子不计在内" in said


def test_twelve_missing_papers_go_on_to_a_second_page_with_the_head_of_the_table() -> None:
    many = tuple(replace(DEFICIENCY.missing[0], name=f"材料之{number}") for number in range(1, 13))
    found = pages(printed(replace(DEFICIENCY, missing=many)))
    assert len(found) == 2
    assert all("还差的材料为什么要怎么办" in page for page in found)
    assert found[1].endswith("—2—")


def test_the_sheet_says_only_what_may_hang() -> None:
    said = text(SHEET)
    for wanted in ("晋城市城区", "北石店社区", "陈建国", "城市最低生活保障", "3人", "870.00元"):
        assert wanted in said
    assert "公示时间2026年11月11日至11月18日" in said
    assert "经办人员近亲属否" in said
    assert "经北石店镇人民政府审核确认" in said
    assert "140502*" not in said
    assert SHEET.case_number not in said
    assert "拟确认" in text(replace(SHEET, decided=False))
    assert "是，已登记备案" in text(replace(SHEET, close_relative=True))


def test_a_period_over_new_year_names_both_years() -> None:
    period = Period(since=date(2026, 12, 29), until=date(2027, 1, 5))
    assert "2026年12月29日至2027年1月5日" in text(replace(SHEET, period=period))


def test_the_grant_says_amount_and_month_first_and_then_its_working() -> None:
    said = text(GRANT)
    assert "2026年11月10日予以确认：保障3人，每月870.00元，自2026年12月起发放。计算如下：" in said
    assert "减：必要就业成本1,200.00×10%−120.00第十三条※" in said
    assert "月保障金额870.00+0.00870.00" in said
    assert "表中第几条指民发〔2021〕57号。※示例参数（非官方）。" in said
    assert "陈建国（户主）、李秀芳（配偶）、王桂兰（母亲）" in said
    assert "60日内向晋城市城区人民政府申请行政复议，或者6个月内向晋城市城区人民法院提起行政诉讼" in said
    assert "送达回执" in said
    assert "签批：郑国栋" in said


def test_the_grant_speaks_of_publicity_by_the_day() -> None:
    assert "2026年11月11日至11月18日已公示，没有未答复的异议" in text(GRANT)
    assert "公示期为2026年11月11日至11月18日，期满没有异议" in text(GRANT, on=date(2026, 11, 18))


def test_the_refusal_gives_reasons_with_clauses_and_what_remains_open() -> None:
    said = text(REFUSAL)
    assert "2026年11月10日决定不予确认。理由：家庭月人均收入948.00元，不低于城市低保标准790.00元" in said
    assert "（民发〔2021〕57号第十二条、第十三条）" in said
    assert "您户人均收入低于1,185.00元，属于低保边缘家庭，还可以：申请认定低保边缘家庭" in said
    assert "※" not in said
    without = replace(
        REFUSAL, edge=None, reasons=(*REFUSAL.reasons, Reason(text="存款超过限额", clause=f"{LAW} 第十四条"))
    )
    said = text(without)
    assert "边缘家庭，还可以" not in said
    assert "1.家庭月人均收入" in said
    assert "2.存款超过限额" in said


@pytest.mark.parametrize("family", ["1-granted", "2-elder", "3-refused"])
def test_the_whole_working_of_a_golden_family_fits_on_one_page(family: str) -> None:
    answer = assess(read(json.loads((DATA / f"golden/{family}.json").read_text())), Registry.load()).as_dict()
    lines = tuple(
        WorkingLine(
            label=each["label"],
            formula=each["inputs"],
            amount=Decimal(each["value"]),
            clause=each["clause"],
            unit=each["unit"],
            sample=True,
        )
        for each in answer["lines"]
    )
    content = replace(GRANT, lines=lines) if family != "3-refused" else replace(REFUSAL, lines=lines)
    (page,) = pages(printed(content))
    assert all(re.sub(r"\s", "", f"{each.label}{each.shown_formula}{each.figure}") in page for each in lines)


def test_acceptance_tells_what_may_follow_and_what_a_promise_replaces() -> None:
    said = text(replace(ACCEPTANCE, lacking=(LateItem(name="户口簿", until=date(2026, 11, 9)),)))
    assert "主要材料齐全，先予受理（容缺受理），自2026年11月2日起受理" in said
    assert "可以后补的材料1.户口簿，2026年11月9日前交" in said
    assert "材料齐全，自" not in said.replace("主要材料齐全", "")
    said = text(replace(ACCEPTANCE, promised=("失业证明", "租房合同")))
    assert "以承诺代替的材料1.失业证明2.租房合同" in said
    assert "查实不符的，撤销决定" in said
    assert "承诺" not in text(replace(ACCEPTANCE, received=("申请书",)))


def test_hardship_acceptance_speaks_of_its_own_limits() -> None:
    said = text(replace(ACCEPTANCE, programme=HARDSHIP, survey_by=date(2026, 11, 23)))
    assert "2026年11月23日前完成调查核实，提出审核意见" in said
    assert "45个工作日" not in said


def test_hardship_grant_gives_both_sums_mode_and_level() -> None:
    said = text(HARDSHIP_GRANT)
    assert "每月1,252.00元，其中基本生活费852.00元、照料护理费400.00元，自2026年12月起发放" in said
    assert "供养方式：分散供养；生活自理能力：半护理" in said
    institution = replace(HARDSHIP_GRANT.support, mode="集中供养", institution="城区中心敬老院")
    assert "供养方式：集中供养，供养机构：城区中心敬老院" in text(replace(HARDSHIP_GRANT, support=institution))


def test_hardship_refusal_says_what_else_is_open() -> None:
    said = text(replace(REFUSAL, programme=HARDSHIP, edge=None, open=("最低生活保障：我们接着审查",)))
    assert "特困人员救助供养不予确认通知书" in said
    assert "您还可以申请：最低生活保障：我们接着审查。" in said


@pytest.mark.parametrize("upheld", [True, False])
def test_each_side_of_an_objection_reads_only_its_own(upheld: bool) -> None:
    family = text(replace(OBJECTION, upheld=upheld))
    assert ("异议成立。" if upheld else "异议不成立。") in family
    assert "我们2026年11月13日收到一条异议" in family
    assert "受送达人：陈建国" in family
    other = text(replace(OBJECTION_TO_OBJECTOR, upheld=upheld))
    assert "冯秋生：您对陈建国户城市最低生活保障公示提出的异议，2026年11月13日收到" in other
    assert "受送达人：冯秋生" in other
    assert ("140502" in other, OBJECTION.case_number in other) == (False, False)
    assert "冯秋生" not in family


def test_an_objector_reads_that_the_case_ended_and_nothing_else() -> None:
    ended = replace(OBJECTION_TO_OBJECTOR, upheld=False, found="", ended="这户已撤回申请", follows="公示已撤下")
    told = text(ended)
    assert "2026年11月13日收到。这户已撤回申请，这件事已经办结，不再核实答复。" in told
    assert "受送达人：冯秋生" in told
    for word in ("成立", "核实到的情况", "140502", OBJECTION.case_number):
        assert word not in told
    with pytest.raises(ContentError, match="nothing of what was found"):
        replace(ended, found="没有车辆")


def test_an_objector_never_stands_on_the_familys_paper() -> None:
    with pytest.raises(ContentError, match="never told who objected"):
        replace(OBJECTION, objector="冯秋生")
    with pytest.raises(ContentError, match="ID number"):
        replace(OBJECTION_TO_OBJECTOR, applicant=OBJECTION.applicant)


def test_turns_say_day_cause_and_clause() -> None:
    said = text(TERMINATION)
    assert "自2026年11月24日起终止办理。原因：两次约定入户" in said
    assert "调查无法进行（民发〔2021〕57号第二十九条）。" in said
    assert "60日内向晋城市城区人民政府申请行政复议" in said
    said = text(EXTENSION)
    assert "最迟2027年1月6日作出决定（原定2026年11月30日）（民发〔2022〕83号四（一））" in said
    assert "最长不超过45个工作日" in said
    said = text(replace(EXTENSION, was_due=None, programme=HARDSHIP, clause=""))
    assert ("原定" in said, "45个工作日" in said) == (False, False)
    assert "移交东街街道办事处继续办理（民发〔2021〕57号第四条）。原因：您户的户籍已经迁到东街街道。" in text(TRANSFER)
    said = text(REOPENING)
    assert "现决定重新审核（民发〔2021〕57号第三十二条）。原因：区民政局抽查发现" in said
    assert "最迟2026年12月25日作出新的决定" in said


def test_the_end_of_support_hangs_without_its_cause_and_is_told_with_it() -> None:
    sheet = text(STOP_SHEET)
    assert "拟终止特困人员救助供养公示单" in sheet
    assert "公示时间2026年11月11日至11月18日" in sheet
    assert (STOP_SHEET.case_number in sheet, "原因" in sheet) == (False, False)
    with pytest.raises(ContentError, match="public"):
        replace(STOP_SHEET, applicant=STOP_NOTICE.applicant)
    said = text(STOP_NOTICE)
    assert "终止：发放到2026年11月为止，自2026年12月起停发。原因：您的法定义务人赵小军" in said
    assert "抄送：北石店社区居民委员会" in said
    assert "可以申请最低生活保障或者临时救助" in said
    assert "签批：郑国栋" in said


def test_of_somebody_who_died_the_relatives_are_told_and_offered_nothing() -> None:
    said = text(replace(STOP_NOTICE, died=True, last_month=None))
    assert (
        "的亲属、照料人：赵福来的农村特困人员救助供养，经2026年11月19日审核确认，予以终止，自2026年12月起不再发放。"
        in said
    )
    assert ("您的农村" in said, "可以申请最低生活保障" in said) == (False, False)
    assert "受送达人：赵福来的亲属、照料人" in said


def test_an_objection_to_an_ending_is_answered_in_its_own_words() -> None:
    family = text(replace(OBJECTION, stopping=True, programme=HARDSHIP))
    assert "您的拟终止" in family
    assert "第二十六条" in family
    assert "第二十六条" not in text(replace(OBJECTION, programme=HARDSHIP))


def test_hardship_has_its_own_names() -> None:
    sheet = replace(SHEET, programme=Programme.EXTREME_HARDSHIP_SUPPORT, area=Area.RURAL)
    said = text(sheet)
    assert "特困人员救助供养公示单" in said
    assert "《特困人员认定办法》（民发〔2021〕43号）" in said
    assert "农村特困人员救助供养" in said


@pytest.mark.parametrize(
    "name",
    [
        "#let x = 1",
        "] #panic() [",
        '$ * _ @ref \\ " <b> // `x`',
        "㛃䶮",
        "𬱖𫖮",
        "阿不都·热合曼",
        "艾尔肯·" * 12 + "买",
        "A" * 50,
    ],
)
def test_names_are_text_whatever_they_hold(name: str) -> None:
    content = replace(GRANT, applicant=Applicant(name=name), members=(Member(name=name, relation="户主"),))
    said = text(content)
    assert said.count(re.sub(r"\s", "", name)) >= 3


def test_nothing_runs_over_the_right_margin() -> None:
    content = replace(ACCEPTANCE, applicant=Applicant(name="W" * 80), agent="W" * 80)
    data = laid_out(content, number="北石店民低受〔2026〕1号", office_name=TOWN, on=DAY, address=ADDRESS)
    with Image.open(BytesIO(press().pictures(data, ppi=72)[0])) as page:
        margin = page.convert("L").crop((page.width - round(25 * 72 / 25.4), 0, page.width, page.height))
        assert margin.getextrema() == (255, 255)


LONG = {"applicant": Applicant(name=LONG_NAME, id_masked="140502********2514")}
PUBLIC = {"applicant": Applicant(name=LONG_NAME)}
CROWD = tuple(Member(name=LONG_NAME, relation="子女") for _ in range(10))


@pytest.mark.parametrize(
    "content",
    [
        replace(GRANT, **LONG, members=CROWD, account=LONG_NAME),
        replace(HARDSHIP_GRANT, **LONG, members=CROWD),
        replace(REFUSAL, **LONG, members=CROWD, reasons=(Reason(text=LONG_TEXT, clause=f"{LAW} 第十四条"),) * 3),
        replace(OBJECTION, **LONG, found=LONG_TEXT, follows=LONG_TEXT),
        replace(OBJECTION_TO_OBJECTOR, **PUBLIC, objector=LONG_NAME, found=LONG_TEXT),
        replace(TERMINATION, **LONG, cause=LONG_TEXT),
        replace(EXTENSION, **LONG, reason=LONG_TEXT),
        replace(TRANSFER, **LONG, reason=LONG_TEXT, to_office="晋城市泽州县" + LONG_NAME),
        replace(REOPENING, **LONG, cause=LONG_TEXT),
        replace(STOP_SHEET, **PUBLIC),
        replace(STOP_NOTICE, **LONG, cause=LONG_TEXT),
        replace(ACCEPTANCE, **LONG, promised=(LONG_TEXT,), lacking=(LateItem(name=LONG_NAME, until=DAY),) * 6),
    ],
    ids=lambda content: content.title,
)
def test_nothing_runs_over_however_long_it_gets(content: Content) -> None:
    data = laid_out(content, number="北石店民低受〔2026〕1号", office_name=TOWN, on=DAY, address=ADDRESS)
    pictures = press().pictures(data, ppi=72)
    assert len(pictures) <= 4
    for picture in pictures:
        with Image.open(BytesIO(picture)) as page:
            grey = page.convert("L")
            for left, right in ((0, round(26 * 72 / 25.4)), (page.width - round(25 * 72 / 25.4), page.width)):
                assert grey.crop((left, 0, right, page.height)).getextrema() == (255, 255)
    said = text(content)
    assert "㛃䶮" in said
    assert re.sub(r"\s", "", LONG_NAME) in said.replace("\u200b", "")


def test_a_letter_that_no_face_has_is_named() -> None:
    with pytest.raises(CannotPrint, match="字体里没有“😀”"):
        printed(replace(GRANT, applicant=Applicant(name="😀")))


def test_a_long_office_name_stays_on_one_line() -> None:
    office = "晋城市城区人民政府开发区街道办事处社会救助科"
    assert pages(printed(ACCEPTANCE, office=office))[0].startswith(office)


def test_without_other_fonts_the_wheel_serves() -> None:
    data = laid_out(GRANT, number="北石店民低确〔2026〕1号", office_name=TOWN, on=DAY, address=ADDRESS)
    assert "每月870.00元" in pages(Press([Path("/nowhere")]).pdf(data, on=DAY))[0]


def test_papers_printed_at_once_are_those_printed_alone() -> None:
    contents = [replace(ACCEPTANCE, applicant=Applicant(name=f"申请人{number}")) for number in range(6)]
    alone = [printed(each) for each in contents]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(printed, contents)) == alone


def test_pictures_of_the_pages() -> None:
    data = laid_out(GRANT, number="北石店民低确〔2026〕1号", office_name=TOWN, on=DAY, address=ADDRESS)
    assert [picture[:4] for picture in press().pictures(data, ppi=20)] == [b"\x89PNG"]


def test_the_legend_names_the_document_most_lines_rest_on() -> None:
    lines = [
        line("a", "", "1.00", "第十三条"),
        line("b", "", "1.00", "第十二条"),
        replace(line("c", "", "1.00", ""), clause="晋市民〔2022〕10号 第五条"),
        line("d", "", "1.00", ""),
    ]
    assert bases(lines) == (LAW, ["第十三条", "第十二条", "晋市民〔2022〕10号 第五条", ""])
    assert bases(lines[3:]) == ("", [""])


def test_kinds_are_those_of_the_law() -> None:
    assert {content.kind for content in ALL.values()} == {kind for kind in PaperKind if kind.mark}
