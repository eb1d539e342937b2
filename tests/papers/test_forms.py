"""Forms on demand: they print blank and filled, fit their pages, and stand where they stood (U7)."""

import json
import os
import re
from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdf
import pytest
from PIL import Image

from doudi.law.papers import PaperKind
from doudi.papers.content import Programme
from doudi.papers.forms.catalogue import FORMS, LAYOUTS
from doudi.papers.forms.content import FormContent
from doudi.papers.forms.findings import ReviewForm
from doudi.papers.forms.layout import Grid, Layout, Repeat, Table, Text, When, filled, label, look_up, value
from doudi.papers.forms.printing import laid_out, pdf
from doudi.papers.rendering import CannotPrint, press
from doudi.papers.rendering import laid_out as paper_laid_out
from papers.forms import FILLED, LONG_NAME, OVERFULL, cared_for, paid
from papers.samples import SHEET, TOWN

DAY = date(2026, 11, 19)
ANCHORS = Path(__file__).with_name("anchors.json")
PAGES = {
    "application": 1, "promise_and_consent": 1, "obligor_consent": 1, "declaration": 1, "survey_form": 2,
    "self_care_form": 1, "appraisal_record": 1, "review_form": 2, "relative_filing": 1, "payment_list": 1,
    "delegation": 1, "mandate": 1, "withdrawal": 1,
}  # fmt: skip
POINT = 25.4 / 72  # mm


def tight(text: str) -> str:
    """Text without what only steers lines."""
    return re.sub(r"[\s\u200b\u2060]", "", text)


