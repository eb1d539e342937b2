"""The .docx of papers and forms: the same words as the PDF, office faces, the bureau's own templates, text stays text."""

import re
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import docx
import pypdf
import pytest
from docx.document import Document
from docx.table import Table
from docx.text.paragraph import Paragraph

from doudi.law.papers import PaperKind
from doudi.papers.content import Content, EdgeOffer, Programme, Reason
from doudi.papers.forms import word_templates
from doudi.papers.forms.catalogue import LAYOUTS, NOTICE_LAYOUTS
from doudi.papers.forms.content import FormContent
from doudi.papers.forms.layout import filled
from doudi.papers.forms.notice_words import in_words
from doudi.papers.forms.printing import pdf
from doudi.papers.forms.word import PACKAGED, WORD, template_of, word
from doudi.papers.rendering import CannotPrint, laid_out, press
from papers.forms import FILLED, LONG_NAME, OVERFULL, cared_for
from papers.samples import (
    ALL,
    EXTENSION,
    GRANT,
    HARDSHIP_GRANT,
    LAW,
    OBJECTION,
    OBJECTION_TO_OBJECTOR,
    REFUSAL,
    REOPENING,
    STOP_NOTICE,
    TERMINATION,
    TOWN,
    TRANSFER,
)
from papers.test_forms import texts

DAY = date(2026, 11, 19)
FORMS_IN_WORD = [content for kind, content in FILLED.items() if kind in WORD]
HARDSHIP = Programme.EXTREME_HARDSHIP_SUPPORT
ENDED = replace(
    OBJECTION_TO_OBJECTOR, upheld=False, found="", ended="申请人已经撤回申请", follows="以后再有申请，会重新公示"
)
NOTICES: list[Content] = [
    GRANT,
    HARDSHIP_GRANT,
    REFUSAL,
    replace(REFUSAL, edge=None, reasons=(*REFUSAL.reasons, Reason(text="存款超过限额", clause=f"{LAW} 第十四条"))),
    replace(REFUSAL, programme=HARDSHIP, edge=None, open=("最低生活保障",)),
    TERMINATION,
    STOP_NOTICE,
    replace(STOP_NOTICE, died=True, last_month=None),
    EXTENSION,
    replace(EXTENSION, programme=HARDSHIP, was_due=None, clause=""),
    TRANSFER,
    REOPENING,
    replace(REOPENING, programme=HARDSHIP, clause="城政办发〔2023〕29号 五（五）"),
    OBJECTION,
    replace(OBJECTION, programme=HARDSHIP),
    OBJECTION_TO_OBJECTOR,
    replace(OBJECTION_TO_OBJECTOR, programme=HARDSHIP, stopping=True, upheld=False),
    ENDED,
]


def tight(text: str) -> str:
    return re.sub(r"[\s\u200b\u2060\u00a0]", "", text)


def opened(body: bytes) -> Document:
    return docx.Document(BytesIO(body))


def pieces(document: Document) -> list[str]:
    """Every paragraph and cell that says something, in reading order; merged cells once."""
    found: list[str] = []
    for block in document.iter_inner_content():
        if isinstance(block, Paragraph):
            found.append(block.text)
        elif isinstance(block, Table):
            for row in block.rows:
                cells = list({id(cell._tc): cell for cell in row.cells}.values())
                found += [cell.text for cell in cells]
    return [tight(piece) for piece in found if tight(piece)]


def of_form(content: FormContent) -> bytes:
    return word(content.kind, content.as_data())


def of_notice(content: Content, number: str = "北石店民低确〔2026〕1号") -> bytes:
    return word(content.kind, in_words(content, number=number, office_name=TOWN, on=DAY))


def text_of_pdf(body: bytes) -> str:
    return tight("".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(body)).pages))


@pytest.mark.parametrize("content", FORMS_IN_WORD, ids=lambda content: content.kind)
def test_a_form_says_the_same_in_word_and_in_pdf(content: FormContent) -> None:
    said = pieces(opened(of_form(content)))
    wanted = [tight(text) for text in texts(filled(LAYOUTS[content.kind], content.as_data())) if tight(text)]
    assert said == wanted
    printed = text_of_pdf(pdf(content, on=DAY))
    assert all(piece in printed for piece in said)


