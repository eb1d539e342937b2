"""A family registered in the browser, section by section, by the names of the fields."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from browser.desk import Person
from factories.golden import id_number


@dataclass(frozen=True)
class Application:
    """What a family says when it registers."""

    family: tuple[Any, ...]
    income: tuple[Mapping[str, str], ...]
    account: tuple[str, str, str]
    assets: tuple[Mapping[str, str], ...] = ()
    agent: tuple[str, str] = ("", "")
    programme: str = "subsistence_allowance"
    area: str = "urban"
    obligors: tuple[Mapping[str, str], ...] = ()
    place: int = 700


def register(who: Person, said: Application, *, missing: str = "") -> str:
    """Fill in the sections one after the other and submit; the case's number. `missing`: whose papers lack."""
    who.go("/desk/drafts/new/")
    if len(who.options("village")) > 1:
        who.fill({"village": who.options("village")[1]})
    who.press("开始登记")
    place = {
        "address": "12 号",
        "reason": "因病，收入低",
        "phone": "13900000000",
        "area": said.area,
        "programme": said.programme,
    }
    who.fill(place | dict(zip(("agent_name", "agent_relation"), said.agent, strict=True)))
    who.press("保存并继续")
    people = [
        {"name": name, "id_number": id_number(born, said.place, sex), "relation": relation} | more
        for name, born, sex, relation, more in said.family
    ]
    lines(who, "family", "name", people)
    who.picture("registration")
    who.press("保存并继续")
    lines(who, "income", "kind", said.income)
    who.press("保存并继续")
    lines(who, "property", "kind", said.assets)
    who.press("保存并继续")
    lines(who, "obligors", "name", said.obligors)
    who.press("保存并继续")
    who.fill(dict(zip(("owner_name", "bank", "number"), said.account, strict=True)))
    who.press("保存并继续")
    tick(who, missing)
    who.press("保存，去核对")
    who.picture("phone", width=390)
    who.press("提交登记")
    return who.page.url.rstrip("/").rsplit("/", 1)[1]


def lines(who: Person, prefix: str, first: str, rows: Sequence[Mapping[str, str]]) -> None:
    """Fill in repeated lines, pressing 再加一… where one lacks."""
    for at, row in enumerate(rows):
        if not who.page.locator(f"main [name='{prefix}-{at}-{first}']").count():
            who.press("再加一")
        who.fill({f"{prefix}-{at}-{key}": value for key, value in row.items()})


def tick(who: Person, missing: str) -> None:
    """Tick every required paper but those of the person whose are missing."""
    for fieldset in who.page.locator("main form#section fieldset").all():
        words = fieldset.inner_text()
        if "有就交" not in words and (not missing or missing not in words):
            fieldset.locator("input[type=checkbox]").check()
