"""A step that a leader signs: taken only if what is signed is what was on the screen."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from doudi.accounts.acting import Acting
from doudi.cases.models import Case
from doudi.cases.signing import differences, digest, unseal
from doudi.cases.standing import Position, position
from doudi.cases.steps import Stale, Taking, begin, refuse_stale


def begin_signed(
    *,
    case: Case,
    code: str,
    version: int,
    seen: str,
    acting: Acting,
    summed: Callable[[Position, date], dict[str, Any]],
    labels: Mapping[str, str],
) -> tuple[Taking, dict[str, Any]]:
    """Lock the case, compute what is signed from its rows (`summed`), compare with what was on the screen, claim.

    Errors: NotNow; Stale with what differs, by its `labels`; ValueError for a `seen` that isn't ours or is an hour old.
    """
    signed, figures = unseal(seen)
    Case.objects.select_for_update().filter(pk=case.pk).first()
    case.refresh_from_db(fields=["version", "state"])
    refuse_stale(case, version)
    where = position(case, acting)
    content = summed(where, acting.on)
    if digest(content) != signed:
        raise Stale(differences(figures, content, labels))
    return begin(case=case, code=code, version=version, acting=acting, where=where), content
