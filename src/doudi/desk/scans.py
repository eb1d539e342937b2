"""Keeping what was uploaded with a form: cleaned, sealed, laid on file by its digest."""

from collections.abc import Iterable
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from doudi.accounts.acting import Acting
from doudi.cases.models import Case
from doudi.law.papers import PaperKind
from doudi.papers.actions import store
from doudi.papers.uploads import clean
from doudi.verification.actions import StoredScan


def keep_scans(files: "Iterable[UploadedFile[Any]]", kind: PaperKind, case: Case, acting: Acting) -> list[StoredScan]:
    """Store each upload for a case. Errors: papers.uploads.UploadRefused with a sentence for the field."""
    kept = []
    for file in files or ():
        stored = store(
            clean=clean(file.name or "", file.read()), object_kind="case", object_key=case.number, label=kind.title,
            town=case.town, village=case.village, on=acting.on, at=acting.at, by_login=acting.login,
        )  # fmt: skip
        kept.append(StoredScan(stored.key, stored.sha256, kind))
    return kept
