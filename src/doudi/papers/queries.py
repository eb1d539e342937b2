"""Reading papers and files back, opened; which numbers were given; what the verification page may say."""

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext_lazy as _

from doudi.law.papers import PaperKind
from doudi.papers.catalogue import read
from doudi.papers.content import Content, Programme
from doudi.papers.models import Paper, PaperBody, StoredFile
from doudi.papers.sealing import unseal

_TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")


@dataclass(frozen=True)
class IssuedPaper:
    """One issued paper with its PDF."""

    number: str
    kind: PaperKind
    on: date
    object_kind: str
    object_key: str
    town: str
    village: str
    by_name: str
    office_name: str
    sha256: str
    is_current: bool
    pdf: bytes

    @property
    def title(self) -> str:
        """The paper's title in lists."""
        return self.kind.title


@dataclass(frozen=True)
class KeptFile:
    """One file that somebody brought, with its bytes. `name` is what a download is called."""

    key: UUID
    label: str
    media_type: str
    object_kind: str
    object_key: str
    town: str
    village: str
    on: date
    sha256: str
    content: bytes

    @property
    def name(self) -> str:
        """A name for the download: what it is, the day, the right ending; nobody's own file name."""
        return f"{self.label}-{self.on:%Y%m%d}.{'pdf' if self.media_type == 'application/pdf' else 'jpg'}"


class Verdict(StrEnum):
    """What the verification page says; it never says whose paper it is."""

    AGREES = "agrees"
    REPLACED = "replaced"
    DIFFERS = "differs"
    UNKNOWN = "unknown"

    @property
    def sentence(self) -> str:
        """The words on the page."""
        return str(_SENTENCES[self])

    @property
    def advice(self) -> str:
        """What to do about it."""
        return str(_ADVICE[self])


_SENTENCES = {
    Verdict.AGREES: _("与系统一致"),
    Verdict.REPLACED: _("已被替换"),
    Verdict.DIFFERS: _("不一致：这份文件被改动过，请到发文机关核实"),
    Verdict.UNKNOWN: _("没有查到这份文书，请到发文机关核实"),
}
_ADVICE = {
    Verdict.AGREES: _("这个核验码的文书由本系统制发，现在有效。请看手里这份的文号、金额是否清楚，有没有涂改。"),
    Verdict.REPLACED: _("这个核验码的文书由本系统制发，后来换发了新的，请以新的为准。"),
    Verdict.DIFFERS: _("请以发文的镇（街道）存档的原件为准。"),
    Verdict.UNKNOWN: _("也可能是二维码没有扫全，请再扫一次；还查不到的，请打监督电话"),
}


def paper(number: str) -> IssuedPaper | None:
    """The paper of a number, opened; None when there is none or it lies outside the reader's areas.

    Errors: sealing.Unreadable.
    """
    found = _body(number)
    if found is None:
        return None
    row = found.paper
    return IssuedPaper(
        number=row.number, kind=PaperKind(row.kind), on=row.on, object_kind=row.object_kind,
        object_key=row.object_key, town=row.town, village=row.village, by_name=row.by_name,
        office_name=row.office_name, sha256=row.sha256, is_current=row.status == Paper.Status.CURRENT, pdf=unseal(found.pdf, f"papers_paperbody.pdf/{number}"),
    )  # fmt: skip


def content_of(number: str) -> Content | None:
    """What a paper says, as it was given; None as in `paper`. Errors: sealing.Unreadable."""
    found = _body(number)
    if found is None:
        return None
    text = unseal(found.content, f"papers_paperbody.content/{number}")
    return read(PaperKind(found.paper.kind), json.loads(text))


def _body(number: str) -> PaperBody | None:
    if "\0" in number:  # PostgreSQL keeps no such text
        return None
    return PaperBody.objects.select_related("paper").filter(paper__number=number).first()


def file(key: UUID) -> KeptFile | None:
    """The file of a key, opened; None when there is none or it lies outside the reader's areas.

    Errors: sealing.Unreadable.
    """
    row = StoredFile.objects.select_related("body").filter(key=key).first()
    if row is None:
        return None
    return KeptFile(
        key=row.key, label=row.label, media_type=row.media_type, object_kind=row.object_kind,
        object_key=row.object_key, town=row.town, village=row.village, on=row.on, sha256=row.sha256,
        content=unseal(row.body.body, f"papers_filebody.body/{key}"),
    )  # fmt: skip


def verdict(token: str, pdf: bytes | None = None) -> Verdict:
    """What the page behind a QR code says: of the paper, or of a PDF copy compared with what we issued.

    Readable by anybody: one function of the database answers with the status and the digest, and nothing else.
    """
    if not _TOKEN.fullmatch(token):
        return Verdict.UNKNOWN
    with connection.cursor() as cursor:
        cursor.execute("select status, sha256 from papers_standing(%s)", [token])
        found = cursor.fetchone()
    if found is None:
        return Verdict.UNKNOWN
    status, sha256 = found
    if pdf is not None and hashlib.sha256(pdf).hexdigest() != sha256:
        return Verdict.DIFFERS
    return Verdict.AGREES if status == Paper.Status.CURRENT else Verdict.REPLACED


@dataclass(frozen=True)
class Numbers:
    """The numbers given so far to one kind and programme by one office in one year; `gaps` should be empty."""

    office_code: str
    kind: PaperKind
    programme: Programme
    year: int
    given: tuple[str, ...]
    gaps: tuple[int, ...]


def numbers() -> list[Numbers]:
    """Every series of numbers, in order, for the replay of the log and the check that none is missing."""
    series: dict[tuple[str, str, str, int], dict[int, str]] = {}
    rows = Paper.objects.order_by("office_code", "kind", "programme", "year", "running")
    for office, kind, programme, year, running, number in rows.values_list(
        "office_code", "kind", "programme", "year", "running", "number"
    ):
        series.setdefault((office, kind, programme, year), {})[running] = number
    return [
        Numbers(
            office_code=office,
            kind=PaperKind(kind),
            programme=Programme(programme),
            year=year,
            given=tuple(given.values()),
            gaps=tuple(sorted(set(range(1, max(given) + 1)) - set(given))),
        )
        for (office, kind, programme, year), given in series.items()
    ]