@pytest.mark.parametrize("content", NOTICES, ids=lambda content: content.title)
def test_a_notice_says_the_same_in_word_and_in_pdf(content: Content) -> None:
    number = f"北石店民低{content.kind.mark}〔2026〕1号"
    said = pieces(opened(of_notice(content, number)))
    printed = text_of_pdf(
        press().pdf(laid_out(content, number=number, office_name=TOWN, on=DAY, address="http://x/v/a"), on=DAY)
    )
    for piece in said:
        if piece.startswith("送达回执"):
            piece = piece.replace("送达回执", "")  # noqa: PLW2901 (the PDF sets it apart)
        if content.kind == PaperKind.REFUSAL_NOTICE and piece == "理由":
            continue
        for sentence in filter(None, re.split(r"(?<=。)|(?<=：)", piece)):
            assert sentence in printed, sentence
    assert len("".join(said)) > 0.8 * len(printed.split("扫码核验")[0])


def test_the_amount_the_month_and_the_lines_of_a_grant() -> None:
    said = pieces(opened(of_notice(GRANT)))
    assert any("每月870.00元，自2026年12月起发放" in piece for piece in said)
    at = said.index("减：必要就业成本")
    assert said[at : at + 4] == ["减：必要就业成本", "1,200.00×10%", "−120.00", "第十三条※"]
    hardship = pieces(opened(of_notice(HARDSHIP_GRANT)))
    assert any("其中基本生活费852.00元、照料护理费400.00元" in piece for piece in hardship)
    assert not any("供养方式" in piece for piece in said)


def test_an_objection_is_answered_without_the_other_sides_name_and_number() -> None:
    family, objector, ended = (
        "".join(pieces(opened(of_notice(each)))) for each in (OBJECTION, OBJECTION_TO_OBJECTOR, ENDED)
    )
    assert "陈建国（证件号140502********2514）：" in family
    assert "冯秋生" not in family
    for told in (objector, ended):
        assert "冯秋生：" in told
        assert "受送达人：冯秋生" in told
        assert not [said for said in ("2514", "DB-140502", "找经办人") if said in told]
    assert "核实到的情况" in objector
    assert "申请人已经撤回申请，这件事已经办结" in ended
    assert not [said for said in ("核实到的情况", "异议不成立", "第十九条") if said in ended]


def test_the_bureaus_own_answer_to_an_objector_has_no_case_to_name() -> None:
    said = in_words(OBJECTION_TO_OBJECTOR, number="北石店民低异〔2026〕2号", office_name=TOWN, on=DAY)
    assert said["case_number"] == ""
    assert in_words(OBJECTION, number="北石店民低异〔2026〕1号", office_name=TOWN, on=DAY)["case_number"]


def test_an_edge_household_reads_what_it_may_ask_for() -> None:
    assert isinstance(REFUSAL.edge, EdgeOffer)
    assert any("低于1,185.00元，属于低保边缘家庭" in piece for piece in pieces(opened(of_notice(REFUSAL))))
    without = pieces(opened(of_notice(replace(REFUSAL, edge=None))))
    assert not any("边缘家庭，还可以" in piece for piece in without)


@pytest.mark.parametrize("kind", WORD)
def test_packaged_templates_are_those_that_the_script_draws(kind: PaperKind) -> None:
    layouts = {**LAYOUTS, **NOTICE_LAYOUTS}
    out = BytesIO()
    word_templates.drawn(layouts[kind]).save(out)
    with ZipFile(out) as drawn, ZipFile(PACKAGED / f"{kind}.docx") as packaged:
        for part in ("word/document.xml", "word/styles.xml"):
            assert drawn.read(part) == packaged.read(part), "run python -m doudi.papers.forms.word_templates"


def test_the_script_writes_every_template(tmp_path: Path) -> None:
    word_templates.write(tmp_path / "word")
    assert {file.stem for file in (tmp_path / "word").iterdir()} == {kind.value for kind in WORD}


@pytest.mark.parametrize("kind", WORD)
def test_office_faces_are_named(kind: PaperKind) -> None:
    with ZipFile(PACKAGED / f"{kind}.docx") as packaged:
        body = packaged.read("word/document.xml").decode()
    assert "仿宋_GB2312" in body
    assert "方正小标宋简体" in body
    assert "黑体" in body


def test_a_head_is_repeated_and_pages_are_turned() -> None:
    made = opened(of_form(FILLED["payment_list"]))
    section = made.sections[0]
    assert section.page_width is not None
    assert section.page_height is not None
    assert section.page_width > section.page_height
    assert made.tables[0].rows[0]._tr.xpath("./w:trPr/w:tblHeader")
    assert len(made.tables[0].rows) == 32
    upright = opened(of_form(FILLED["application"])).sections[0]
    assert (round(upright.page_width.mm), round(upright.page_height.mm)) == (210, 297)  # type: ignore[union-attr]


def test_the_months_list_of_hardship_is_one_table_with_care() -> None:
    (table,) = opened(of_form(cared_for(3))).tables
    assert [cell.text for cell in table.rows[0].cells][4:8] == ["基本生活费", "照料护理费", "分类施保金", "发放合计"]
    assert [cell.text for cell in table.rows[1].cells][4:8] == ["852.00", "400.00", "0.00", "1,252.00"]


