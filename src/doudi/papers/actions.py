"""Issuing a paper and keeping a file: numbered, printed, sealed, stored, all in the caller's transaction."""

import hashlib
import json
import secrets
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from doudi.law.papers import PaperKind
from doudi.papers.catalogue import read
from doudi.papers.content import Content
from doudi.papers.models import FileBody, Paper, PaperBody, StoredFile
from doudi.papers.numbers import number_of, take_next, whole_name
from doudi.papers.plain import ContentError
from doudi.papers.rendering import laid_out, press
from doudi.papers.sealing import seal
from doudi.papers.uploads import CleanFile, UploadRefused

MAX_FILES = 60


@transaction.atomic
def issue(  # noqa: PLR0913 (a paper has this many sides, all by keyword)
    *,
    kind: PaperKind,
    office_code: str,
    office_name: str,
    on: date,
    at: datetime,
    object_kind: str,
    object_key: str,
    town: str,
    village: str,
    content: Content | Mapping[str, Any],
    by_login: str,
    by_name: str,
    replaces: Paper | None = None,
) -> Paper:
    """签发文书: take the next number of the office, kind, programme and year, print, seal and store.

    `office_name` may be the division's name (北石店镇) or the whole one. The log entry `paper.issued` is the caller's.
    `replaces` marks an earlier paper of the same object 已被替换.
    Errors: ContentError (the content is not of this kind, or incomplete), rendering.CannotPrint; then no number is used.
    """
    said = content if isinstance(content, Content) else read(kind, content)
    if said.kind is not kind:
        raise ContentError(f"{kind}: the content is that of {said.kind}")
    office = whole_name(office_name)
    running = take_next(office_code=office_code, kind=kind, programme=said.programme, year=on.year)
    number = number_of(office_name=office, programme=said.programme, kind=kind, year=on.year, running=running)
    token = secrets.token_urlsafe(16)
    printed = laid_out(said, number=number, office_name=office, on=on, address=address_of(token))
    pdf = press().pdf(printed, on=on)
    paper = Paper.objects.create(
        number=number, kind=kind, programme=said.programme, office_code=office_code, office_name=office,
        year=on.year, running=running, on=on, at=at, object_kind=object_kind, object_key=object_key,
        town=town, village=village, by_login=by_login, by_name=by_name,
        sha256=hashlib.sha256(pdf).hexdigest(), token=token,
    )  # fmt: skip
    _keep(paper, said, pdf)
    if replaces is not None:
        _replace(replaces, paper)
    return paper


def _keep(paper: Paper, said: Content, pdf: bytes) -> None:
    """Seal what a paper says and its PDF, each under its own place."""
    text = json.dumps(said.as_data(), ensure_ascii=False, sort_keys=True).encode()
    PaperBody.objects.create(
        paper=paper, town=paper.town, village=paper.village,
        content=seal(text, f"papers_paperbody.content/{paper.number}"),
        pdf=seal(pdf, f"papers_paperbody.pdf/{paper.number}"),
    )  # fmt: skip


def _replace(old: Paper, new: Paper) -> None:
    same = (old.object_kind, old.object_key) == (new.object_kind, new.object_key)
    holds = Paper.objects.filter(pk=old.pk, status=Paper.Status.CURRENT)
    if not same or not holds.update(status=Paper.Status.REPLACED, replaced_by=new):
        raise ValueError(f"{old.number} is not a current paper of {new.object_kind} {new.object_key}")


def address_of(token: str) -> str:
    """Where the QR code of a paper leads: a page that says only whether it agrees with the system."""
    public = getattr(settings, "DOUDI_PUBLIC_URL", "http://127.0.0.1:8000")
    return f"{public.rstrip('/')}/v/{token}"


@transaction.atomic
def store(  # noqa: PLR0913 (as above)
    *,
    clean: CleanFile,
    object_kind: str,
    object_key: str,
    label: str,
    town: str,
    village: str,
    on: date,
    at: datetime,
    by_login: str,
) -> StoredFile:
    """保存材料: seal and store a cleaned file under a new random key. The log entry `file.stored` is the caller's.

    Errors: UploadRefused when the object has 60 files already.
    """
    if StoredFile.objects.filter(object_kind=object_kind, object_key=object_key).count() >= MAX_FILES:
        raise UploadRefused(_("这个案件已经存了 %(most)s 个文件，请把几张合成一个 PDF 再传") % {"most": MAX_FILES})
    file = StoredFile.objects.create(
        label=label, object_kind=object_kind, object_key=object_key, media_type=clean.media_type,
        size=len(clean.body), sha256=hashlib.sha256(clean.body).hexdigest(),
        town=town, village=village, on=on, at=at, by_login=by_login,
    )  # fmt: skip
    FileBody.objects.create(
        file=file, town=town, village=village, body=seal(clean.body, f"papers_filebody.body/{file.key}")
    )
    return file
