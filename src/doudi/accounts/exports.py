"""导出任务: asked for with a reason where it is large, made by a worker, sealed, downloaded by who asked, gone in a day."""

import hashlib
import json
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from doudi.accounts.acting import Acting
from doudi.accounts.actions import note
from doudi.accounts.models import Export
from doudi.accounts.queries import acting_as, posts_of
from doudi.audit.actions import append
from doudi.audit.verbs import Verb
from doudi.vault.crypto import provider

LARGE = 200  # rows from which on an export is a job and needs a reason (S31)
KEPT = timedelta(hours=24)
State = Export.State


class NotYours(Exception):
    """The export isn't there, isn't this person's, or is gone."""


@transaction.atomic
def ask(*, what: str, query: Mapping[str, Any], rows: int, reason: str, acting: Acting) -> Export:
    """申请导出: kept with what the list was narrowed to, sealed. The log has the kind, the rows and the reason only."""
    made = Export.objects.create(
        number=f"DC-{acting.on:%Y%m%d}-{secrets.token_hex(3)}", officer_id=acting.officer_id, post=acting.post.value,
        division=acting.division, what=what, query=json.dumps(query, ensure_ascii=False), rows=rows, reason=reason,
        asked_at=acting.at, on=acting.on,
    )  # fmt: skip
    note(acting, Verb.EXPORT_ASKED, "export", made.number, {"what": what, "lines": rows, "reason": reason})
    return made


def exports_of(acting: Acting) -> QuerySet[Export]:
    """The exports that a person asked for, newest first, without their contents."""
    return Export.objects.filter(officer=acting.officer_id).defer("sealed", "query").order_by("-asked_at", "key")


def asker(export: Export, *, at: datetime) -> Acting | None:
    """Who asked, in the post and area in which they asked; None when they don't hold it any more (S10)."""
    if not export.officer.is_active:
        return None
    same = (export.post, export.division)
    seats = [seat for seat in posts_of(export.officer, export.on) if (seat.post.value, seat.division) == same]
    return acting_as(export.officer, seats[0], at=at, on=export.on) if seats else None


@transaction.atomic
def begin(*, key: UUID) -> Export | None:
    """Take up an export, also one whose worker was killed; None when it is over already."""
    found = Export.objects.select_for_update(of=("self",)).select_related("officer").filter(key=key).first()
    if found is None or found.state not in (State.WAITING, State.RUNNING):
        return None
    found.state, found.done = State.RUNNING, 0
    found.save(update_fields=["state", "done"])
    return found


@transaction.atomic
def progress(*, key: UUID, done: int, rows: int) -> None:
    """How many rows are written so far."""
    Export.objects.filter(key=key, state=State.RUNNING).update(done=done, rows=rows)


@transaction.atomic
def finish(*, key: UUID, content: bytes, rows: int, at: datetime) -> None:
    """The workbook is there: seal and keep it for a day."""
    found = Export.objects.get(key=key)
    Export.objects.filter(key=key, state=State.RUNNING).update(
        state=State.READY, rows=rows, done=rows, ready_at=at, expires_at=at + KEPT,
        sha256=hashlib.sha256(content).hexdigest(), sealed=provider().encrypt(content, _place(found)),
    )  # fmt: skip


@transaction.atomic
def fail(*, key: UUID) -> None:
    """It couldn't be made; who asked sees that and may ask again."""
    Export.objects.filter(key=key).exclude(state__in=[State.READY, State.GONE]).update(state=State.FAILED)


@transaction.atomic
def drop_expired(*, at: datetime) -> int:
    """Delete every content that was kept for a day; how many."""
    return Export.objects.filter(state=State.READY, expires_at__lte=at).update(state=State.GONE, sealed=None)


@transaction.atomic
def download(*, key: UUID, acting: Acting) -> tuple[str, bytes]:
    """The file's name, without anything personal, and its bytes; each download is an entry. Errors: NotYours."""
    found = Export.objects.filter(key=key, officer=acting.officer_id, state=State.READY).first()
    if found is None or found.sealed is None or (found.expires_at and found.expires_at <= acting.at):
        raise NotYours(str(key))
    content = provider().decrypt(bytes(found.sealed), _place(found))
    append(
        chain=f"day/{acting.login}/{acting.on.isoformat()}", actor=acting.actor, verb=Verb.ACCESS_EXPORTED,
        object_kind="export", object_key=found.number, facts={"what": found.what, "lines": found.rows}, at=acting.at,
        on=acting.on,
    )  # fmt: skip
    return f"{found.number}.xlsx", content


def asked_for(export: Export) -> dict[str, Any]:
    """What the list was narrowed to."""
    told: dict[str, Any] = json.loads(export.query)
    return told


def _place(export: Export) -> bytes:
    return f"accounts_export.sealed/{export.number}".encode()
