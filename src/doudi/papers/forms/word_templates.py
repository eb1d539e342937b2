"""Draws the packaged .docx templates from the layouts: `python -m doudi.papers.forms.word_templates [FOLDER]`.

The same layout gives the PDF, so that both say the same. Places become Jinja expressions, lists become rows that repeat.
"""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docx import Document
from docx.document import Document as Doc
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table as WordTable
from docx.table import _Cell as WordCell
from docx.text.paragraph import Paragraph

from doudi.papers.forms.catalogue import LAYOUTS, NOTICE_LAYOUTS
from doudi.papers.forms.layout import Block, Cell, Grid, Layout, NewPage, Repeat, Style, Table, Text, When, places
from doudi.papers.forms.word import PACKAGED, WORD

BODY_FACE, HEAD_FACE, TITLE_FACE = "仿宋_GB2312", "黑体", "方正小标宋简体"
LATIN = "Times New Roman"
# Numbers that must stay on one line, in a size at which they do even in the widest face that stands in for `LATIN`.
WHOLE = frozenset({"{{ id_number }}", "{{ row.id_number }}", "{{ one.id_number }}", "{{ case_number }}"})
WHOLE_SIZE = 9
RED = RGBColor(0xC1, 0x12, 0x1F)
SIZES: dict[Style, float] = {"title": 22, "body": 13, "redhead": 30, "note": 9, "head": 12, "center": 14}
ALIGNED = {"left": WD_ALIGN_PARAGRAPH.LEFT, "center": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT}
SIDES: dict[Style, str] = {
    "title": "center", "redhead": "center", "center": "center", "sign": "right", "right": "right",
}  # fmt: skip
Margins = tuple[float, float, float, float]  # top, left, right, bottom


@dataclass(frozen=True)
class Look:
    """The measures of a sheet: margins and width of the text in mm, sizes and line pitch in points, the least row of a list."""

    margins: Margins
    width: float
    sizes: Mapping[Style, float]
    pitch: float | None = None
    least: float = 7


FORM = Look((22, 26, 20, 20), 164, SIZES)
TURNED = Look((26, 18, 18, 18), 261, SIZES)
# Letters have the margins of GB/T 9704 (the office stands above its 37 mm, as in the PDF) and its 三号 at 28.9 points; those
# with a table are set as close as the PDF sets them, so that they keep to one page.
LETTER = Look((25, 28, 26, 35), 156, {**SIZES, "body": 16, "lead": 16, "right": 16}, pitch=28.9)
LONG_LETTER = Look((25, 28, 26, 30), 156, {**SIZES, "body": 14, "lead": 14, "right": 14}, pitch=20.5, least=5.8)


def look_of(layout: Layout) -> Look:
    """Which measures a layout is drawn by."""
    if layout.wide:
        return TURNED
    if layout.kind not in NOTICE_LAYOUTS:
        return FORM
    return LONG_LETTER if any(isinstance(block, Table) for block in layout.blocks) else LETTER


def drawn(layout: Layout) -> Doc:
    """The template of a layout."""
    document, look = Document(), look_of(layout)
    _page(document, layout, look)
    for block in layout.blocks:
        _draw(document, block, look)
    if layout.foot:
        _run(document.sections[0].footer.paragraphs[0], jinja(layout.foot), 9)
    return document


def jinja(text: str) -> str:
    """A layout's places as Jinja expressions."""
    return places(text, lambda path: "{{ " + path + " }}")


def _page(document: Doc, layout: Layout, look: Look) -> None:
    section = document.sections[0]
    long, short = Mm(297), Mm(210)
    section.page_width, section.page_height = (long, short) if layout.wide else (short, long)
    section.orientation = WD_ORIENT.LANDSCAPE if layout.wide else WD_ORIENT.PORTRAIT
    top, left, right, bottom = look.margins
    section.top_margin, section.bottom_margin = Mm(top), Mm(bottom)
    section.left_margin, section.right_margin = Mm(left), Mm(right)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = LATIN, Pt(12)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), BODY_FACE)
    normal.element.rPr.append(_element("w:lang", val="en-US", eastAsia="zh-CN"))
    normal.paragraph_format.space_after = Pt(0)


def _element(name: str, **attributes: str) -> Any:
    made = OxmlElement(name)
    for key, each in attributes.items():
        made.set(qn(f"w:{key}"), each)
    return made


def _draw(document: Doc, block: Block, look: Look) -> None:
    match block:
        case Text(text, style):
            _text(document.add_paragraph(), text, style, look)
        case Grid():
            _grid(document, block, look)
        case Table():
            _table(document, block, look)
        case NewPage():
            document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        case When(flag, inner):
            _around(document, f"if {flag}", inner, "endif", look)
        case Repeat(each, inner):
            _around(document, f"for one in {each}", inner, "endfor", look)


def _around(document: Doc, begin: str, inner: Sequence[Block], end: str, look: Look) -> None:
    document.add_paragraph("{%p " + begin + " %}")
    for block in inner:
        _draw(document, block, look)
    if begin.startswith("for "):
        document.add_paragraph("{%p if not loop.last %}")
        document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p " + end + " %}")


