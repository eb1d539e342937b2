"""What mustn't be kept is refused at every page that takes a file, and leaves nothing behind (S36–S40)."""

import struct
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from cast import VILLAGE
from doors import client_of, set_day
from doudi.cases.models import OnFile
from doudi.papers.models import StoredFile
from doudi.payments.models import LedgerImport
from factories import golden

pytestmark = pytest.mark.django_db
SAMPLE = Path(__file__).parents[1] / "data" / "ledger-2026-10.xlsx"


def flood(width: int = 30_000, height: int = 30_000) -> bytes:
    """A PNG of a few hundred bytes that says it has 900 million pixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )


PHOTO = BytesIO()
Image.new("RGB", (40, 30), "white").save(PHOTO, "JPEG")
PDF = b"%PDF-1.4\n1 0 obj<</Type/Page>>endobj\ntrailer<<>>\n%%EOF\n"
BAD = {
    "exe.jpg": b"MZ\x90\0" + b"\0" * 200,
    "drawing.svg": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "drawing.png": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "page.pdf": b"<!doctype html><script>alert(1)</script>",
    "page.html": b"<!doctype html><script>alert(1)</script>",
    "both.pdf": PDF + b"<script>alert(1)</script>",
    "script.pdf": PDF.replace(b"/Type/Page", b"/Type/Page/AA<</O<</S/JavaScript/JS(app.alert(1))>>>>"),
    "hidden.pdf": PDF.replace(b"/Type/Page", b"/Type/Page/Open<</S/J#61vaScript>>"),
    "locked.pdf": PDF.replace(b"trailer<<", b"trailer<</Encrypt 1 0 R"),
    "flood.png": flood(),
    "gif.jpg": b"GIF89a/*\x01\0\x01\0*/=1;alert(1)",
    "book.xlsm": SAMPLE.read_bytes(),
    "book.jpg": SAMPLE.read_bytes(),
    "double.jpg.exe": PHOTO.getvalue(),
    "noending": PHOTO.getvalue(),
    "empty.jpg": b"",
}


@pytest.fixture(autouse=True)
def _demo_values(settings: Any) -> None:
    settings.DOUDI_PARAMETER_FILES = [golden.DEMO_PARAMETERS]
    set_day(settings, "2026-11-11")


def file(name: str, body: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, body, "image/jpeg")


Send = Callable[[SimpleUploadedFile], int]


def brought() -> Send:
    case, client = golden.accepted(), client_of("clerk")
    sent = {"version": str(case.version), "kind": "hardship_proof", "member": ""}
    return lambda one: client.post(f"/desk/cases/{case.number}/papers/", sent | {"scans": one}).status_code


def posted_photo() -> Send:
    case, client = golden.confirmed(), client_of("clerk")
    return lambda one: (
        client.post(f"/desk/cases/{case.number}/publish/", {"version": str(case.version), "photo": one}).status_code
    )


def draft() -> Send:
    key, client = uuid4(), client_of("clerk")
    client.post("/desk/drafts/new/", {"key": str(key), "village": VILLAGE})
    return lambda one: client.post(f"/desk/drafts/{key}/papers/", {"act": "save", "file-application": one}).status_code


@pytest.mark.parametrize("door", [brought, posted_photo, draft])
def test_what_is_no_photo_and_no_plain_pdf_is_not_kept(door: Callable[[], Send]) -> None:
    send = door()
    papers = OnFile.objects.count()
    for name, body in BAD.items():
        assert send(file(name, body)) == 200, name
        assert (StoredFile.objects.count(), OnFile.objects.count()) == (0, papers), name
    assert send(file("../../etc/照片 1.JPG", PHOTO.getvalue())) == 302
    assert StoredFile.objects.count() == 1


def test_what_comes_back_is_no_page() -> None:
    send = brought()
    assert send(file("<b>x.html;'.jpg", PHOTO.getvalue())) == 302
    kept = StoredFile.objects.get()
    answer = client_of("clerk").get(f"/desk/papers/{kept.key}/")
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''")
    assert "html" not in answer.headers["Content-Disposition"]
    assert (answer.headers["X-Content-Type-Options"], answer.headers["Cache-Control"]) == ("nosniff", "no-store")
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    for who in ("elsewhere", "elsewhere_leader", "elsewhere_village", "sysadmin", "maker"):
        assert client_of(who).get(f"/desk/papers/{kept.key}/").status_code in (403, 404), who
    assert Client().get(f"/desk/papers/{kept.key}/").status_code == 302


def book(change: Callable[[str, bytes], bytes] = lambda _name, part: part, **more: bytes) -> bytes:
    """The sample ledger with its parts changed, and parts besides."""
    out = BytesIO()
    with zipfile.ZipFile(SAMPLE) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            new.writestr(entry, change(entry, old.read(entry)))
        for name, body in more.items():
            new.writestr(name.replace("__", "/"), body)
    return out.getvalue()


def _declared(name: str, part: bytes) -> bytes:
    said = b'<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]>'
    return part.replace(b"<workbook", said + b"<workbook", 1) if name == "xl/workbook.xml" else part


BOOKS: dict[str, Callable[[], bytes]] = {
    "bomb.xlsx": lambda: book(**{"xl__media__a.xml": b"0" * (300 << 20)}),
    "doctype.xlsx": lambda: book(_declared),
    "macro.xlsx": lambda: book(**{"xl__vbaProject.bin": b"\xd0\xcf\x11\xe0"}),
    "ledger.xlsm": SAMPLE.read_bytes,
    "ledger.xls": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "page.xlsx": lambda: b"<!doctype html><table></table>",
    "cut.xlsx": lambda: SAMPLE.read_bytes()[:2000],
    "path.xlsx": lambda: book(**{"..__..__..__etc__cron.d__x": b"* * * * * root x"}),
}


@pytest.mark.parametrize("name", BOOKS)
def test_a_workbook_that_is_none_is_refused_in_words(name: str) -> None:
    answer = client_of("data").post("/desk/ledgers/", {"workbook": file(name, BOOKS[name]())})
    assert answer.status_code == 200
    assert answer.context["form"].errors["workbook"]
    assert LedgerImport.objects.count() == 0


def test_who_may_not_import_leaves_nothing() -> None:
    for who in ("leader", "supervisor", "auditor"):
        assert (
            client_of(who).post("/desk/ledgers/", {"workbook": file("a.xlsx", SAMPLE.read_bytes())}).status_code == 200
        )
    for who in ("surveyor", "reviewer", "maker", "sysadmin", "assistant"):
        assert (
            client_of(who).post("/desk/ledgers/", {"workbook": file("a.xlsx", SAMPLE.read_bytes())}).status_code == 403
        )
    assert LedgerImport.objects.count() == 0
