"""What is supposed of a parameter in part, with the rest of it as it will be on the day."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from doudi.cases.assessment import registry
from doudi.law.codes import AREAS, PROGRAMMES_SHORT
from doudi.law.parameter_words import in_words
from doudi.law.parameters import national
from doudi.law.quantities import Quantity
from doudi.law.writing import written


def completed(quantity: Quantity, raw: Any, day: date, division: str, area: str) -> Any:
    """A value in the form of a facts file: the cells or categories given, the others as in force on the day.

    Errors: law's FactsError where what is in force doesn't fill the gaps.
    """
    found = registry().in_force(day, division, area).values.get(quantity.name)
    whole = _over(written(quantity, found.value) if found else None, raw)
    quantity.read(whole, quantity.name)
    return whole


def _over(known: Any, given: Any) -> Any:
    if isinstance(given, Mapping):
        base = known if isinstance(known, Mapping) else {}
        return {**base, **{key: _over(base.get(key), value) for key, value in given.items()}}
    return _with_others(known or [], given) if isinstance(given, list) else given


def _with_others(known: Sequence[Any], given: Sequence[Any]) -> list[Any]:
    """Supplements of categories that weren't given stay."""
    new = {each["category"] for each in given}
    return [*(each for each in known if each["category"] not in new), *given]


def supposed_words(plan: Mapping[str, Any]) -> list[str]:
    """What a kept plan supposes, each in a sentence."""
    areas: dict[str, list[str]] = {}
    for each in plan["values"]:
        areas.setdefault(_worded(each), []).append(AREAS[each["area"]])
    told = [_("%s起，%s%s") % (plan["since"], words, _alone(found)) for words, found in areas.items()]
    return [*told, *_once(plan["one_off"])]


def _worded(value: Mapping[str, Any]) -> str:
    quantity = national()[0][value["name"]]
    return f"{quantity.title}：{in_words(quantity, quantity.read(value['raw'], quantity.name))}"


def _alone(areas: Sequence[str]) -> str:
    return f"（{areas[0]}）" if len(areas) == 1 else ""


def _once(told: Mapping[str, str]) -> list[str]:
    if not told:
        return []
    whom = PROGRAMMES_SHORT.get(told["programme"], _("低保和特困"))
    return [_("%(month)s 一次性发放“%(title)s”，%(whom)s每人 %(a_person)s 元") % {**told, "whom": whom}]
