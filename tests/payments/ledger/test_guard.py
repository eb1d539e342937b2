"""The gate: what is no plain workbook of bounded size is refused with a sentence, before any parser sees it."""

import random
import struct
import time
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from doudi.payments.ledger import archive, contents, guard
from doudi.payments.ledger.refusal import LedgerFileError
from payments.ledger.workbooks import SAMPLE, check, packed, parts_of, small

SHEET = "xl/worksheets/sheet1.xml"
TYPES, RELS = "[Content_Types].xml", "xl/_rels/workbook.xml.rels"


def refused(content: bytes, *, name: str = "台账.xlsx") -> str:
    """The sentence that a file is refused with."""
    with pytest.raises(LedgerFileError) as found:
        guard.admit(name, content)
    return found.value.sentence


def changed(name: str, change: Callable[[bytes], bytes]) -> bytes:
    parts = parts_of(small())
    return packed({**parts, name: change(parts.get(name, b""))})


def with_part(name: str, content: bytes) -> bytes:
    return packed({**parts_of(small()), name: content})


def in_sheet(old: bytes, new: bytes) -> bytes:
    def put(part: bytes) -> bytes:
        assert old in part
        return part.replace(old, new, 1)

    return changed(SHEET, put)


def test_good_workbooks_pass() -> None:
    assert guard.admit("a.xlsx", small()).far is False
    assert guard.admit_file(SAMPLE).name == SAMPLE.name
    assert guard.admit("upload", packed(parts_of(small()), method=zipfile.ZIP_STORED)).content


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "空的"),
        (b"PK\5\6" + bytes(18), "不是 .xlsx"),
        (b"PK\3\4", "损坏"),
        (b"PK\3\4" + bytes(5000), "损坏"),
        (bytes(5000), "不是 .xlsx"),
        (guard.OLE + bytes(600), ".xls"),
        (guard.OLE + bytes(600) + guard.ENCRYPTED, "密码"),
        (b"%PDF-1.7", "PDF"),
        (b"MZ\x90", "程序"),
        (b"Rar!\x1a\7", "压缩包"),
        (b"\x89PNG\r\n", "图片"),
        (b"\xff\xd8\xff\xe0", "图片"),
        ("户主姓名,户主身份证号\n张三,1\n".encode("gbk"), "CSV"),
        ("\ufeff户主姓名,户主身份证号\n".encode(), "CSV"),
        (b"<html><table></table></html>", "网页"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><Workbook/>", "网页"),
        ("户主姓名".encode(), "不是 .xlsx"),
    ],
)
def test_what_is_something_else(content: bytes, said: str) -> None:
    assert said in refused(content)


@pytest.mark.parametrize("ending", guard.OTHER_ENDINGS)
def test_a_workbook_under_another_ending(ending: str) -> None:
    assert ".xlsx" in refused(small(), name=f"台账{ending.upper()}")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0", "宏"),
        ("xl/other/vbaproject.bin", b"", "宏"),
        ("xl/macrosheets/sheet1.xml", b"<x/>", "宏"),
        ("xl/externalLinks/externalLink1.xml", b"<x/>", "外部"),
        ("xl/connections.xml", b"<x/>", "外部"),
        ("xl/queryTables/queryTable1.xml", b"<x/>", "外部"),
        ("xl/embeddings/oleObject1.bin", b"x", "嵌有"),
        ("xl/activeX/activeX1.xml", b"<x/>", "嵌有"),
        ("xl/media/image1.png", b"PK\3\4nested", "套着"),
        ("xl/media/image2.png", guard.OLE, "套着"),
        ("xl/media/image3.png", b"7z\xbc\xaf", "套着"),
        ("xl/media/image4.png", b"picture<!doctype x>", "DOCTYPE"),
        ("xl/media/image5.png", random.Random(3).randbytes(archive.CHUNK - 4) + b"<sheetData/>", "损坏"),
        ("../evil.xml", b"<x/>", "损坏"),
        ("/etc/x.xml", b"<x/>", "损坏"),
        ("xl\\x.xml", b"<x/>", "损坏"),
    ],
)
def test_parts_that_may_not_be_inside(name: str, content: bytes, said: str) -> None:
    assert said in refused(with_part(name, content))


def test_pictures_and_printer_settings_may_be_inside() -> None:
    parts = {"xl/media/image1.png": b"\x89PNG\r\n\x1a\n" + bytes(50), "xl/printerSettings/p1.bin": b"\x00P\x00r"}
    assert guard.admit("a.xlsx", packed({**parts_of(small()), **parts})).content


