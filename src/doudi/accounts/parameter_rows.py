"""Values of parameters set at the desk: entered by one person of the bureau, confirmed by another; withdrawn likewise (N5)."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from doudi.accounts.acting import Acting
from doudi.accounts.models import ParameterValue
from doudi.accounts.parameters import IN_FORCE, dated
from doudi.audit.actions import append
from doudi.audit.records import redacted
from doudi.audit.verbs import Verb
from doudi.law.codes import AREAS
from doudi.law.days import add_months
from doudi.law.divisions import tree
from doudi.law.parameter_words import in_words
from doudi.law.parameters import national
from doudi.law.quantities import Quantity
from doudi.law.reading import FactsError
from doudi.law.writing import written

State = ParameterValue.State
EARLIEST = date(2007, 1, 1)
AHEAD = 3  # years


class CannotSet(Exception):
    """A value can't be entered or decided; `field` is the form's field (empty: none), the text the sentence for it."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True)
class ValueEntry:
    """What is entered: `raw` in the form of `parameters` of a facts file, None where what held before ends.

    `division`: 6 or 9 digits; `area` urban, rural or empty for both; `published` is the day of the document.
    """

    name: str
    raw: Any
    division: str
    area: str
    since: date
    source: str
    clause: str
    published: date | None = None
    note: str = ""


def settable() -> dict[str, Quantity]:
    """The parameters that a place sets; a floor of the state isn't one."""
    return {name: quantity for name, quantity in national()[0].items() if not quantity.national}


@transaction.atomic
def enter(*, entry: ValueEntry, acting: Acting) -> ParameterValue:
    """录入一项参数值: nothing counts by it until somebody else has confirmed. Errors: CannotSet."""
    quantity = settable().get(entry.name)
    if quantity is None:
        raise CannotSet("name", "没有这个参数，或者不由本地设定")
    _refuse_scope(quantity, entry, acting)
    _refuse_same(entry)
    try:
        with transaction.atomic():
            row = _created(quantity, entry, acting)
    except IntegrityError as twice:
        raise CannotSet("since", "刚刚有人录入了同一范围、同一起日的值，请看“标准与参数”页") from twice
    _log(row, Verb.PARAMETER_ENTERED, acting)
    return row


def _created(quantity: Quantity, entry: ValueEntry, acting: Acting) -> ParameterValue:
    return ParameterValue.objects.create(
        name=entry.name, division=entry.division, area=entry.area, since=entry.since, value=_text(quantity, entry.raw),
        source=redacted(entry.source), clause=redacted(entry.clause), published=entry.published, note=redacted(entry.note),
        entered_by=acting.login, entered_name=acting.name, entered_on=acting.on,
    )  # fmt: skip


def _text(quantity: Quantity, raw: Any) -> str:
    """The value as canonical JSON, after the quantity's own reading."""
    try:
        value = None if raw is None else quantity.read(raw, quantity.name)
    except FactsError as wrong:
        raise CannotSet("value", wrong.sentence) from wrong
    return json.dumps(written(quantity, value), ensure_ascii=False, sort_keys=True)


def _refuse_scope(quantity: Quantity, entry: ValueEntry, acting: Acting) -> None:
    if not _is_of_district(entry.division, acting.division[:6]):
        raise CannotSet("division", "范围须是本区，或本区的一个镇（街道）")
    if entry.area not in ("", *AREAS):
        raise CannotSet("area", "请从列出的选项里选")
    if not quantity.local and (entry.area or len(entry.division) != 6):
        raise CannotSet("area" if entry.area else "division", "这一项是全区、城乡一样的")
    if not EARLIEST <= entry.since <= add_months(acting.on, 12 * AHEAD):
        raise CannotSet("since", f"起日须在 {EARLIEST.year} 年以后、三年以内，请核对年份")


def _is_of_district(division: str, district: str) -> bool:
    return len(division) in (6, 9) and division in tree() and division[:6] == district


