"""申请登记: what was typed into a draft, section by section, wrong entries included."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.forms import BaseForm, BaseFormSet
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from doudi.accounts.acting import Acting
from doudi.cases.models import Draft
from doudi.cases.steps import NotNow
from doudi.desk.forms.registering import form_for
from doudi.desk.forms.registering_people import Around, Person
from doudi.desk.forms.registering_place import AGENT
from doudi.desk.guard import DeskRequest
from doudi.law.divisions import tree
from doudi.ui.errors import AnyForm
from doudi.vault.fields import Unreadable

Fields = dict[str, list[str]]
KEY = re.compile(r"[1-9]\d{0,3}")


@dataclass
class Typed:
    """The content of a draft. `savers` are the logins that saved each section last; keys of people rise for ever."""

    sections: dict[str, Fields] = field(default_factory=dict)
    savers: dict[str, str] = field(default_factory=dict)
    files: list[dict[str, str]] = field(default_factory=list)
    last_key: int = 0

    @classmethod
    def of(cls, draft: Draft) -> "Typed":
        """Read a draft. Errors: NotNow when its sealed content was tampered with."""
        if isinstance(draft.payload, Unreadable):
            raise NotNow([_("这份草稿无法解密，请告诉系统管理员；原件没有被改动")])
        kept: dict[str, Any] = json.loads(draft.payload)
        return cls(kept.get("sections", {}), kept.get("savers", {}), kept.get("files", []), kept.get("last_key", 0))

    def as_payload(self) -> dict[str, Any]:
        """What `save_draft` keeps."""
        return {
            "sections": self.sections, "savers": self.savers, "files": self.files, "last_key": self.last_key,
        }  # fmt: skip

    def data(self, code: str) -> QueryDict | None:
        """A section as its form takes it; None where nobody has saved it yet."""
        return as_query(self.sections[code]) if code in self.sections else None

    def stamp(self, code: str) -> str:
        """Changes whenever a section does; a form carries the stamp of what it showed."""
        return stamp_of(self.sections.get(code))

    def overtaken(self, code: str, acting: Acting, seen: str, fields: Fields) -> bool:
        """Whether somebody else saved the section after the page was opened, and differently (N11)."""
        other = self.savers.get(code) not in (None, acting.login)
        return other and seen != self.stamp(code) and fields != self.sections[code]

    def people(self) -> list[Person]:
        """The family as typed so far, right or wrong."""
        return [Person(one["key"][0], _name(one)) for one in self.lines("family") if one.get("key")]

    def lines(self, code: str) -> list[Fields]:
        """The lines of a section, empty ones too."""
        return list(split(self.sections.get(code, {}), code))

    def applicant(self) -> str:
        """The name of the applicant as typed so far: the ticked one, else the head, else whoever stands first."""
        named = [one for one in self.lines("family") if _name(one)]
        ticked = [one for one in named if one.get("is_applicant")]
        heads = [one for one in named if _first(one, "relation") == "head"]
        return _name((ticked or heads or named or [{}])[0])

    def hardship_of(self) -> str:
        """The key of the applicant where they ask for extreme-hardship support, else empty."""
        if _first(self.sections.get("applicant", {}), "programme") != "extreme_hardship_support":
            return ""
        named = [one for one in self.lines("family") if _name(one)]
        ticked = [one for one in named if one.get("is_applicant")]
        heads = [one for one in named if _first(one, "relation") == "head"]
        return _first((ticked or heads or named or [{}])[0], "key")

    def obligors(self) -> list[Person]:
        """Those who owe support as typed so far, under a key of their name."""
        names = [_name(one) for one in self.lines("obligors")]
        return [Person(obligor_key(name), name) for name in dict.fromkeys(names) if name]

    def by_agent(self) -> bool:
        """Whether somebody else brings the request."""
        return _first(self.sections.get("applicant", {}), "who") == AGENT

    def village(self, draft: Draft) -> str:
        """The village typed into the first section, else the draft's own."""
        return _first(self.sections.get("applicant", {}), "village") or draft.village

    def received(self) -> dict[str, int]:
        """How many files are kept for each paper."""
        slots = [one["slot"] for one in self.files]
        return {slot: slots.count(slot) for slot in slots}


@dataclass
class Opened:
    """A draft that lies open before somebody."""

    request: DeskRequest
    draft: Draft
    typed: Typed

    @property
    def acting(self) -> Acting:
        """Who has it open."""
        return self.request.acting

    @property
    def around(self) -> Around:
        """What its sections know of one another, as typed at this moment."""
        acting, typed = self.acting, self.typed
        agent = (acting.name, _("村（社区）低保员")) if acting.post.is_village else ("", "")
        return Around(
            on=acting.on, villages=villages_of(acting), village=self.draft.village, people=typed.people(),
            applicant=typed.applicant(), by_agent=typed.by_agent(), agent=agent, received=typed.received(),
            hardship_of=typed.hardship_of(), obligors=typed.obligors(),
        )  # fmt: skip

    def url(self, code: str) -> str:
        """The page of one of its sections."""
        return reverse("desk:draft", args=[self.draft.key, code])


