"""Prints one paper: content and number in, PDF/A-2b out, the same bytes each time for the same paper."""

import importlib.util
import json
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import Any

import segno
import typst
from django.conf import settings
from django.utils.translation import gettext as _

from doudi.papers.content import Content, Programme, WorkingLine

TEMPLATES = Path(__file__).parent / "templates"
FACES = ("Noto Serif CJK SC", "Noto Sans CJK SC")
_DOCUMENT = re.compile(r"(?P<document>.+?号)[，、]?\s*(?P<article>第.+)")
_NO_GLYPH = re.compile(r'the text `?"(?P<text>.+?)"`? could not be displayed')


# Twenty letters without a space get a place where the line may turn; 号 and the article, a box and its word stand together.
_UNBROKEN = re.compile(r"[!-~]{20}(?=[!-~])")
_BOX = re.compile(r"(?<=[□■])(?=\S)")
_CLAUSE_GAP = re.compile(r"(?<=号) (?=第)")


class CannotPrint(Exception):
    """A paper can't be set; the text is a sentence for the person who asked for it."""


class Press:
    """One compiler, warm and reused; printing is one at a time."""

    def __init__(self, font_folders: Sequence[Path]) -> None:
        folders = [str(folder) for folder in font_folders if folder.is_dir()]
        fonts = _faces(folders)
        if not set(FACES) & set(fonts.families()):
            fonts = _faces([*folders, *_wheel()])
        self._lock = Lock()
        self._compiler = typst.Compiler(
            TEMPLATES / "main.typ", root=TEMPLATES, font_paths=fonts, ignore_system_fonts=True
        )

    def pdf(self, paper: dict[str, Any], *, on: date) -> bytes:
        """The paper as PDF/A-2b; its date of creation is the day on the paper. Errors: CannotPrint."""
        made = self._compile(
            paper,
            format="pdf",
            pdf_standards="a-2b",
            timestamp=datetime(on.year, on.month, on.day, tzinfo=UTC),
        )
        return made[0]

    def pictures(self, paper: dict[str, Any], *, ppi: float = 96) -> list[bytes]:
        """The paper's pages as PNG, for looking at."""
        return self._compile(paper, format="png", ppi=ppi)

    def _compile(self, paper: dict[str, Any], **how: Any) -> list[bytes]:
        text = json.dumps(paper, ensure_ascii=False, sort_keys=True)
        try:
            with self._lock:
                made = self._compiler.compile(sys_inputs={"paper": text}, **how)
        except typst.TypstError as error:
            raise CannotPrint(_refusal(str(error))) from error
        return made if isinstance(made, list) else [made or b""]


def _faces(folders: list[str]) -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)


def _wheel() -> list[str]:
    """The folder of the face that comes as a Python package."""
    spec = importlib.util.find_spec("noto_cjk_sans_otc")
    return list((spec and spec.submodule_search_locations) or [])


def _refusal(said: str) -> str:
    """What to tell the person: the letter that no face has, else what the compiler said."""
    if found := _NO_GLYPH.search(said):
        says = _("字体里没有“%(text)s”，印不出来。请系统管理员在字体文件夹里补一套有这个字的字体，再打印。")
        return says % found.groupdict()
    return _("这份文书排不出来：%(said)s") % {"said": said}


def press() -> Press:
    """The press with the fonts of the settings (DOUDI_FONT_PATHS: folders; the wheel's face where they hold none)."""
    return _press(tuple(Path(folder) for folder in settings.DOUDI_FONT_PATHS))


@cache
def _press(folders: tuple[Path, ...]) -> Press:
    return Press(folders)


def laid_out(content: Content, *, number: str, office_name: str, on: date, address: str) -> dict[str, Any]:
    """All that the template of a kind prints, as plain values. `address` is where the QR code leads."""
    data = fit_for_lines(content.as_data())
    main = ""
    lines: tuple[WorkingLine, ...] = getattr(content, "lines", ())
    if lines:
        main, clauses = bases(lines)
        data["lines"] = [
            {**each, "figure": line.figure, "formula": fit_for_lines(line.shown_formula), "basis": clause}
            for each, line, clause in zip(data["lines"], lines, clauses, strict=True)
        ]
    return {
        "kind": str(content.kind),
        "title": content.title,
        "number": number,
        "office_name": office_name,
        "on": on.isoformat(),
        "qr": _qr(address),
        "receiver": fit_for_lines(content.receiver),
        "notes": small_lines(content, number, lines, main),
        "content": {
            **data,
            "programme_title": content.programme.words,
            "area_title": content.area.words,
            "method": content.programme.method,
            "hardship": content.programme is Programme.EXTREME_HARDSHIP_SUPPORT,
        },
    }


def fit_for_lines(value: Any) -> Any:
    """Plain values whose texts may turn the line inside long runs of letters and nowhere before an article."""
    match value:
        case str():
            return _BOX.sub("\u2060", with_article(_UNBROKEN.sub("\\g<0>\u200b", value)))
        case dict():
            return {key: fit_for_lines(each) for key, each in value.items()}
        case list() | tuple():
            return [fit_for_lines(each) for each in value]
    return value


def with_article(text: str) -> str:
    """Words in which a document's number and its article stand together: 43号第二十四条."""
    return _CLAUSE_GAP.sub("", text)


def bases(lines: Sequence[WorkingLine]) -> tuple[str, list[str]]:
    """The document most lines rest on, and each line's clause, where only the article is left of that document."""
    found = [_DOCUMENT.fullmatch(line.clause) for line in lines]
    documents = [match["document"] for match in found if match]
    if not documents:
        return "", [line.clause for line in lines]
    main = max(dict.fromkeys(documents), key=documents.count)
    short = [
        match["article"] if match and match["document"] == main else line.clause
        for match, line in zip(found, lines, strict=True)
    ]
    return main, short


def small_lines(content: Content, number: str, lines: Sequence[WorkingLine], main: str) -> list[str]:
    """The small lines beside the QR code, four at most; the first speaks of the code itself."""
    notes = [_("扫码核验，只显示“与系统一致”或“已被替换”。"), number]
    if not content.hides_case:
        notes[1] = _("%(number)s　案件编号：%(case)s") % {"number": number, "case": content.case_number}
    return [*notes, *filter(None, [_legend(lines, main), _basis(content)])]


def _legend(lines: Sequence[WorkingLine], main: str) -> str:
    """What the signs of the calculation mean."""
    legend = _("表中第几条指%(document)s。") % {"document": main} if main else ""
    return legend + (_("※ 示例参数（非官方）。") if any(line.sample for line in lines) else "")


def _basis(content: Content) -> str:
    """What an appeal rests on, and who signed."""
    basis = _("复议、诉讼依据：《社会救助暂行办法》第六十五条。") if getattr(content, "appeal", None) else ""
    signed_by = getattr(content, "signed_by", "")
    return basis + (_("签批：%(signer)s") % {"signer": signed_by} if signed_by else "")


def _qr(address: str) -> str:
    out = BytesIO()
    segno.make_qr(address, error="m").save(out, kind="svg", xmldecl=False, border=0, scale=1)
    return out.getvalue().decode()
