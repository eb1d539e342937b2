"""What a leader signs: the summary that was on the screen, its digest, and what changed since."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core import signing

from doudi.cases.assessment import answer_of, facts_for
from doudi.cases.models import Case, Opinion
from doudi.cases.rows import CaseRows
from doudi.cases.standing import Position

LABELS: Mapping[str, str] = {
    "version": "案件版本", "state": "环节", "outcome": "结论", "total": "月保障金额", "base": "补差",
    "supplement": "分类施保", "care": "照料护理费", "members": "保障人口", "income_per_head": "人均月收入", "opinion": "拟定意见",
}  # fmt: skip


def summary(where: Position, on: date, rows: CaseRows | None = None) -> dict[str, Any]:
    """Everything a signature is bound to: the case's version, the opinion, the facts and the calculation of the day; of the
    case's `rows` where they were read already."""
    case = where.case
    facts = facts_for(case, on, rows=rows)
    answer = answer_of(facts)
    opinion = _newest_opinion(case, rows)
    return {
        "case": case.number, "version": case.version, "state": case.state, "opinion": opinion.pk if opinion else None,
        "outcome": answer["outcome"], "base": answer["amounts"]["base"],
        "supplement": answer["amounts"]["supplement"], "care": answer["amounts"]["care"], "total": answer["amounts"]["total"],
        "members": answer["members"], "income_per_head": answer["income_per_head"],
        "facts": facts, "answer": answer, "papers": sorted(kind.value for kind in where.standing.on_file),
    }  # fmt: skip


def _newest_opinion(case: Case, rows: CaseRows | None) -> Opinion | None:
    if rows is None:
        return Opinion.objects.filter(case=case).order_by("-pk").first()
    return rows.opinions[-1] if rows.opinions else None


def digest(content: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical JSON of a summary, hexadecimal."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def seal(content: Mapping[str, Any], labels: Mapping[str, str] = LABELS) -> str:
    """The figures of a summary that have `labels`, signed by the server, for the form to carry back."""
    seen = {key: str(content[key]) for key in labels}
    return signing.dumps({"digest": digest(content), "seen": seen}, salt="doudi.signing", compress=True)


def unseal(token: str) -> tuple[str, dict[str, str]]:
    """The digest and the figures that were on the screen. Errors: ValueError for a forged or stale token."""
    try:
        carried = signing.loads(token, salt="doudi.signing", max_age=3600)
    except signing.BadSignature as wrong:
        raise ValueError("签批页已过期，请重新打开") from wrong
    return carried["digest"], carried["seen"]


def differences(seen: Mapping[str, str], now: Mapping[str, Any], labels: Mapping[str, str] = LABELS) -> list[str]:
    """What differs between the figures on the screen and those of now, one sentence each."""
    found = [
        f"{label}：打开时 {seen.get(key, '')}，现在 {now[key]}"
        for key, label in labels.items()
        if seen.get(key) != str(now[key])
    ]
    return found or ["家庭情况或材料有改动"]
