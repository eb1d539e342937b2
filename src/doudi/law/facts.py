"""The facts of one household 事实: read strictly from plain data, kept as frozen dataclasses; no day is read here."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from doudi.law import codes, reading
from doudi.law.days import full_years
from doudi.law.reading import TOP, FactsError, Yuan, inside

__all__ = ["Asset", "Disability", "Facts", "FactsError", "Flow", "Grace", "Obligor", "Person", "read"]


@dataclass(frozen=True)
class Flow:
    """An income or spending of a person: `a_year` in yuan; `since` the month in which a new wage began."""

    kind: str
    a_year: Yuan
    since: int | None = None


@dataclass(frozen=True)
class Disability:
    """A disability card: kind and grade 1 to 4."""

    kind: str
    grade: int


@dataclass(frozen=True)
class Person:
    """One person in the file, counted or not."""

    id: str
    relation: str
    born: date
    sex: str | None
    lives_with: bool
    disability: Disability | None
    serious_illness: bool
    study: str
    able_to_work: bool
    independent: bool
    absence: str
    absence_since: date | None
    support: str
    self_care: Mapping[str, bool]
    refused_work: int
    veteran: bool
    income: tuple[Flow, ...]
    spending: tuple[Flow, ...]


@dataclass(frozen=True)
class Asset:
    """One piece of property: value in yuan; without an owner it is the household's."""

    kind: str
    value: Yuan
    owner: str | None
    use: str
    area_m2: Yuan | None


@dataclass(frozen=True)
class Obligor:
    """Somebody outside the household who owes support to some of its people; `agreed_support` in yuan a month."""

    id: str | None
    of: tuple[str, ...]
    relation: str | None
    born: date | None
    household_members: int
    income_a_year: Yuan
    status: frozenset[str]
    agreed_support: Yuan | None


@dataclass(frozen=True)
class Grace:
    """A gradual exit under way: from which month, and the base paid before, in yuan a month."""

    since: int
    base_before: Yuan


@dataclass(frozen=True)
class Facts:
    """All that is known of one household on a day; `parameters` are raw overrides, read against the registry."""

    programme: str
    on: date
    division: str
    area: str
    apply_as: str
    applicant: str
    already: str
    tier: str | None
    persons: tuple[Person, ...]
    assets: tuple[Asset, ...]
    obligors: tuple[Obligor, ...]
    grace: Grace | None
    parameters: Mapping[str, object]


FACTS_KEYS = (
    "programme",
    "on",
    "division",
    "area",
    "apply_as",
    "applicant",
    "already",
    "tier",
    "persons",
    "assets",
    "obligors",
    "grace",
    "parameters",
)
PERSON_KEYS = (
    "id",
    "relation",
    "born",
    "sex",
    "lives_with",
    "disability",
    "serious_illness",
    "study",
    "able_to_work",
    "independent",
    "absence",
    "absence_since",
    "support",
    "self_care",
    "refused_work",
    "veteran",
    "income",
    "spending",
)
ASSET_KEYS = ("kind", "value", "owner", "use", "area_m2")
OBLIGOR_KEYS = (
    "id",
    "of",
    "relation",
    "born",
    "household_members",
    "household_income",
    "per",
    "status",
    "agreed_support",
)


def read(raw: object) -> Facts:
    """Read the facts of `doudi assess`; raises FactsError naming the first fault's place and what is wrong with it."""
    given = reading.mapping(raw, TOP, FACTS_KEYS)
    require(given, TOP, ("programme", "on", "area", "persons"))
    on = reading.day(given["on"], "on")
    persons = reading.sequence(given["persons"], "persons", lambda item, path: _person(item, path, on))
    _check_persons(persons)
    applicant = _applicant(given.get("applicant"), persons)
    people = {person.id for person in persons}
    obligors = reading.sequence(
        given.get("obligors", ()), "obligors", lambda item, path: _obligor(item, path, on, (people, applicant))
    )
    owners = people | _obligor_ids(obligors, people)
    parameters = given.get("parameters", {})
    if not isinstance(parameters, Mapping):
        raise FactsError("parameters", f"应当是一个对象，实为 {reading.shown(parameters)}")
    return Facts(
        programme=reading.code(given["programme"], "programme", codes.PROGRAMMES),
        on=on,
        division=_division(given.get("division", "")),
        area=reading.code(given["area"], "area", codes.AREAS),
        apply_as=reading.code(given.get("apply_as", "household"), "apply_as", codes.APPLY_AS),
        applicant=applicant,
        already=reading.code(given.get("already", "none"), "already", codes.ALREADY),
        tier=reading.text(given["tier"], "tier") if "tier" in given else None,
        persons=persons,
        assets=reading.sequence(given.get("assets", ()), "assets", lambda item, path: _asset(item, path, owners)),
        obligors=obligors,
        grace=_grace(given["grace"]) if "grace" in given else None,
        parameters=parameters,
    )


