"""PDFs with scripts, attachments, encryption, too many pages or something behind their end are refused."""

import zlib
from datetime import date
from io import BytesIO

import pypdf
import pytest

from doudi.papers.pdfs import MAX_PAGES, UploadRefused, look_through
from doudi.papers.rendering import laid_out, press
from papers.samples import GRANT, TOWN


def made_of(*objects: bytes, pages: int = 1, trailer: bytes = b"") -> bytes:
    body = b"".join(b"%d 0 obj\n%b\nendobj\n" % (number, each) for number, each in enumerate(objects, 9))
    leaves = b"9 0 obj<</Type /Page /Parent 2 0 R>>endobj\n" * pages
    return b"%PDF-1.7\n" + leaves + body + b"trailer<</Root 1 0 R" + trailer + b">>\n%%EOF\n"


def packed(text: bytes, *, squeeze: bool = True, extra: bytes = b"") -> bytes:
    """A stream of objects, as PDF 1.5 and later pack them."""
    whole = b"20 0 " + text
    data = zlib.compress(whole) if squeeze else whole
    said = b"/Filter/FlateDecode" if squeeze else b""
    return b"<</Type/ObjStm/N 1/First 5%b%b/Length %d>>\nstream\n%b\nendstream" % (said, extra, len(data), data)


def pixels(body: bytes) -> bytes:
    return b"<</Subtype/Image/Length %d>>\nstream\n%b\nendstream" % (len(body), body)


def saved(change: str = "", pages: int = 1) -> bytes:
    """A PDF as a library writes it."""
    writer = pypdf.PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(200, 200)
    if change == "encrypt":
        writer.encrypt("secret", algorithm="RC4-128")
    if change == "attach":
        writer.add_attachment("a.exe", b"MZ")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "body",
    [
        made_of(),
        made_of(pages=MAX_PAGES),
        made_of(packed(b"<</Title(a)>>")),
        made_of(packed(b"<</Title(a)>>", squeeze=False)),
        made_of(pixels(b"\x00/JS \x00/Launc stream\n PK\x03\x04")),
        saved(),
        saved(pages=40),
    ],
)
def test_ordinary_pdfs_are_taken(body: bytes) -> None:
    look_through(body)
    assert body.startswith(b"%PDF-")


def test_our_own_papers_are_taken() -> None:
    day = date(2026, 11, 19)
    data = laid_out(GRANT, number="北石店民低确〔2026〕1号", office_name=TOWN, on=day, address="http://127.0.0.1/v/a")
    pdf = press().pdf(data, on=day)
    look_through(pdf)
    assert len(pdf) < 300_000


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (made_of(b"<</S/JavaScript/JS(app.alert\\(1\\))>>"), "脚本"),
        (made_of(b"<</S/J#61vaScr#69pt/JS(x)>>"), "脚本"),
        (made_of(b"<</S/Launch/F(cmd.exe)>>"), "脚本"),
        (made_of(b"<</S/#4c#61unch/F(cmd.exe)>>"), "脚本"),
        (made_of(b"<</Type/RichMedia >>"), "脚本"),
        (made_of(packed(b"<</S/JavaScript/JS(x)>>")), "脚本"),
        (made_of(packed(b"<</S/JavaScript/JS(x)>>", squeeze=False)), "脚本"),
        (made_of(b"(stream\n)", packed(b"<</S/#4aavaScript/JS(x)>>")), "脚本"),
        (made_of(packed(b"<</S/JavaScript>>").replace(b"/ObjStm", b"/Obj#53tm")), "脚本"),
        (saved("attach"), "附件"),
        (saved("encrypt"), "加了密"),
        (made_of(trailer=b"/Encrypt 5 0 R"), "加了密"),
        (saved(pages=5000), "超过 200 页"),
        (made_of(pages=MAX_PAGES + 1), "超过 200 页"),
        (made_of(packed(b"<</Type/Page>>" * 300)), "超过 200 页"),
        (made_of(b"<</Type/Pages/Kids[" + b"9 0 R " * 5000 + b"]>>"), "超过 200 页"),
        (made_of(pages=0), "不完整"),
        (made_of()[:-8], "不完整"),
        (b"%PDF-\n%%EOF", "不完整"),
        (made_of(b"<</Type/ObjStm>>"), "不完整"),
        (made_of() + b"<script>alert(1)</script>", "藏着"),
        (made_of(b"(PK\x05\x06" + b"\0" * 18 + b")"), "藏着"),
        (made_of(packed(b"<</a 1>>").replace(b"20 0 ", b"20")), "没法检查"),
        (made_of(b"<</Type/ObjStm/Filter/ASCIIHexDecode>>\nstream\n3C3C2F532F4A617661>\nendstream"), "没法检查"),
        (made_of(packed(b"<</S 1>>" + b" " * 70_000_000)), "太大"),
    ],
)  # fmt: skip
def test_what_is_more_than_pages_is_refused_in_words(body: bytes, says: str) -> None:
    if says == "没法检查" and b"FlateDecode" in body:
        body = made_of(b"<</Type/ObjStm>>\nstream\nx20 0 <</a 1>>\nendstream")
    with pytest.raises(UploadRefused, match=says):
        look_through(body)