@pytest.mark.parametrize(
    "declaration",
    [
        b'<!DOCTYPE worksheet [<!ENTITY a "b">]>',
        b'<!DOCTYPE worksheet SYSTEM "http://127.0.0.1/x.dtd">',
        b'<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>',
    ],
)
@pytest.mark.parametrize(
    "name", [SHEET, TYPES, "xl/workbook.xml", "docProps/app.xml", "xl/styles.xml", "xl/theme/theme1.xml"]
)
def test_a_doctype_in_any_part(name: str, declaration: bytes) -> None:
    def declare(part: bytes) -> bytes:
        start = part.index(b"?>") + 2 if part.startswith(b"<?xml") else 0
        return part[:start] + declaration + part[start:]

    assert "DOCTYPE" in refused(changed(name, declare))


def test_a_doctype_in_a_part_that_nothing_refers_to() -> None:
    assert "DOCTYPE" in refused(with_part("customXml/item1.xml", b"<!DOCTYPE a><a/>"))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "utf-16-le"])
def test_other_encodings_hide_nothing(encoding: str) -> None:
    text = '<?xml version="1.0"?><!DOCTYPE a><a/>'
    assert refused(with_part("customXml/item1.xml", text.encode(encoding)))


def test_a_declared_encoding_that_only_some_parsers_know() -> None:
    assert "编码" in refused(with_part("customXml/item1.xml", b'<?xml version="1.0" encoding="cp037"?><a/>'))


def test_macros_by_content_type_and_by_relation() -> None:
    macro = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    plain = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    assert "宏" in refused(changed(TYPES, lambda part: part.replace(plain.encode(), macro.encode())))
    relation = b'<Relationship Id="x" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" Target="a.bin"/>'
    assert "宏" in refused(
        changed(RELS, lambda part: part.replace(b"</Relationships>", relation + b"</Relationships>"))
    )


@pytest.mark.parametrize(("kind", "passes"), [("oleObject", False), ("externalLinkPath", False), ("hyperlink", True)])
def test_outside_targets(kind: str, passes: bool) -> None:
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relation = f'<Relationship Id="x" Type="{base}/{kind}" Target="http://127.0.0.1/" TargetMode="External"/>'
    namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
    content = with_part(
        "xl/worksheets/_rels/sheet1.xml.rels", f'<Relationships xmlns="{namespace}">{relation}</Relationships>'.encode()
    )
    assert guard.admit("a.xlsx", content).content if passes else "外部" in refused(content)


def test_dde_in_a_formula() -> None:
    assert "外部" in refused(in_sheet(b"<v>1</v>", b"<f>cmd|'/C calc'!A0</f><v>1</v>"))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'r="A4"', b'r="A0"'),
        (b'r="A4"', b'r="XFE4"'),
        (b'r="A4"', b'r="A1048577"'),
        (b'r="A4"', b'r="ZZZZ4"'),
        (b"</sheetData>", b""),
        (b"<sheetData>", b"<sheetData>" + b"<a>" * 100 + b"</a>" * 100),
        (b"<sheetData>", b"\xff\xfe<sheetData>"),
    ],
)
def test_broken_sheets(old: bytes, new: bytes) -> None:
    assert "损坏" in refused(in_sheet(old, new))


@pytest.mark.parametrize("what", [b'<mergeCell ref="A1:XFD1048576"/>', b'<hyperlink ref="A1:XFD1048576"/>'])
def test_ranges_that_a_parser_would_fill_cell_by_cell(what: bytes) -> None:
    assert "过大" in refused(in_sheet(b"</sheetData>", b"</sheetData><mergeCells>" + what + b"</mergeCells>"))


def test_one_long_string_shared_by_very_many_cells() -> None:
    cells = b"".join(b'<c r="AA%d" t="s"><v>0</v></c>' % row for row in range(1, 5000))
    sheet = b"<worksheet><sheetData><row>" + cells + b"</row></sheetData></worksheet>"
    words = random.Random(1).randbytes(16000).hex().encode()
    shared = b"<sst><si><t>" + words + b"</t></si></sst>"
    parts = {**parts_of(small()), "xl/worksheets/sheet9.xml": sheet, "xl/sharedStrings.xml": shared}
    assert "过大" in refused(packed(parts))


def test_very_many_elements(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contents, "MAX_ELEMENTS", 100)
    assert "过大" in refused(small())


# Archives that lie.


def first_entry(content: bytes) -> int:
    return content.index(b"PK\1\2")


def patched(content: bytes, at: int, shape: str, value: int) -> bytes:
    kept = bytearray(content)
    struct.pack_into(shape, kept, at, value)
    return bytes(kept)


def test_a_bomb_is_refused_at_once_and_without_unpacking() -> None:
    kept = BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, part in parts_of(small()).items():
            zipped.writestr(name, part)
        with zipped.open("xl/worksheets/sheet7.xml", "w") as part:
            for _ in range(541):
                part.write(bytes(archive.MEGABYTE))
    bomb = kept.getvalue()
    tracemalloc.start()
    began = time.monotonic()
    assert "过大" in refused(bomb)
    took, most = time.monotonic() - began, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert took < 1
    assert most < 5 * archive.MEGABYTE


