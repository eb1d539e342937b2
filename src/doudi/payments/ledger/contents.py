"""The XML layer of a workbook: each part read once as a stream, for what may not be there and for how far it reaches."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NoReturn
from xml.parsers import expat

from doudi.payments.ledger.refusal import BROKEN, MACROS, RESAVE, TOO_LARGE, LedgerFileError

MAX_DEPTH = 64
MAX_TEXT = 128 * 1024 * 1024
MAX_CELLS = 4_000_000
MAX_COVERED = 200_000
MAX_ELEMENTS = 4_000_000
UTF8 = {None, "utf-8", "utf8", "us-ascii", "ascii"}
DOCTYPE = f"文件里有 DOCTYPE 声明，不能接收；{RESAVE}"
LINKS = f"工作簿链接了外部的文件或数据，不能接收；请先断开链接。{RESAVE}"
DDE = re.compile(r"[\w.]\|'?[^|]*!", re.ASCII)
REFERENCE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384


@dataclass(slots=True)
class Reach:
    """What the parts of one workbook add up to: strings by their length, and the farthest cell that holds something.

    `elements`: of all parts together. `covered`: cells inside merged ranges and links, each of which a parser may make one by one.
    """

    strings: list[int] = field(default_factory=list)
    text: int = 0
    covered: int = 0
    elements: int = 0
    far: bool = False

    def spread(self, rows: int, columns: int) -> None:
        """Take in how far one sheet reaches."""
        self.far = self.far or rows * columns > MAX_CELLS


def scan(pieces: Iterable[bytes], reach: Reach) -> None:
    """Read one XML part to its end. Errors: LedgerFileError for a DOCTYPE, macros, outside links, or broken XML."""
    reader = _Reader(reach)
    try:
        for piece in pieces:
            reader.parser.Parse(piece, False)
        reader.parser.Parse(b"", True)
    except (expat.ExpatError, ValueError) as error:
        raise LedgerFileError(BROKEN) from error
    reach.spread(reader.rows, reader.columns)


class _Reader:
    """The callbacks of one part; elements are known by their local names, as the parser behind knows them."""

    def __init__(self, reach: Reach) -> None:
        self.reach = reach
        self.depth = self.row = self.column = self.rows = self.columns = 0
        self.shared = False
        self.inside = ""
        self.words: list[str] = []
        self.parser = expat.ParserCreate("utf-8")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = _doctype
        self.parser.XmlDeclHandler = _declaration
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.text

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        self.reach.elements += 1
        if self.depth > MAX_DEPTH:
            raise LedgerFileError(BROKEN)
        if self.reach.elements > MAX_ELEMENTS:
            raise LedgerFileError(TOO_LARGE)
        local = name.rpartition(":")[2]
        if opened := OPENED.get(local):
            opened(self, attributes)
        if local in TEXTS:
            self.inside = local
            self.words = []

    def text(self, words: str) -> None:
        if self.inside:
            self.words.append(words)

    def end(self, name: str) -> None:
        self.depth -= 1
        local = name.rpartition(":")[2]
        if local in {self.inside, "si"}:
            self._close(local, "".join(self.words))

    def _close(self, local: str, words: str) -> None:
        if local == "si":
            self.reach.strings.append(len(words))
        elif local == "f" and DDE.search(words):
            raise LedgerFileError(LINKS)
        elif local == "v" and self.shared:
            self._count_shared(words.strip())
        if self.inside != "si" or local == "si":
            self.inside = ""

    def _count_shared(self, index: str) -> None:
        number = int(index) if index.isdecimal() else -1
        if 0 <= number < len(self.reach.strings):
            self.reach.text += self.reach.strings[number]
        if self.reach.text > MAX_TEXT:
            raise LedgerFileError(TOO_LARGE)

    def open_row(self, attributes: dict[str, str]) -> None:
        given = attributes.get("r", "")
        self.row = int(given) if given.isdecimal() else self.row + 1
        self.column = 0

    def open_cell(self, attributes: dict[str, str]) -> None:
        self.shared = attributes.get("t") == "s"
        self.column += 1
        if given := attributes.get("r"):
            self.row, self.column = place(given)

    def open_value(self, _: dict[str, str]) -> None:
        self.rows, self.columns = max(self.rows, self.row), max(self.columns, self.column)

    def open_range(self, attributes: dict[str, str]) -> None:
        first, _, last = attributes.get("ref", "A1").replace("$", "").partition(":")
        (top, left), (bottom, right) = place(first), place(last or first)
        self.reach.covered += (abs(bottom - top) + 1) * (abs(right - left) + 1)
        if self.reach.covered > MAX_COVERED:
            raise LedgerFileError("工作簿里合并的单元格或链接范围过大；请取消台账以外的合并，另存后再交")

    def open_relationship(self, attributes: dict[str, str]) -> None:
        kind = attributes.get("Type", "").rpartition("/")[2].lower()
        if kind in {"vbaproject", "wordvbadata", "xlmacrosheet", "xlintlmacrosheet"}:
            raise LedgerFileError(MACROS)
        if attributes.get("TargetMode", "").lower() == "external" and kind != "hyperlink":
            raise LedgerFileError(LINKS)

    def open_content_type(self, attributes: dict[str, str]) -> None:
        kind = attributes.get("ContentType", "").lower()
        if "macro" in kind or "vba" in kind:
            raise LedgerFileError(MACROS)


OPENED = {
    "row": _Reader.open_row,
    "c": _Reader.open_cell,
    "v": _Reader.open_value,
    "is": _Reader.open_value,
    "mergeCell": _Reader.open_range,
    "hyperlink": _Reader.open_range,
    "Relationship": _Reader.open_relationship,
    "Override": _Reader.open_content_type,
    "Default": _Reader.open_content_type,
}
TEXTS = {"si", "v", "f"}


def place(reference: str) -> tuple[int, int]:
    """Row and column, both from 1, of a cell's name such as `AB12`. Errors: LedgerFileError when outside any sheet."""
    named = REFERENCE.fullmatch(reference)
    if named is None:
        raise LedgerFileError(BROKEN)
    column = 0
    for letter in named[1].upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    row = int(named[2])
    if not 1 <= row <= LAST_ROW or column > LAST_COLUMN:
        raise LedgerFileError(BROKEN)
    return row, column


def _doctype(*_: object) -> NoReturn:
    raise LedgerFileError(DOCTYPE)


def _declaration(_: str, encoding: str | None, __: int) -> None:
    if (encoding.lower() if encoding else None) not in UTF8:
        raise LedgerFileError(f"文件里的文字编码（{encoding}）不常见；{RESAVE}")
