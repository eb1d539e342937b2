"""Looks through a PDF without a PDF library: no encryption, no scripts, no attachments, not too many pages."""

import re
import zlib
from collections.abc import Iterator

from django.utils.translation import gettext as _

MAX_PAGES = 200
MAX_UNPACKED = 64 * 1024 * 1024


class UploadRefused(Exception):
    """A file that is not kept; the text is a sentence for the person at the form."""


def _spelled(*names: str) -> bytes:
    """A pattern of names as PDF may write them: any letter of /Launch may stand as #4c."""
    letters = [[f"(?:{letter}|#{ord(letter):02x}|#{ord(letter):02X})" for letter in name] for name in names]
    return ("/(?:" + "|".join("".join(each) for each in letters) + ")(?![A-Za-z0-9#])").encode()


_ACTIVE = re.compile(
    _spelled("JavaScript", "Launch", "EmbeddedFile", "EmbeddedFiles", "RichMedia", "SubmitForm", "ImportData")
)
_ENCRYPT = re.compile(_spelled("Encrypt"))
_PAGE = re.compile(_spelled("Type") + rb"\s*" + _spelled("Page"))
_KIDS = re.compile(_spelled("Kids") + rb"\s*\[([^\]]*)\]")
_PACKED_OBJECTS = re.compile(_spelled("ObjStm"))
_STREAM = re.compile(rb"stream(?:\r\n|\n|\r)")
_NUMBER_PAIRS = re.compile(rb"\s*\d+\s+\d+\s[^<\[(/]*[<\[(/]")
_ZIP_END = b"PK\x05\x06"


def look_through(body: bytes) -> None:
    """Accept a PDF that is only pages. Errors: UploadRefused."""
    _whole(body)
    if _ENCRYPT.search(body):
        raise UploadRefused(_("这个 PDF 加了密，请另存为不加密的 PDF，或者打印后拍照上传"))
    pages = kids = 0
    for text in (body, *_packed_objects(body)):
        if _ACTIVE.search(text):
            raise UploadRefused(_("这个 PDF 里带有脚本或者附件，请打印成普通 PDF 再传"))
        pages += len(_PAGE.findall(text))
        kids += sum(children.count(b"R") for children in _KIDS.findall(text))
    if not pages:
        raise UploadRefused(_incomplete())
    if pages > MAX_PAGES or kids > 2 * MAX_PAGES:
        raise UploadRefused(_("这个 PDF 超过 %(pages)s 页，请分成几份再传") % {"pages": MAX_PAGES})


def _incomplete() -> str:
    return _("这个 PDF 不完整，请重新导出再传")


def _whole(body: bytes) -> None:
    """The file begins and ends as a PDF and is nothing else besides."""
    end = body.rfind(b"%%EOF")
    if not re.match(rb"%PDF-[12]\.\d", body) or end < 0:
        raise UploadRefused(_incomplete())
    if body[end + 5 :].strip(b"\r\n\t \x00") or _ZIP_END in body[-70_000:]:
        raise UploadRefused(_("这个 PDF 后面还藏着别的内容，请重新导出再传"))


def _packed_objects(body: bytes) -> Iterator[bytes]:
    """Objects that lie packed in streams, unpacked, 64 MB of them at most."""
    left = MAX_UNPACKED
    for named in _PACKED_OBJECTS.finditer(body):
        begins = _STREAM.search(body, named.end(), named.end() + 4096)
        ends = body.find(b"endstream", begins.end()) if begins else -1
        if not begins or ends < 0:
            raise UploadRefused(_incomplete())
        unpacked = _unpack(body[begins.end() : ends], left)
        left -= len(unpacked)
        yield unpacked


def _unpack(packed: bytes, left: int) -> bytes:
    """The text of one stream of objects, whatever filter it claims: it must turn out to be objects."""
    try:
        unpacked = zlib.decompressobj().decompress(packed, left + 1)
    except zlib.error:
        unpacked = packed
    if len(unpacked) > left:
        raise UploadRefused(_("这个 PDF 展开后太大，请分成几份再传"))
    if not _NUMBER_PAIRS.match(unpacked):
        raise UploadRefused(_("这个 PDF 的写法少见，没法检查，请打印成普通 PDF 再传"))
    return unpacked
