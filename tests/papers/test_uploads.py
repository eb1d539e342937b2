"""Photos are made anew without what hides in them; everything that isn't a photo or a PDF is refused in words."""

import struct
import time
import zlib
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from doudi.papers.uploads import JPEG, LONG_EDGE, MAX_BYTES, PDF, UploadRefused, clean


def photo(size: tuple[int, int] = (640, 480), form: str = "JPEG", mode: str = "RGB", **how: Any) -> bytes:
    out = BytesIO()
    Image.new(mode, size, how.pop("color", 0)).save(out, form, **how)
    return out.getvalue()


def flood(width: int, height: int) -> bytes:
    """A PNG of a few bytes whose header claims this size."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 99)) + chunk(b"IEND", b"")
    )


def opened(body: bytes) -> Image.Image:
    image = Image.open(BytesIO(body))
    image.load()
    return image


@pytest.mark.parametrize(("name", "form"), [("a.jpg", "JPEG"), ("a.PNG", "PNG"), ("a.webp", "WEBP"), ("a.jpeg", "PNG")])
def test_photos_become_jpeg(name: str, form: str) -> None:
    made = clean(name, photo(form=form))
    assert (made.media_type, made.suffix, opened(made.body).format) == (JPEG, ".jpg", "JPEG")


def test_exif_place_comment_and_profile_are_gone() -> None:
    exif = Image.Exif()
    exif[0x010F] = "PhoneMaker"
    exif.get_ifd(0x8825)[2] = (35.0, 29.0, 0.0)
    made = clean("a.jpg", photo(exif=exif, comment=b"serial 12345", icc_profile=b"P" * 200))
    image = opened(made.body)
    assert not image.getexif()
    assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    for secret in (b"PhoneMaker", b"serial", b"GPS", b"PPPP"):
        assert secret not in made.body


def test_what_hangs_behind_the_pixels_is_gone() -> None:
    made = clean("a.jpg", photo() + b"PK\x03\x04<script>alert(1)</script>")
    assert b"script" not in made.body


def test_a_photo_held_sideways_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    assert opened(clean("a.jpg", photo((800, 600), exif=exif)).body).size == (600, 800)


@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_the_long_edge_is_bounded(form: str) -> None:
    image = opened(clean("a.jpg", photo((6000, 3000), form)).body)
    assert image.size == (LONG_EDGE, LONG_EDGE // 2)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "L", "1", "I;16"])
def test_every_way_of_storing_pixels_is_taken(mode: str) -> None:
    made = clean("a.png", photo((30, 20), "PNG", mode))
    assert opened(made.body).mode == "RGB"


def test_what_was_transparent_becomes_white() -> None:
    image = opened(clean("a.png", photo((8, 8), "PNG", "RGBA", color=(0, 0, 0, 0))).body)
    assert image.getpixel((4, 4)) == (255, 255, 255)


def test_sixteen_bits_keep_their_grey() -> None:
    image = opened(clean("a.png", photo((8, 8), "PNG", "I;16", color=0x8000)).body)
    assert image.getpixel((4, 4)) == (128, 128, 128)


@pytest.mark.parametrize(("width", "height"), [(30_000, 30_000), (12_000, 12_000), (8_100, 8_100)])
@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
def test_a_flood_of_pixels_is_refused_before_any_is_decoded(width: int, height: int) -> None:
    began = time.perf_counter()
    with pytest.raises(UploadRefused, match="像素太多"):
        clean("a.png", flood(width, height))
    assert time.perf_counter() - began < 0.5


def test_a_flood_is_refused_where_warnings_are_errors_too() -> None:
    with pytest.raises(UploadRefused, match="像素太多"):
        clean("a.png", flood(12_000, 12_000))


def moving(form: str) -> bytes:
    out = BytesIO()
    frames = [Image.new("RGB", (9, 9), shade) for shade in ("red", "blue")]
    frames[0].save(out, form, save_all=True, append_images=frames[1:])
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "body", "says"),
    [
        ("a.jpg", b"", "空的"),
        ("a.jpg", b"MZ\x90\x00" + bytes(range(256)), "不是照片"),
        ("a.exe", b"MZ\x90\x00", "只收照片"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "只收照片"),
        ("a.png", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "不是照片"),
        ("a.gif", b"GIF89a/*" + b"\0" * 40 + b"*/=1;alert(1)", "只收照片"),
        ("a.jpg", b"GIF89a/*" + b"\0" * 40 + b"*/=1;alert(1)", "不是照片"),
        ("a.pdf", b"<html><script>alert(1)</script>", "不是 PDF"),
        ("a.jpg", b"%PDF-1.7\n", "不是照片"),
        ("a.docx", b"PK\x03\x04", "只收照片"),
        ("a.jpg", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "不是照片"),
        ("a", photo(), "只收照片"),
        ("a.jpg", photo()[:400], "打不开"),
        ("a.jpg", b"\xff\xd8\xff" + b"\0" * 300, "打不开"),
        ("a.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "打不开"),
        ("a.webp", b"RIFF\x10\0\0\0WEBPVP8 " + b"\0" * 50, "打不开"),
    ],
    ids=lambda value: value[:12] if isinstance(value, bytes) else value,
)
def test_what_is_no_photo_is_refused_in_words(name: str, body: bytes, says: str) -> None:
    with pytest.raises(UploadRefused, match=says):
        clean(name, body)


@pytest.mark.parametrize(
    ("name", "body"), [("a.gif", moving("GIF")), ("a.png", moving("PNG")), ("a.webp", moving("WEBP"))]
)
def test_moving_pictures_are_refused(name: str, body: bytes) -> None:
    with pytest.raises(UploadRefused, match=r"动图|只收照片"):
        clean(name, body)


def test_more_than_twenty_megabytes_are_refused_unread() -> None:
    with pytest.raises(UploadRefused, match="20 MB"):
        clean("a.jpg", b"\xff\xd8\xff" + b"\0" * MAX_BYTES)


def test_the_name_loses_its_folders() -> None:
    assert clean("../../etc/a.jpg", photo()).name == "a.jpg"
    assert clean("C:\\照片\\户主.jpg", photo()).name == "户主.jpg"


def test_a_pdf_is_kept_as_it_is() -> None:
    body = b"%PDF-1.4\n1 0 obj<</Type/Page>>endobj\n%%EOF\n"
    made = clean("证明.pdf", body)
    assert (made.media_type, made.suffix, made.body) == (PDF, ".pdf", body)