def _refuse_same(entry: ValueEntry) -> None:
    same = ParameterValue.objects.filter(
        name=entry.name, division=entry.division, area=entry.area, since=entry.since,
        state__in=[State.PROPOSED, *IN_FORCE],
    ).first()  # fmt: skip
    if same is None:
        return
    if same.state == State.PROPOSED:
        raise CannotSet("since", f"同一范围、同一起日已有一项由{same.entered_name}录入，待他人确认")
    raise CannotSet("since", "同一范围、同一起日已有生效的值；那一项有误的，请先撤销")


@transaction.atomic
def decide(*, row: ParameterValue, accept: bool, acting: Acting) -> ParameterValue:
    """确认或不予采用: by another person; calculations of its days and places take it from the next request on. Errors: CannotSet."""
    row = _locked(row)
    if row.state != State.PROPOSED:
        raise CannotSet("", "这一项已经处理过")
    if row.entered_by == acting.login:
        raise CannotSet("", "录入和确认须是两个人，请由另一人确认")
    row.state = State.CONFIRMED if accept else State.REJECTED
    row.decided_by, row.decided_name, row.decided_at = acting.login, acting.name, acting.at
    row.save(update_fields=["state", "decided_by", "decided_name", "decided_at"])
    _log(row, Verb.PARAMETER_DECIDED, acting, outcome="确认" if accept else "不予采用")
    return row


@transaction.atomic
def ask_withdrawal(*, row: ParameterValue, reason: str, acting: Acting) -> ParameterValue:
    """提出撤销一项有误的值: it stays in force until another person agrees. Errors: CannotSet."""
    row = _locked(row)
    if row.state != State.CONFIRMED:
        raise CannotSet("", "只有已生效的值可以撤销，这一项现在不是")
    row.state, row.asked_reason = State.LEAVING, redacted(reason)
    row.asked_by, row.asked_name, row.asked_on = acting.login, acting.name, acting.on
    row.save(update_fields=["state", "asked_by", "asked_name", "asked_on", "asked_reason"])
    _log(row, Verb.PARAMETER_WITHDRAWAL_ASKED, acting, reason=row.asked_reason)
    return row


@transaction.atomic
def decide_withdrawal(*, row: ParameterValue, accept: bool, acting: Acting) -> ParameterValue:
    """同意撤销: what held before holds again, decisions already made stay. Not agreed: it goes on. Errors: CannotSet."""
    row = _locked(row)
    if row.state != State.LEAVING:
        raise CannotSet("", "没有待确认的撤销，或者已经处理过")
    if row.asked_by == acting.login:
        raise CannotSet("", "提出撤销和确认撤销须是两个人，请由另一人办理")
    row.state = State.WITHDRAWN if accept else State.CONFIRMED
    if accept:
        row.ended_by, row.ended_name, row.ended_at = acting.login, acting.name, acting.at
    row.save(update_fields=["state", "ended_by", "ended_name", "ended_at"])
    _log(row, Verb.PARAMETER_WITHDRAWAL_DECIDED, acting, outcome="同意" if accept else "没有同意")
    return row


def _locked(row: ParameterValue) -> ParameterValue:
    return ParameterValue.objects.select_for_update().get(pk=row.pk)


def rows_seen(acting: Acting) -> QuerySet[ParameterValue]:
    """Every row that concerns the person's area: the district's and, of towns, one's own; newest day first."""
    found = ParameterValue.objects.order_by("-since", "-pk")
    if acting.post.is_district:
        return found
    town = acting.division[:9]
    return found.filter(division__in=[town[:6], town])


def row_facts(row: ParameterValue) -> dict[str, Any]:
    """What the log keeps of a row; the replay rebuilds it from this."""
    return {
        "parameter": row.pk, "name": row.name, "division": row.division, "area": row.area,
        "since": row.since.isoformat(), "value": row.value, "source": row.source, "clause": row.clause,
        "published": row.published.isoformat() if row.published else None, "note": row.note, "state": row.state,
    }  # fmt: skip


def _log(row: ParameterValue, verb: Verb, acting: Acting, **more: str) -> None:
    quantity = national()[0][row.name]
    told = {"title": quantity.title, "words": in_words(quantity, dated(row).value)}
    append(
        chain=f"parameter/{row.name}", actor=acting.actor, verb=verb, object_kind="parameter", object_key=str(row.pk),
        facts={**row_facts(row), **told, **more}, at=acting.at, on=acting.on,
    )  # fmt: skip