def require(given: Mapping[str, object], path: str, keys: Collection[str]) -> None:
    """Raise FactsError for the first key that is left out or null."""
    for key in keys:
        if key not in given:
            raise FactsError(inside(path, key), "未填写")


def _division(raw: object) -> str:
    if isinstance(raw, str) and (not raw or (raw.isascii() and raw.isdigit() and 2 <= len(raw) <= 12)):
        return raw
    raise FactsError("division", f"应当是 2 至 12 位数字的区划代码，实为 {reading.shown(raw)}")


def _applicant(raw: object, persons: tuple[Person, ...]) -> str:
    if raw is None:
        return next(person.id for person in persons if person.relation == "head")
    name = reading.text(raw, "applicant")
    if all(person.id != name for person in persons):
        raise FactsError("applicant", f"人员名单中没有 {reading.shown(name)}")
    return name


def _check_persons(persons: tuple[Person, ...]) -> None:
    seen: set[str] = set()
    for number, person in enumerate(persons):
        if person.id in seen:
            raise FactsError(f"persons[{number}].id", f"{reading.shown(person.id)} 重复")
        seen.add(person.id)
    heads = [number for number, person in enumerate(persons) if person.relation == "head"]
    if not heads:
        raise FactsError("persons", "没有户主（relation 为 head 的人）")
    if len(heads) > 1:
        raise FactsError(f"persons[{heads[1]}].relation", "户主只能有一人")


def _person(raw: object, path: str, on: date) -> Person:
    given = reading.mapping(raw, path, PERSON_KEYS)
    require(given, path, ("id", "relation", "born"))
    born = _born(given["born"], f"{path}.born", on)
    grown = full_years(born, on) >= 16
    defaults = {"lives_with": True, "able_to_work": grown, "independent": grown}

    def flag(key: str) -> bool:
        return reading.flag(given.get(key, defaults.get(key, False)), f"{path}.{key}")

    def code(key: str, default: str, known: Collection[str]) -> str:
        return reading.code(given.get(key, default), f"{path}.{key}", known)

    since = given.get("absence_since")
    return Person(
        id=reading.text(given["id"], f"{path}.id"),
        relation=reading.code(given["relation"], f"{path}.relation", codes.RELATIONS),
        born=born,
        sex=code("sex", "", codes.SEXES) if "sex" in given else None,
        lives_with=flag("lives_with"),
        disability=_disability(given["disability"], f"{path}.disability") if "disability" in given else None,
        serious_illness=flag("serious_illness"),
        study=code("study", "none", codes.STUDIES),
        able_to_work=flag("able_to_work"),
        independent=flag("independent"),
        absence=code("absence", "none", codes.ABSENCES),
        absence_since=None if since is None else reading.day(since, f"{path}.absence_since"),
        support=code("support", "home", codes.SUPPORT_MODES),
        self_care=_self_care(given.get("self_care", {}), f"{path}.self_care"),
        refused_work=reading.count(given.get("refused_work", 0), f"{path}.refused_work"),
        veteran=flag("veteran"),
        income=reading.sequence(given.get("income", ()), f"{path}.income", _income),
        spending=reading.sequence(given.get("spending", ()), f"{path}.spending", _spending),
    )


def _born(raw: object, path: str, on: date) -> date:
    born = reading.day(raw, path)
    if born > on:
        raise FactsError(path, f"出生日期 {born.isoformat()} 晚于测算日 {on.isoformat()}")
    return born


def _disability(raw: object, path: str) -> Disability:
    given = reading.mapping(raw, path, ("kind", "grade"))
    require(given, path, ("kind", "grade"))
    grade = reading.count(given["grade"], f"{path}.grade", least=1)
    if grade > 4:
        raise FactsError(f"{path}.grade", f"残疾等级为 1 至 4，实为 {grade}")
    return Disability(reading.code(given["kind"], f"{path}.kind", codes.DISABILITIES), grade)


def _self_care(raw: object, path: str) -> dict[str, bool]:
    given = reading.mapping(raw, path, codes.SELF_CARE)
    return {key: reading.flag(given.get(key, True), f"{path}.{key}") for key in codes.SELF_CARE}


