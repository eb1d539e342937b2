"""The gate before every parser: only a plain .xlsx workbook of bounded size passes, anything else gets a sentence."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from doudi.payments.ledger import archive, contents
from doudi.payments.ledger.refusal import BROKEN, LOCKED, MACROS, RESAVE, LedgerFileError

MAX_FILE = 20 * archive.MEGABYTE
OLD_WORKBOOK = "文件是旧版 .xls 工作簿"
OTHER_ENDINGS = {
    ".xls": OLD_WORKBOOK,
    ".et": "文件是 WPS 的 .et 表格",
    ".xlsm": "文件是可以带宏的 .xlsm 工作簿",
    ".xltm": "文件是可以带宏的 .xltm 模板",
    ".xlsb": "文件是 .xlsb 工作簿",
    ".xltx": "文件是 .xltx 模板",
    ".ods": "文件是 .ods 表格",
    ".csv": "文件是 .csv 文本",
    ".txt": "文件是文本",
}
MAGICS = (
    (b"%PDF", "文件是 PDF"),
    (b"MZ", "文件是程序"),
    (b"\x7fELF", "文件是程序"),
    (b"Rar!", "文件是压缩包"),
    (b"7z\xbc\xaf", "文件是压缩包"),
    (b"\x1f\x8b", "文件是压缩包"),
    (b"\x89PNG", "文件是图片"),
    (b"\xff\xd8\xff", "文件是图片"),
    (b"GIF8", "文件是图片"),
    (b"{\\rtf", "文件是 Word 文档"),
)
PACKED = (b"PK\3\4", b"PK\5\6", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"\xd0\xcf\x11\xe0")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
WORKBOOK, TYPES = "xl/workbook.xml", "[content_types].xml"
XML_ENDINGS = (".xml", ".rels", ".vml")
FOREIGN = (
    (("xl/macrosheets/", "xl/dialogsheets/", "customui"), MACROS),
    (("xl/externallinks/", "xl/connections.xml", "xl/querytables/", "xl/model/"), contents.LINKS),
    (("xl/embeddings/", "xl/activex/", "xl/webextensions/"), f"工作簿里嵌有别的文件或控件，不能接收；{RESAVE}"),
)


@dataclass(frozen=True, slots=True)
class Admitted:
    """A workbook that passed: its name, its bytes, and whether a lone cell lies far outside the table."""

    name: str
    content: bytes
    far: bool


def admit_file(path: Path) -> Admitted:
    """Read a file and check it. Errors: LedgerFileError with the sentence for the person who brought it."""
    try:
        if not path.is_file():
            raise LedgerFileError(f"找不到文件：{path}")
        if path.stat().st_size > MAX_FILE:
            raise LedgerFileError(_too_big())
        return admit(path.name, path.read_bytes())
    except (OSError, ValueError) as error:
        raise LedgerFileError(f"读不了这个文件：{path}") from error


def admit(name: str, content: bytes) -> Admitted:
    """Check a workbook's bytes before any parser sees them. Errors: LedgerFileError."""
    _kind(name, content)
    directory = archive.parts(content)
    _names({part.name.lower() for part in directory})
    reach = contents.Reach()
    for part in sorted(directory, key=lambda part: not part.name.lower().endswith("sharedstrings.xml")):
        pieces = archive.unpacked(content, part)
        if part.name.lower().endswith(XML_ENDINGS):
            contents.scan(pieces, reach)
        else:
            _other(pieces)
    return Admitted(name, content, reach.far)


def _kind(name: str, content: bytes) -> None:
    """By its first bytes, then by its name."""
    if not content:
        raise LedgerFileError("文件是空的，没有内容")
    if len(content) > MAX_FILE:
        raise LedgerFileError(_too_big())
    _refuse_magic(content)
    ending = Path(name).suffix.lower()
    if ending in OTHER_ENDINGS:
        raise LedgerFileError(f"{OTHER_ENDINGS[ending]}，请交 .xlsx 工作簿；{RESAVE}")
    if not content.startswith(b"PK\3\4"):
        raise LedgerFileError(_text(content))


def _refuse_magic(content: bytes) -> None:
    """By its first bytes it is another kind of file."""
    if content.startswith(OLE):
        raise LedgerFileError(LOCKED if ENCRYPTED in content else f"{OLD_WORKBOOK}；{RESAVE}")
    for magic, what in MAGICS:
        if content.startswith(magic):
            raise LedgerFileError(f"{what}，不是 .xlsx 工作簿；{RESAVE}")


def _text(content: bytes) -> str:
    start = content[:512].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith((b"<?xml", b"<html", b"<!doctype", b"<table")):
        return f"文件是网页或 XML 文本，不是 .xlsx 工作簿；{RESAVE}"
    if b"," in content[:4096] or b"\t" in content[:4096]:
        return f"文件是 CSV 或文本，不是 .xlsx 工作簿；{RESAVE}"
    return f"文件不是 .xlsx 工作簿；{RESAVE}"


def _names(names: set[str]) -> None:
    _refuse_foreign(names)
    if any("vbaproject" in name for name in names):
        raise LedgerFileError(MACROS)
    if "xl/workbook.bin" in names:
        raise LedgerFileError(f"{OTHER_ENDINGS['.xlsb']}；{RESAVE}")
    if WORKBOOK not in names or TYPES not in names:
        raise LedgerFileError(f"文件是压缩包，里面没有工作簿，不是 .xlsx；{RESAVE}")


def _refuse_foreign(names: set[str]) -> None:
    """By its parts it is another kind of document."""
    for starts, sentence in FOREIGN:
        if any(name.startswith(starts) for name in names):
            raise LedgerFileError(sentence)


def _other(pieces: Iterator[bytes]) -> None:
    """A part that is no XML: a picture or a printer's settings; never another archive, never a hidden document."""
    tail = None
    for piece in pieces:
        if tail is None and piece.startswith(PACKED):
            raise LedgerFileError(f"工作簿里套着压缩包或别的文件，不能接收；{RESAVE}")
        window = (tail or b"") + piece
        if b"<!DOCTYPE" in window.upper():
            raise LedgerFileError(contents.DOCTYPE)
        if b"sheetData" in window:
            raise LedgerFileError(BROKEN)
        tail = window[-16:]


def _too_big() -> str:
    return f"文件超过 {MAX_FILE // archive.MEGABYTE} MB；请删去台账以外的内容，另存后再交"