def test_a_small_bomb_is_known_by_its_ratio() -> None:
    assert "过大" in refused(with_part("xl/worksheets/sheet7.xml", b"<a>" + b" " * 30 * archive.MEGABYTE + b"</a>"))


def test_a_bomb_that_gives_a_small_size_is_stopped_at_it() -> None:
    inside = zlib.compress(b"<a>" + b" " * 50 * archive.MEGABYTE + b"</a>", wbits=-15)
    content = with_part("xl/worksheets/sheet7.xml", b"<a/>" + bytes(random.Random(2).randbytes(len(inside))))
    at = content.index(b"sheet7.xml") - len("xl/worksheets/")
    body = at + len("xl/worksheets/sheet7.xml")
    lying = content[:body] + inside + content[body + len(inside) :]
    assert "过大" in refused(lying)


def test_very_many_parts() -> None:
    began = time.monotonic()
    assert "500" in refused(packed({f"xl/{number}.xml": b"" for number in range(501)}))
    content = packed({f"{number}": b"" for number in range(20000)})
    assert "500" in refused(content)
    assert "500" in refused(patched(patched(content, len(content) - 12, "<H", 3), len(content) - 14, "<H", 3))
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_ways_of_packing(method: int) -> None:
    assert "损坏" in refused(packed(parts_of(small()), method=method))


def test_archives_written_as_a_stream_or_for_very_large_parts() -> None:
    class Stream(BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, *_: int) -> int:
            raise OSError

    kept = Stream()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as zipped:
        for number, (name, content) in enumerate({**parts_of(small()), "xl/": b""}.items()):
            with zipped.open(name, "w", force_zip64=number % 2 == 0) as part:
                part.write(content)
    assert guard.admit("a.xlsx", kept.getvalue()).content


def test_a_sealed_part() -> None:
    at = first_entry(small())
    assert "密码" in refused(patched(small(), at + 8, "<H", 1))
    assert "损坏" in refused(patched(small(), 6, "<H", 1))


def test_a_part_under_one_name_twice() -> None:
    kept = BytesIO(small())
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(kept, "a") as zipped:
        zipped.writestr("xl/workbook.xml", b"<x/>")
    assert "损坏" in refused(kept.getvalue())


def test_two_entries_for_the_same_bytes() -> None:
    content = small()
    second = content.index(b"PK\1\2", first_entry(content) + 4)
    assert "损坏" in refused(patched(content, second + 42, "<L", 0))


def test_bytes_after_the_end() -> None:
    for extra in (b"x", b"PK\5\6" + bytes(18), small()[-22:]):
        assert "损坏" in refused(small() + extra)


def test_bytes_before_the_beginning_and_a_comment() -> None:
    assert refused(b"x" + small())
    kept = BytesIO(small())
    with zipfile.ZipFile(kept, "a") as zipped:
        zipped.comment = b"hello"
    assert "损坏" in refused(kept.getvalue())


def test_a_header_that_differs_from_the_directory() -> None:
    name = parts_of(small())
    first = next(iter(name)).encode()
    assert "损坏" in refused(small().replace(first, first[:-1] + b"_", 1))
    assert "损坏" in refused(patched(small(), 8, "<H", 0))


def test_no_zip_without_a_workbook() -> None:
    assert "没有工作簿" in refused(packed({"word/document.xml": b"<x/>", TYPES: b"<Types/>"}))
    assert ".xlsb" in refused(packed({"xl/workbook.bin": b"x", TYPES: b"<Types/>"}))


@pytest.mark.parametrize("seed", range(150))
def test_any_flipped_byte_is_found_or_does_no_harm(seed: int) -> None:
    dice = random.Random(seed)
    content = bytearray(small())
    content[dice.randrange(len(content))] ^= 1 << dice.randrange(8)
    try:
        said = str(check(bytes(content)).totals)
    except LedgerFileError as error:
        said = error.sentence
    assert said


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_file_cut_short(share: float) -> None:
    assert "损坏" in refused(small()[: int(len(small()) * share)])


def test_files_by_path(tmp_path: Path) -> None:
    with pytest.raises(LedgerFileError, match="找不到"):
        guard.admit_file(tmp_path / "none.xlsx")
    with pytest.raises(LedgerFileError, match="找不到"):
        guard.admit_file(tmp_path)
    large = tmp_path / "large.xlsx"
    with large.open("wb") as file:
        file.truncate(guard.MAX_FILE + 1)
    with pytest.raises(LedgerFileError, match="20 MB"):
        guard.admit_file(large)
    assert "20 MB" in refused(bytes(guard.MAX_FILE + 1))


def test_cell_names() -> None:
    assert contents.place("A1") == (1, 1)
    assert contents.place("XFD1048576") == (1_048_576, 16_384)
    for wrong in ("", "1A", "A", "7", "AAAA1", "A1:B2", "A-1", "Ａ1"):
        with pytest.raises(LedgerFileError):
            contents.place(wrong)