def _income(raw: object, path: str) -> Flow:
    given = reading.mapping(raw, path, ("kind", "amount", "per", "since"))
    flow = _flow(given, path, {**codes.INCOMES, **codes.UNCOUNTED_INCOMES})
    if "since" not in given:
        return flow
    if flow.kind != "wage":
        raise FactsError(f"{path}.since", "只有工资性收入（wage）可以写开始月份")
    return Flow(flow.kind, flow.a_year, reading.month(given["since"], f"{path}.since"))


def _spending(raw: object, path: str) -> Flow:
    return _flow(reading.mapping(raw, path, ("kind", "amount", "per")), path, codes.SPENDINGS)


def _flow(given: Mapping[str, object], path: str, kinds: Collection[str]) -> Flow:
    require(given, path, ("kind", "amount"))
    kind = reading.code(given["kind"], f"{path}.kind", kinds)
    return Flow(kind, _a_year(given["amount"], given.get("per", "month"), path, "amount"))


def _a_year(raw: object, per: object, path: str, key: str) -> Yuan:
    amount = reading.amount(raw, f"{path}.{key}")
    return amount * 12 if reading.code(per, f"{path}.per", codes.PERIODS) == "month" else amount


def _asset(raw: object, path: str, owners: Collection[str]) -> Asset:
    given = reading.mapping(raw, path, ASSET_KEYS)
    require(given, path, ("kind",))
    kind = reading.code(given["kind"], f"{path}.kind", codes.ASSETS)
    require(given, path, ("value",) if kind in codes.DEPOSITS else ())
    owner = reading.text(given["owner"], f"{path}.owner") if "owner" in given else None
    if owner is not None and owner not in owners:
        raise FactsError(f"{path}.owner", f"人员和义务人名单中没有 {reading.shown(owner)}")
    if "use" in given and kind != "vehicle":
        raise FactsError(f"{path}.use", "只有机动车辆（vehicle）填写用途")
    return Asset(
        kind=kind,
        value=reading.amount(given.get("value", "0.00"), f"{path}.value"),
        owner=owner,
        use=reading.code(given.get("use", "ordinary"), f"{path}.use", codes.VEHICLE_USES),
        area_m2=reading.amount(given["area_m2"], f"{path}.area_m2") if "area_m2" in given else None,
    )


def _obligor(raw: object, path: str, on: date, who: tuple[set[str], str]) -> Obligor:
    given = reading.mapping(raw, path, OBLIGOR_KEYS)
    people, applicant = who
    relation, agreed = given.get("relation"), given.get("agreed_support")
    statuses = reading.sequence(
        given.get("status", ()), f"{path}.status", lambda item, place: reading.code(item, place, codes.OBLIGOR_STATUSES)
    )
    return Obligor(
        id=reading.text(given["id"], f"{path}.id") if "id" in given else None,
        of=_supported(given.get("of", applicant), f"{path}.of", people),
        relation=None if relation is None else reading.code(relation, f"{path}.relation", codes.RELATIONS),
        born=_born(given["born"], f"{path}.born", on) if "born" in given else None,
        household_members=reading.count(given.get("household_members", 1), f"{path}.household_members", least=1),
        income_a_year=_a_year(
            given.get("household_income", "0.00"), given.get("per", "month"), path, "household_income"
        ),
        status=frozenset(statuses),
        agreed_support=None if agreed is None else reading.amount(agreed, f"{path}.agreed_support"),
    )


def _supported(raw: object, path: str, people: set[str]) -> tuple[str, ...]:
    names = reading.sequence(raw, path, reading.text) if isinstance(raw, list | tuple) else (reading.text(raw, path),)
    for name in names:
        if name not in people:
            raise FactsError(path, f"人员名单中没有 {reading.shown(name)}")
    if len(set(names)) < len(names) or not names:
        raise FactsError(path, "须写明为谁的义务人，每人一次")
    return names


def _obligor_ids(obligors: tuple[Obligor, ...], people: set[str]) -> set[str]:
    seen = set(people)
    for number, obligor in enumerate(obligors):
        if obligor.id in seen:
            raise FactsError(f"obligors[{number}].id", f"{reading.shown(obligor.id)} 重复")
        seen |= {obligor.id} if obligor.id else set()
    return seen - people


def _grace(raw: object) -> Grace:
    given = reading.mapping(raw, "grace", ("since", "base_before"))
    require(given, "grace", ("since", "base_before"))
    return Grace(
        since=reading.month(given["since"], "grace.since"),
        base_before=reading.amount(given["base_before"], "grace.base_before"),
    )
