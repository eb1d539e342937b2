"""What people bring: photos are made anew, PDFs are looked through, everything else is refused with a sentence."""

from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from doudi.papers import pdfs
from doudi.papers.pdfs import UploadRefused

__all__ = ["CleanFile", "UploadRefused", "clean"]

MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 65_000_000
LONG_EDGE = 2048
QUALITY = 85

PDF, JPEG = "application/pdf", "image/jpeg"
_SUFFIXES = {".jpg": JPEG, ".jpeg": JPEG, ".png": "image/png", ".webp": "image/webp", ".pdf": PDF}
# Pillow knows some forty formats; only these three are ever given to it.
_FORMATS = ("JPEG", "PNG", "WEBP")
_HEADS = ((b"\xff\xd8\xff", "JPEG"), (b"\x89PNG\r\n\x1a\n", "PNG"))


@dataclass(frozen=True)
class CleanFile:
    """A file fit to be kept: the name it came with (never trusted for a path), its media type, its bytes."""

    name: str
    media_type: str
    body: bytes

    @property
    def suffix(self) -> str:
        """The ending a download of it gets."""
        return ".pdf" if self.media_type == PDF else ".jpg"


def clean(name: str, body: bytes) -> CleanFile:
    """A photo made anew (JPEG, upright, at most 2048 px, nothing but pixels), or a PDF without active parts.

    Errors: UploadRefused with a sentence for the person at the form.
    """
    shown = PurePosixPath(name.replace("\\", "/")).name
    suffix = PurePosixPath(shown).suffix.lower()
    if not body:
        raise UploadRefused(_("文件是空的，请重新选择"))
    if len(body) > MAX_BYTES:
        raise UploadRefused(_("文件超过 20 MB，请压缩或者分成几份再传"))
    if suffix not in _SUFFIXES:
        raise UploadRefused(_("只收照片（JPG、PNG、WebP）和 PDF，请换一种格式"))
    if body.startswith(b"%PDF-") and suffix == ".pdf":
        pdfs.look_through(body)
        return CleanFile(shown, PDF, body)
    if suffix == ".pdf":
        raise UploadRefused(_("这个文件不是 PDF，请重新导出或者拍照上传"))
    if _image_format(body) is None:
        raise UploadRefused(_("这个文件不是照片，请重新拍照上传"))
    return CleanFile(shown, JPEG, _made_anew(body))


def _image_format(body: bytes) -> str | None:
    """The format by the first bytes; the file's name has no say."""
    if body[:4] == b"RIFF" and body[8:12] == b"WEBP":
        return "WEBP"
    return next((known for head, known in _HEADS if body.startswith(head)), None)


def _made_anew(body: bytes) -> bytes:
    """The pixels of an image as a new JPEG. Its size is read from the header and judged before anything is decoded."""
    try:
        with Image.open(BytesIO(body), formats=_FORMATS) as image:
            _judge(image)
            image.draft("RGB", (LONG_EDGE, LONG_EDGE))
            upright = ImageOps.exif_transpose(image)
            upright.thumbnail((LONG_EDGE, LONG_EDGE), Image.Resampling.LANCZOS)
            return _pixels_only(upright)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise UploadRefused(_too_many_pixels()) from error
    except (OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError) as error:
        # Whatever a damaged image makes the decoder say, the answer is the same.
        raise UploadRefused(_("照片打不开，可能没有传完，请重新拍照上传")) from error


def _judge(image: Image.Image) -> None:
    width, height = image.size
    if width * height > MAX_PIXELS:
        raise UploadRefused(_too_many_pixels())
    if image.format in ("PNG", "WEBP") and getattr(image, "n_frames", 1) > 1:
        raise UploadRefused(_("这是动图，请换成普通照片"))


def _too_many_pixels() -> str:
    return _("照片的像素太多（最多 6500 万），请用手机的普通模式重拍")


def _pixels_only(image: Image.Image) -> bytes:
    if image.mode.startswith("I;16"):
        image = image.point(lambda value: value * (1 / 256)).convert("L")
    if image.has_transparency_data:
        layered = image.convert("RGBA")
        image = Image.new("RGBA", layered.size, "white")
        image.alpha_composite(layered)
    fresh = Image.new("RGB", image.size)
    fresh.paste(image.convert("RGB"))
    out = BytesIO()
    fresh.save(out, format="JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()
