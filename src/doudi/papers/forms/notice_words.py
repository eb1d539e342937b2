"""A numbered notice in words, as its .docx template names them: days, sums and flags ready to print."""

from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from doudi.papers.content import Content, GrantNotice, Programme, RefusalNotice, WorkingLine
from doudi.papers.plain import cents, one_line
from doudi.papers.rendering import bases, small_lines, with_article
from doudi.papers.turns import (
    Addressee,
    ExtensionNotice,
    ObjectionAnswer,
    ReopeningNotice,
    StopNotice,
    TransferNotice,
)


def in_words(content: Content, *, number: str, office_name: str, on: date) -> dict[str, Any]:
    """All that a notice's template may name; `number`, `office_name` and `on` as the paper was issued."""
    name, masked = content.applicant.name, content.applicant.id_masked
    is_hardship = content.programme is Programme.EXTREME_HARDSHIP_SUPPORT
    lines: tuple[WorkingLine, ...] = getattr(content, "lines", ())
    main, clauses = bases(lines) if lines else ("", [])
    found: dict[str, Any] = _words(content)
    return {
        **found, "title": content.title, "number": number, "office": office_name, "on": _day(on),
        "to": one_line(f"{name}（证件号{masked}）" if masked else name), "receiver": one_line(content.receiver),
        "scheme": content.area.words + content.programme.words, "hardship": is_hardship, "allowance": not is_hardship,
        "lines": [
            {"label": line.label, "formula": line.shown_formula, "figure": line.figure, "basis": _basis(line, clause)}
            for line, clause in zip(lines, clauses, strict=True)
        ],
        "notes": "　".join(small_lines(content, number, lines, main)[1:]), **_own(content, on),
    }  # fmt: skip


def _own(content: Content, on: date) -> dict[str, Any]:
    """What single kinds need besides: flags, counts and months."""
    match content:
        case GrantNotice():
            return {
                "count": str(len(content.members)), "first_month": _month(content.first_month),
                "people": _people(content), "is_over": on > content.publicity.until,
                "runs": on <= content.publicity.until, "span": _span(content.publicity.since, content.publicity.until),
                "has_institution": bool(content.support and content.support.institution),
            }  # fmt: skip
        case RefusalNotice():
            edge, why = content.edge, [_reason(content, at) for at in range(len(content.reasons))]
            return {
                "people": _people(content), "is_edge": edge is not None, "has_open": bool(content.open),
                "open": "；".join(content.open), "edge_open": "；".join(edge.open) if edge else "",
                "why": [{"text": text} for text in why], "reasons_told": "\n　　".join(why),
            }  # fmt: skip
    return _of_turn(content)


def _of_turn(content: Content) -> dict[str, Any]:
    """The clause in its brackets, empty where the notice cites none; the day that was counted on before, where known."""
    if isinstance(content, StopNotice):
        return _of_stop(content)
    if isinstance(content, ObjectionAnswer):
        return _of_objection(content)
    if not isinstance(content, ExtensionNotice | TransferNotice | ReopeningNotice):
        return {}
    was_due = content.was_due if isinstance(content, ExtensionNotice) else None
    return {
        "cited": f"（{_words(content.clause)}）" if content.clause else "", "household": _household(content),
        "was_told": f"（原定{_day(was_due)}）" if was_due else "",
    }  # fmt: skip


def _of_stop(content: StopNotice) -> dict[str, Any]:
    name, since = one_line(content.applicant.name), _month(content.stopped_from)
    paid = (
        f"：发放到{_month(content.last_month)}为止，自{since}起停发" if content.last_month else f"，自{since}起不再发放"
    )
    to = {"to": f"{name}（证件号{content.applicant.id_masked}）的亲属、照料人"} if content.died else {}
    return {"ending": paid, "whose": f"{name}的" if content.died else "您的", "lives": not content.died, **to}


def _of_objection(content: ObjectionAnswer) -> dict[str, Any]:
    """To the family, or to the objector, who reads no number of the case and, where it ended, nothing of what was found."""
    is_family, scheme = content.addressee is Addressee.APPLICANT, content.area.words + content.programme.words
    to = {} if is_family else {"to": one_line(content.objector), "case_number": ""}
    return {
        "subject": f"拟终止{scheme}" if content.stopping else scheme, "household": _household(content),
        "outcome": "异议成立" if content.upheld else "异议不成立",
        "basis": f"{content.programme.method}第{_article(content)}条", "to_family": is_family, "to_objector": not is_family,
        "has_ended": bool(content.ended), "is_answered": not content.ended, **to,
    }  # fmt: skip


def _article(content: ObjectionAnswer) -> str:
    """The article that an objection is answered by: 43号 第二十六条, 第十五条; 57号 第十九条."""
    is_hardship = content.programme is Programme.EXTREME_HARDSHIP_SUPPORT
    return "二十六" if content.stopping else "十五" if is_hardship else "十九"


def _household(content: Content) -> str:
    """低保 is a household's, 特困 a person's."""
    return "" if content.programme is Programme.EXTREME_HARDSHIP_SUPPORT else "户"


def _reason(content: RefusalNotice, at: int) -> str:
    reason = content.reasons[at]
    number = f"{at + 1}." if len(content.reasons) > 1 else ""
    return with_article(one_line(f"{number}{reason.text}（{reason.clause}）。"))


def _people(content: GrantNotice | RefusalNotice) -> str:
    return "、".join(f"{one_line(one.name)}（{one.relation}）" for one in content.members)


def _basis(line: WorkingLine, clause: str) -> str:
    return f"{clause} ※" if line.sample else clause


def _words(value: Any) -> Any:
    match value:
        case StrEnum():
            return value.value
        case str():
            return with_article(one_line(value))
        case date():
            return _day(value)
        case Decimal():
            return f"{cents(value):,}".replace("-", "−")
        case tuple():
            return [_words(each) for each in value]
    return _within(value)


def _within(value: Any) -> Any:
    """The fields of a part of a paper; an empty text for nothing."""
    if is_dataclass(value):
        return {each.name: _words(getattr(value, each.name)) for each in fields(value)}
    return "" if value is None else value


def _day(value: date) -> str:
    return f"{value.year}年{value.month}月{value.day}日"


def _month(value: date) -> str:
    return f"{value.year}年{value.month}月"


def _span(since: date, until: date) -> str:
    end = f"{until.month}月{until.day}日" if since.year == until.year else _day(until)
    return f"{_day(since)}至{end}"