@pytest.mark.parametrize("content", [each for each in OVERFULL if each.kind in WORD], ids=lambda content: content.kind)
def test_long_names_and_lists_stay_whole(content: FormContent) -> None:
    assert any(tight(LONG_NAME) in piece for piece in pieces(opened(of_form(content))))


@pytest.mark.parametrize("name", ["{{ 7*7 }}", "{% for x in y %}", '<w:br/> & "', "㛃䶮", "阿不都·热合曼", "]]>"])
def test_what_is_typed_stays_text(name: str) -> None:
    content = replace(FILLED["review_form"], applicant=name)
    assert tight(name) in pieces(opened(of_form(content)))


def own(folder: Path, kind: PaperKind, text: str) -> None:
    document = docx.Document()
    document.add_paragraph(text)
    document.save(str(folder / f"{kind}.docx"))


def test_the_bureaus_own_template_comes_first(settings: Any, tmp_path: Path) -> None:
    settings.DOUDI_DOCX_TEMPLATES = str(tmp_path)
    own(tmp_path, PaperKind.REVIEW_FORM, "城区版：{{ applicant }}，{{ leader.by }}")
    assert pieces(opened(of_form(FILLED["review_form"]))) == ["城区版：陈建国，郑国栋"]
    assert template_of(PaperKind.APPLICATION).parent == PACKAGED


@pytest.mark.parametrize(
    "text",
    ["{{ applicant }", "{% for x in members %}", "{{ ''.__class__.__mro__[1].__subclasses__() }}", "{{ 1 / nothing }}"],
)
def test_a_template_that_does_not_work_is_named(settings: Any, tmp_path: Path, text: str) -> None:
    settings.DOUDI_DOCX_TEMPLATES = str(tmp_path)
    own(tmp_path, PaperKind.REVIEW_FORM, text)
    with pytest.raises(CannotPrint, match=r"Word 模板 review_form\.docx 填不进去"):
        of_form(FILLED["review_form"])


def test_a_file_that_is_no_docx_is_named(settings: Any, tmp_path: Path) -> None:
    settings.DOUDI_DOCX_TEMPLATES = str(tmp_path)
    (tmp_path / "review_form.docx").write_bytes(b"not a document")
    with pytest.raises(CannotPrint, match=r"review_form\.docx"):
        of_form(FILLED["review_form"])


def test_a_kind_without_word_has_no_template() -> None:
    with pytest.raises(KeyError):
        template_of(PaperKind.CHECK_REPORT)
    assert set(WORD) == {*LAYOUTS, *NOTICE_LAYOUTS}
    assert {content.kind for content in NOTICES} == set(NOTICE_LAYOUTS)
    assert set(NOTICE_LAYOUTS) <= set(ALL)


WIDEST_FIGURE = 0.64  # of the size, in the faces that stand in for the Latin one (DejaVu)


@pytest.mark.parametrize("kind", WORD)
def test_an_id_number_fits_its_cell_even_in_the_widest_face(kind: PaperKind) -> None:
    drawn = opened((PACKAGED / f"{kind}.docx").read_bytes())
    cells = [cell for table in drawn.tables for row in table.rows for cell in row.cells if "id_number }}" in cell.text]
    for cell in cells:
        size, width = cell.paragraphs[0].runs[0].font.size, cell.width
        assert size is not None
        assert width is not None
        assert 18 * WIDEST_FIGURE * size.pt <= width.pt - 6, (kind, cell.text)


@pytest.mark.parametrize("kind", sorted(NOTICE_LAYOUTS))
def test_a_letter_has_the_margins_of_its_pdf(kind: PaperKind) -> None:
    sheet = opened((PACKAGED / f"{kind}.docx").read_bytes()).sections[0]
    assert (round(sheet.left_margin.mm), round(sheet.right_margin.mm)) == (28, 26)  # type: ignore[union-attr]
    assert (round(sheet.page_width.mm), round(sheet.page_height.mm)) == (210, 297)  # type: ignore[union-attr]


def test_each_reason_of_a_refusal_stands_on_a_line_of_its_own() -> None:
    second = Reason(text="存款超过限额", clause=f"{LAW} 第十四条")
    made = opened(of_notice(replace(REFUSAL, edge=None, reasons=(*REFUSAL.reasons, second))))
    (told,) = [each.text for each in made.paragraphs if "存款超过限额" in each.text]
    assert [line.strip() for line in told.splitlines()][-1] == f"2.存款超过限额（{LAW}第十四条）。"