def read(body: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(BytesIO(body))


def said(content: FormContent) -> str:
    return tight("".join(page.extract_text() for page in read(pdf(content, on=DAY)).pages))


def texts(blocks: list[dict[str, Any]]) -> Iterator[str]:
    """Every text of a form's blocks, in order."""
    for block in blocks:
        match block["type"]:
            case "text":
                yield block["text"]
            case "grid":
                yield from (cell["text"] for row in block["rows"] for cell in row)
            case "table":
                yield from (*block["header"], *(cell for row in block["rows"] for cell in row))
                yield from (cell["text"] for cell in block["foot"])


@pytest.mark.parametrize("kind", FORMS)
def test_the_blank_form_has_its_pages_and_its_title(kind: PaperKind) -> None:
    reader = read(pdf(FORMS[kind](), on=DAY))
    assert len(reader.pages) == PAGES[kind]
    width, height = (round(side) for side in reader.pages[0].mediabox[2:])
    assert (width, height) == ((842, 595) if LAYOUTS[kind].wide else (595, 842))
    text = tight(reader.pages[0].extract_text())
    assert FORMS[kind]().title in text
    assert f"第1页共{PAGES[kind]}页" in text


def test_the_hardship_survey_has_a_page_of_its_own() -> None:
    survey = FORMS[PaperKind.SURVEY_FORM](programme=Programme.EXTREME_HARDSHIP_SUPPORT)
    reader = read(pdf(survey, on=DAY))
    assert len(reader.pages) == 3
    text = tight(reader.pages[2].extract_text())
    for wanted in ("特困人员调查", "供养方式", "自主上下床", "□全自理", "评估人", "集中供养（机构"):
        assert wanted in text


@pytest.mark.parametrize("content", FILLED.values(), ids=lambda content: content.kind)
def test_everything_a_form_holds_is_printed(content: FormContent) -> None:
    text = said(content)
    for one in texts(filled(LAYOUTS[content.kind], content.as_data())):
        assert tight(one) in text, one


@pytest.mark.parametrize("content", OVERFULL, ids=lambda content: content.kind)
def test_nothing_runs_over_however_much_there_is(content: FormContent) -> None:
    wide = LAYOUTS[content.kind].wide
    right, left = (15, 15) if wide else (18, 24)
    pictures = press().pictures(laid_out(content), ppi=72)
    for picture in pictures:
        with Image.open(BytesIO(picture)) as page:
            grey = page.convert("L")
            for box in (
                (page.width - round(right / POINT), 0, page.width, page.height),
                (0, 0, round(left / POINT), page.height),
            ):
                assert grey.crop(box).getextrema() == (255, 255)
    text = said(content)
    assert tight(LONG_NAME) in text or content.kind in (PaperKind.SELF_CARE_FORM, PaperKind.DECLARATION)
    assert "㛃䶮" in text


def test_a_long_list_repeats_its_head_and_ends_with_its_sums() -> None:
    reader = read(pdf(paid(90), on=DAY))
    pages = [tight(page.extract_text()) for page in reader.pages]
    assert len(pages) > 2
    assert all("村（社区）姓名公民身份号码人数保障金分类施保金发放合计户名开户银行账号" in page for page in pages)
    assert "合计90户27078,300.007,110.0085,410.00" in pages[-1]
    assert "合计90户" not in pages[0]
    text = "".join(pages)
    assert "2026年12月最低生活保障资金月发放表" in text
    assert "140502********2514" in text
    assert "140502197605122514" not in text
    assert "6230********0990" in text
    assert "第90户" in text


def test_each_signer_has_a_page() -> None:
    reader = read(pdf(FILLED["promise_and_consent"], on=DAY))
    pages = [tight(page.extract_text()) for page in reader.pages]
    assert len(pages) == 2
    for page, name in zip(pages, ("陈建国", "李秀芳"), strict=True):
        assert f"授权人姓名{name}" in page
        for wanted in (
            "公安",
            "人力资源社会保障",
            "不动产",
            "税务",
            "银行、证券、保险",
            "在享受救助期间持续有效",
            "监护人签名",
        ):
            assert wanted in page
        assert "一式三份" in page


def test_a_form_is_the_same_bytes_each_time_and_names_nobody_in_its_metadata() -> None:
    body = pdf(FILLED["review_form"], on=DAY)
    assert body == pdf(FILLED["review_form"], on=DAY)
    assert "陈建国" not in str(dict(read(body).metadata or {}))


@pytest.mark.parametrize("name", ["#let x = 1", "] #panic() [", "{{ 7*7 }}", "{applicant}", '$ * _ @ref \\ " <b>'])
def test_what_is_typed_is_text(name: str) -> None:
    content = ReviewForm(applicant=name)
    assert tight(name) in said(content)


def test_a_letter_that_no_face_has_is_named() -> None:
    with pytest.raises(CannotPrint, match="字体里没有“😀”"):
        pdf(ReviewForm(applicant="😀"), on=DAY)


@pytest.mark.parametrize("kind", FORMS)
def test_every_place_of_a_layout_is_a_field(kind: PaperKind) -> None:
    for programme in Programme:
        assert filled(LAYOUTS[kind], FORMS[kind](programme=programme).as_data())


@pytest.mark.parametrize("kind", FORMS)
def test_every_field_has_its_place(kind: PaperKind) -> None:
    text = repr(LAYOUTS[kind])
    for each in fields(FORMS[kind]):
        if each.name not in {"programme", "village", "office", "case_number"}:
            named = f"{{{each.name}}}" in text or f"{{{each.name}." in text or f"'{each.name}'" in text
            assert named, each.name


def test_a_place_without_a_field_is_an_error() -> None:
    layout = Layout(PaperKind.REVIEW_FORM, (Text("{nothing}"),))
    with pytest.raises(KeyError, match="nothing"):
        filled(layout, {})
    with pytest.raises(KeyError):
        look_up({"a": {"b": 1}}, "a.c")
    layout = Layout(
        PaperKind.REVIEW_FORM,
        (
            When("no", (Text("gone"),)),
            Repeat("each", (Text("{one.name}"),)),
            Grid((1, 1), ((label("a"), value("{x}")),)),
            Table("each", ()),
        ),
    )
    made = filled(layout, {"no": False, "each": [{"name": "甲"}, {"name": "乙"}], "x": "1"})
    assert [each["type"] for each in made] == ["text", "break", "text", "grid", "table"]


# ---------- where things stand ----------

REVIEW_ANCHORS = (
    "一、家庭情况和测算", "申请人", "案件编号", "公民身份号码", "入户调查结", "测算项目", "二、审核确认结果",
    "三、意见", "拟定意见", "谁签字、谁负责。",
)  # fmt: skip
SHEET_ANCHORS = (
    "北石店镇人民政府", "最低生活保障公示单", "县（市、区）", "村（社区）", "户", "救助类别", "月保障金额", "公示时间",
    "（盖章）", "扫码核验",
)  # fmt: skip


def positions(body: bytes, anchors: tuple[str, ...]) -> dict[str, list[float]]:
    """Page and place (mm from the left and from the foot) of the first text that begins with each anchor."""
    found: dict[str, list[float]] = {}
    for at, page in enumerate(read(body).pages, 1):

        def look(text: str, cm: list[float], tm: list[float], *_rest: object, page_number: int = at) -> None:
            x, y = tm[4] * cm[0] + cm[4], tm[5] * cm[3] + cm[5]
            for anchor in anchors:
                if tight(text).startswith(anchor) and anchor not in found:
                    found[anchor] = [page_number, round(x * POINT, 2), round(y * POINT, 2)]

        page.extract_text(visitor_text=look)
    return found


def test_anchors_stand_within_a_millimetre_of_the_reference() -> None:
    sheet = paper_laid_out(
        SHEET, number="北石店民低公〔2026〕1号", office_name=TOWN, on=DAY, address="http://127.0.0.1:8000/v/" + "A" * 22
    )
    now = {
        "review_form": positions(pdf(ReviewForm(), on=DAY), REVIEW_ANCHORS),
        "publicity_sheet": positions(press().pdf(sheet, on=DAY), SHEET_ANCHORS),
    }
    assert {name: len(found) for name, found in now.items()} == {"review_form": 10, "publicity_sheet": 10}
    if os.environ.get("DOUDI_WRITE_ANCHORS") == "1":
        ANCHORS.write_text(json.dumps(now, ensure_ascii=False, indent=1) + "\n")
    reference = json.loads(ANCHORS.read_text())
    for name, found in now.items():
        for anchor, (page, x, y) in found.items():
            was_page, was_x, was_y = reference[name][anchor]
            assert page == was_page, (name, anchor)
            assert abs(x - was_x) <= 1, (name, anchor)
            assert abs(y - was_y) <= 1, (name, anchor)


def test_the_months_list_of_hardship_has_care_beside_living() -> None:
    (table,) = [block for block in laid_out(cared_for(2))["blocks"] if block["type"] == "table"]
    assert table["header"][4:8] == ["基本生活费", "照料护理费", "分类施保金", "发放合计"]
    assert [tight(cell) for cell in table["rows"][0][4:8]] == ["852.00", "400.00", "0.00", "1,252.00"]
    assert [tight(cell["text"]) for cell in table["foot"][2:6]] == ["1,704.00", "800.00", "0.00", "2,504.00"]
    (allowance,) = [block for block in laid_out(paid(2))["blocks"] if block["type"] == "table"]
    assert allowance["header"][4:7] == ["保障金", "分类施保金", "发放合计"]
    text = said(cared_for(40))
    assert text.count("照料护理费") > 1
    assert "合计40户" in text


def test_an_id_number_is_set_smaller_rather_than_broken_or_cut() -> None:
    number = "140502197605129919"
    columns = {"header": ["证件号码", "姓名"], "aligns": ["left", "left"], "least": 7, "foot": []}
    block = {"type": "table", "widths": [1.5, 9], "rows": [[number, "陈建国"]], **columns}
    sheet = {"kind": "form", "title": "表", "wide": False, "foot": "", "blocks": [block]}
    sizes: dict[str, float] = {}

    def visit(text: str, _cm: object, tm: list[float], _font: object, size: float) -> None:
        sizes[text.strip()] = abs(tm[0]) * size

    page = pypdf.PdfReader(BytesIO(press().pdf(sheet, on=DAY))).pages[0]
    page.extract_text(visitor_text=visit)
    assert number in sizes, sizes
    assert sizes[number] < sizes["陈建国"]