def obligor_key(name: str) -> str:
    """How a draft names somebody who owes support: lines have no key of their own."""
    return f"o{hashlib.sha256(name.encode()).hexdigest()[:10]}"


def villages_of(acting: Acting) -> list[tuple[str, str]]:
    """The villages that a person registers for: code and name."""
    divisions = tree()
    if acting.post.is_village:
        return [(acting.division, divisions.get(acting.division).name)]
    return [(village.code, village.name) for village in divisions.villages_of(acting.division)]


def settle(typed: Typed, code: str, posted: QueryDict, now: Around) -> Fields:
    """What a section keeps of a POST: its own fields as typed; lines struck out are gone, new people get their key.

    Errors: SuspiciousOperation (400) for lines without their count.
    """
    form = form_for(code, posted, now)
    if not isinstance(form, BaseFormSet):
        return _taken(form, posted)
    if not form.management_form.is_valid():
        raise SuspiciousOperation(f"{code}: lines without their count")
    before = [_first(one, "key") for one in typed.lines(code)]
    kept = [
        (place, line, _taken(line, posted)) for place, line in enumerate(form.forms)
        if not posted.get(f"{line.prefix}-DELETE")
    ]  # fmt: skip
    if code == "family":
        _give_keys(typed, kept, before)
    return joined(code, [fields for _place, _line, fields in kept])


def joined(code: str, lines: list[Fields]) -> Fields:
    """Lines as the fields of a formset, numbered anew."""
    together: Fields = {f"{code}-TOTAL_FORMS": [str(len(lines))], f"{code}-INITIAL_FORMS": ["0"]}
    for place, line in enumerate(lines):
        together |= {f"{code}-{place}-{name}": values for name, values in line.items()}
    return together


def split(fields: Mapping[str, list[str]], code: str) -> Iterator[Fields]:
    """The lines within a section's fields."""
    for place in range(int(_first(fields, f"{code}-TOTAL_FORMS") or 0)):
        start = f"{code}-{place}-"
        yield {name.removeprefix(start): values for name, values in fields.items() if name.startswith(start)}


def grown(fields: Fields, code: str) -> Fields:
    """The same lines with an empty one more."""
    return joined(code, [*split(fields, code), {}])


def as_query(fields: Fields) -> QueryDict:
    """Fields as a POST body."""
    query = QueryDict(mutable=True)
    for name, values in fields.items():
        query.setlist(name, values)
    return query


def stamp_of(fields: Fields | None) -> str:
    """A short digest of a section; empty for one that was never saved."""
    return "" if fields is None else hashlib.sha256(json.dumps(fields, sort_keys=True).encode()).hexdigest()[:16]


def questions(form: AnyForm) -> Iterator[tuple[str, Any]]:
    """Every question of a form or of lines, each with what stands before its label (第 2 人)."""
    if isinstance(form, BaseFormSet):
        for number, line in enumerate(form.forms, start=1):
            where = _("第 %(number)d %(noun)s") % {"number": number, "noun": form.noun}  # type: ignore[attr-defined]
            yield from ((where, bound) for bound in line.visible_fields() if bound.name != "DELETE")
    else:
        yield from (("", bound) for bound in form.visible_fields())


def _taken(form: BaseForm, posted: QueryDict) -> Fields:
    prefix = f"{form.prefix}-" if form.prefix else ""
    names = [bound.html_name for bound in form if bound.name != "DELETE"]
    return {name.removeprefix(prefix): posted.getlist(name) for name in names if name in posted}


def _give_keys(typed: Typed, kept: list[tuple[int, Any, Fields]], before: list[str]) -> None:
    used = {_first(fields, "key") for _place, _line, fields in kept}
    given: set[str] = set()
    for place, line, fields in kept:
        key = fields.pop("key", [""])[0]
        if not line.has_changed():
            continue
        if not _is_known(key, typed) or key in given:
            key = _again(before[place : place + 1], used | given) or _next_key(typed)
        given.add(key)
        fields["key"] = [key]


def _again(before: list[str], taken: set[str]) -> str:
    """The key that a new line had when it was sent before (a double press, an automatic save): the same person."""
    return next((key for key in before if key and key not in taken), "")


def _is_known(key: str, typed: Typed) -> bool:
    return bool(KEY.fullmatch(key)) and int(key) <= typed.last_key


def _next_key(typed: Typed) -> str:
    typed.last_key += 1
    return str(typed.last_key)


def _first(fields: Mapping[str, list[str]], name: str) -> str:
    values = fields.get(name) or [""]
    return values[0]


def _name(fields: Mapping[str, list[str]]) -> str:
    return " ".join(_first(fields, "name").split())