def _text(paragraph: Paragraph, text: str, style: Style, look: Look) -> None:
    paragraph.alignment = ALIGNED[SIDES.get(style, "left")]
    layout, size = paragraph.paragraph_format, look.sizes.get(style, 12)
    layout.space_before = Pt(10 if style in ("sign", "right") else 4)
    layout.space_after = Pt(10 if style == "title" else 4)
    if style == "body":
        layout.first_line_indent = Pt(2 * size)
    if style == "head":
        layout.keep_with_next = True
    if look.pitch:
        _as_in_a_letter(paragraph, style, look.pitch)
    if style == "center":
        _red_rule(paragraph)
    _run(paragraph, jinja(text), size, style)


def _as_in_a_letter(paragraph: Paragraph, style: Style, pitch: float) -> None:
    """Words at the line pitch; the seal's place a little away from the edge; everything else close together."""
    layout = paragraph.paragraph_format
    layout.space_before, layout.space_after = Pt(2), Pt(6 if style == "title" else 2)
    if style in ("body", "lead", "right"):
        layout.line_spacing, layout.space_before, layout.space_after = Pt(pitch), Pt(0), Pt(3)
    if style == "right":
        layout.right_indent = Mm(22)


def _red_rule(paragraph: Paragraph) -> None:
    """The rule between the number of a letter and its title."""
    border = OxmlElement("w:pBdr")
    border.append(_element("w:bottom", val="single", sz="13", space="4", color=str(RED)))
    # The order of a paragraph's properties is fixed: the border stands before its spacing.
    paragraph._p.get_or_add_pPr().insert_element_before(border, "w:spacing", "w:ind", "w:jc", "w:rPr")


def _run(paragraph: Paragraph, text: str, size: float, style: Style = "body", *, bold: bool = False) -> None:
    run = paragraph.add_run(text)
    face = TITLE_FACE if style in ("title", "redhead") else HEAD_FACE if style == "head" or bold else BODY_FACE
    run.font.name, run.font.size = LATIN, Pt(size)
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)
    if style == "redhead":
        run.font.color.rgb = RED


def _framed(document: Doc, rows: int, widths: Sequence[float], width: float) -> WordTable:
    table: WordTable = document.add_table(rows=rows, cols=len(widths))
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    table._tbl.tblPr.append(_padding())
    for column, share in zip(table.columns, widths, strict=True):
        column.width = Mm(width * share / sum(widths))
        for cell in column.cells:
            cell.width = column.width
    return table


def _padding() -> Any:
    """Three points beside the words of a cell, as in the PDF, and air above and beneath them."""
    found = OxmlElement("w:tblCellMar")
    for side, twips in (("top", 30), ("left", 60), ("bottom", 30), ("right", 60)):
        found.append(_element(f"w:{side}", w=str(twips), type="dxa"))
    return found


def _grid(document: Doc, block: Grid, look: Look) -> None:
    table = _framed(document, len(block.rows), block.widths, look.width)
    for at, row in enumerate(block.rows):
        _cells(table, at, row)
    _apart(document)


def _cells(table: WordTable, at: int, row: Sequence[Cell]) -> None:
    column = 0
    for cell in row:
        first = table.cell(at, column)
        place = first.merge(table.cell(at, column + cell.span - 1)) if cell.span > 1 else first
        _fill(place, jinja(cell.text), cell.align, bold=cell.label)
        column += cell.span
    least = max((cell.height for cell in row), default=0)
    table.rows[at].height_rule = WD_ROW_HEIGHT_RULE.AT_LEAST
    table.rows[at].height = Mm(max(least, 7))


def _fill(place: WordCell, text: str, align: str, *, bold: bool = False) -> None:
    paragraph = place.paragraphs[0]
    paragraph.alignment = ALIGNED[align]
    place.vertical_alignment = 1  # type: ignore[assignment]
    is_whole = text in WHOLE
    _run(paragraph, text, WHOLE_SIZE if is_whole else 10.5, bold=bold)


def _table(document: Doc, block: Table, look: Look) -> None:
    """A head that repeats on each page; between two rows that only steer, the row that stands for each."""
    widths = [column.width for column in block.columns]
    table = _framed(document, 4 + bool(block.foot), widths, look.width)
    for at, column in enumerate(block.columns):
        _fill(table.cell(0, at), column.label, "center", bold=True)
        _fill(table.cell(2, at), jinja(column.text), column.align)
    _repeats(table)
    table.cell(1, 0).paragraphs[0].add_run("{%tr for row in " + block.each + " %}")
    table.cell(3, 0).paragraphs[0].add_run("{%tr endfor %}")
    for at in (0, 2):
        table.rows[at].height_rule = WD_ROW_HEIGHT_RULE.AT_LEAST
        table.rows[at].height = Mm(min(block.least, look.least))
    if block.foot:
        _cells(table, 4, block.foot)
    _apart(document)


def _repeats(table: WordTable) -> None:
    """The head stands again on every page, and a row is never cut in two."""
    properties: Any = table.rows[0]._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:tblHeader"))
    body: Any = table.rows[2]._tr.get_or_add_trPr()
    body.insert(0, OxmlElement("w:cantSplit"))


def _apart(document: Doc) -> None:
    """Two tables that touch would become one: a line of one point keeps them apart."""
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.line_spacing = Pt(1)
    paragraph.add_run().font.size = Pt(1)


def write(folder: Path) -> None:
    """Every packaged template, one file a kind."""
    folder.mkdir(parents=True, exist_ok=True)
    layouts = {**LAYOUTS, **NOTICE_LAYOUTS}
    for kind in WORD:
        drawn(layouts[kind]).save(str(folder / f"{kind}.docx"))


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else PACKAGED)
