"""The golden families as invented people, registered and led through their steps by the real actions."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from importlib import resources
from typing import Any

from cast import OTHER_TOWN, OTHER_VILLAGE, TOWN, VILLAGE, acting
from doudi.accounts.acting import Acting
from doudi.accounts.models import Officer
from doudi.cases import actions
from doudi.cases.models import Case, Outcome
from doudi.cases.queries import case_for
from doudi.cases.signing import seal, summary
from doudi.cases.standing import position
from doudi.households.actions import open_household, replace_items, set_account
from doudi.households.entries import AccountEntry, ItemEntry, MemberEntry
from doudi.households.models import Member
from doudi.law.papers import REQUIRED_TO_ACCEPT, PaperKind
from doudi.verification.actions import ReportEntry, Surveyor, VisitEntry, adopt, file_report, file_visit, propose
from doudi.verification.comparison import compare
from factories.kept import kept

DEMO_PARAMETERS = str(resources.files("doudi.law") / "parameters" / "demo" / "demo-parameters.toml")


def id_number(born: str, place: int, sex: str = "M") -> str:
    """An invented ID number of the district with the right check digit; the region's 999 block is unused in life."""
    body = f"140502{born.replace('-', '')}{place // 10:02d}{(place % 10) // 2 * 2 + (sex == 'M')}"
    weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    return body + "10X98765432"[sum(int(c) * w for c, w in zip(body, weights, strict=True)) % 11]


@dataclass(frozen=True)
class Family:
    """What a family says of itself."""

    town: str
    village: str
    members: tuple[MemberEntry, ...]
    income: tuple[tuple[int, str, str, str], ...]
    assets: tuple[tuple[str, str, dict[str, str]], ...]
    account: tuple[str, str, str]


def _member(name: str, born: str, sex: str, relation: str, place: int, **more: Any) -> MemberEntry:
    return MemberEntry(
        name=name,
        id_number=id_number(born, place, sex),
        relation=relation,
        born=date.fromisoformat(born),
        sex=sex,
        **more,
    )


def chen(place: int = 100) -> Family:
    """Family 1: 陈建国, granted 870.00 a month. `place` makes other ID numbers for further families like it."""
    return Family(
        TOWN,
        VILLAGE,
        (
            _member("陈建国", "1976-05-12", "M", "head", place, able_to_work=True),
            _member("李秀芳", "1978-09-03", "F", "spouse", place, able_to_work=False, serious_illness=True),
            _member("王桂兰", "1957-02-20", "F", "parent", place, able_to_work=False),
        ),
        ((0, "income", "wage", "1200.00"), (2, "income", "pension", "420.00"), (1, "spending", "medical", "600.00")),
        (("deposit", "18600.00", {}), ("house", "0.00", {"area_m2": "62.00"})),
        ("陈建国", "晋城农商银行", f"6230000000000{place:06d}"),
    )


def sun(place: int = 300) -> Family:
    """Family 3: 孙德明, refused, low-income edge."""
    return Family(
        OTHER_TOWN,
        OTHER_VILLAGE,
        (
            _member("孙德明", "1959-01-17", "M", "head", place, able_to_work=False),
            _member("冯玉珍", "1961-10-30", "F", "spouse", place, able_to_work=False),
        ),
        ((0, "income", "pension", "1896.00"),),
        (),
        ("孙德明", "晋城农商银行", f"6230000000000{place:06d}"),
    )


@kept
def register(
    family: Family, by: Acting | None = None, *, without: tuple[int, ...] = (), agent: tuple[str, str] = ("", "")
) -> Case:
    """A case registered by somebody, else by the clerk; `without` are the places of members whose consent lacks."""
    by = by or acting("clerk")
    household = open_household(
        town=family.town,
        village=family.village,
        area="urban",
        members=family.members,
        acting=by,
        address="北石店社区 12 号",
    )
    people = list(Member.objects.filter(household=household))
    consents = [(PaperKind.PROMISE_AND_CONSENT, one) for at, one in enumerate(people) if at not in without]
    others = [(kind, None) for kind in REQUIRED_TO_ACCEPT if kind != PaperKind.PROMISE_AND_CONSENT]
    if agent[0]:
        others.append((PaperKind.MANDATE, None))
    opening = actions.Opening("subsistence_allowance", household, people[0], "收入低", agent)
    case = actions.open_case(opening=opening, papers=[*others, *consents], acting=by)
    owner, bank, number = family.account
    set_account(household=household, account=AccountEntry(owner, bank, number), acting=by, case_number=case.number)
    items = [
        ItemEntry(sort=sort, kind=kind, amount=Decimal(amount), member=people[at].pk, per="month")
        for at, sort, kind, amount in family.income
    ] + [
        ItemEntry(sort="asset", kind=kind, amount=Decimal(amount), member=people[0].pk, details=details)
        for kind, amount, details in family.assets
    ]
    replace_items(household=household, source="declared", items=items, acting=by, case_number=case.number)
    return again(case, by)


def again(case: Case, by: Acting) -> Case:
    """The case as it stands now, as a person sees it."""
    found = case_for(by, case.number)
    assert found is not None
    return found


def _go(verb: Any, case: Case, by: Acting, **more: Any) -> Case:
    now = again(case, by)
    verb(case=now, version=now.version, acting=by, **more)
    return again(case, by)


@kept
def accepted(family: Family | None = None, **more: Any) -> Case:
    """A case of 北石店镇 accepted on 2026-11-02."""
    case = register(family or chen(), **more)
    return _go(actions.accept, case, acting("clerk"))


@kept
def verified(family: Family | None = None, deposit: str | None = "18632.15") -> Case:
    """Visited and checked on 11-04; a bank finding of `deposit` where given."""
    case = accepted(family)
    surveyor, check = acting("surveyor", "2026-11-04"), acting("check", "2026-11-04")
    clerk = Officer.objects.get(login="clerk")
    visit = VisitEntry(
        date(2026, 11, 4),
        "北石店社区 12 号",
        "陈建国",
        "本人",
        [Surveyor(surveyor.login, surveyor.name, surveyor.officer_id), Surveyor(clerk.login, clerk.name, clerk.pk)],
        "郭爱芳",
        "自有住房 62 平方米",
        "",
        "一家三口，靠零工和养老金",
        "情况属实",
    )
    case = _go(file_visit, case, surveyor, visit=visit, items=[], scans=[])
    head = Member.objects.get(household=case.household, relation="head")
    items = [ItemEntry(sort="asset", kind="deposit", amount=Decimal(deposit), member=head.pk)] if deposit else []
    report = ReportEntry("HD-2026-11-0001", date(2026, 11, 4), "", [("银行存款", "hit", ""), ("车辆", "none", "")])
    return _go(file_report, case, check, report=report, items=items, scans=[])


@kept
def proposed(family: Family | None = None, outcome: Outcome = Outcome.GRANT, deposit: str | None = "18632.15") -> Case:
    """Adopted and proposed on 11-06."""
    case = verified(family, deposit)
    clerk = acting("clerk", "2026-11-06")
    for row in [each for each in compare(case) if each.waits]:
        now = again(case, clerk)
        adopt(
            case=now,
            version=now.version,
            row=row,
            source="checked",
            amount=row.checked or Decimal(0),
            reason="以银行余额为准",
            acting=clerk,
        )
    return _go(propose, case, clerk, outcome=outcome, text="拟同意")


@kept
def reviewed(family: Family | None = None, **more: Any) -> Case:
    """Reviewed on 11-09."""
    return _go(actions.review, proposed(family, **more), acting("reviewer", "2026-11-09"), note="同意拟定意见")


def sealed(case: Case, by: Acting) -> str:
    """What the signing page would carry for this person."""
    now = again(case, by)
    return seal(summary(position(now, by), by.on))


@kept
def confirmed(family: Family | None = None) -> Case:
    """Confirmed on 11-10."""
    case, leader = reviewed(family), acting("leader", "2026-11-10")
    return _go(actions.confirm, case, leader, seen=sealed(case, leader))


@kept
def publicised(family: Family | None = None) -> Case:
    """Posted on 11-11."""
    return _go(actions.publish, confirmed(family), acting("clerk", "2026-11-11"))


@kept
def granted(family: Family | None = None) -> Case:
    """Publicity over, notice delivered on 11-19."""
    case, clerk = publicised(family), acting("clerk", "2026-11-19")
    case = _go(actions.close_publicity, case, clerk)
    return _go(actions.deliver, case, clerk, delivery=actions.Delivery("当面送达", "陈建国"))


@kept
def refused() -> Case:
    """Family 3, refused by 东街's leader on 11-10."""
    town = {
        "clerk": "elsewhere",
        "leader": "elsewhere_leader",
        "surveyor": "elsewhere_surveyor",
        "reviewer": "elsewhere_reviewer",
    }
    case = register(sun(), acting(town["clerk"]))
    case = _go(actions.accept, case, acting(town["clerk"]))
    surveyor, check = acting(town["surveyor"], "2026-11-04"), acting("check", "2026-11-04")
    clerk = Officer.objects.get(login=town["clerk"])
    visit = VisitEntry(
        date(2026, 11, 4),
        "建设路社区 3 号",
        "孙德明",
        "本人",
        [Surveyor(surveyor.login, surveyor.name, surveyor.officer_id), Surveyor(clerk.login, clerk.name, clerk.pk)],
        "",
        "自有住房",
        "",
        "靠退休金生活",
        "情况属实",
    )
    case = _go(file_visit, case, surveyor, visit=visit, items=[], scans=[])
    report = ReportEntry("HD-2026-11-0003", date(2026, 11, 4), "", [("银行存款", "none", "")])
    case = _go(file_report, case, check, report=report, items=[], scans=[])
    case = _go(propose, case, acting(town["clerk"], "2026-11-06"), outcome=Outcome.REFUSE, text="人均收入高于标准")
    case = _go(actions.review, case, acting(town["reviewer"], "2026-11-09"), note="同意")
    leader = acting(town["leader"], "2026-11-10")
    return _go(actions.refuse, case, leader, seen=sealed(case, leader), reasons="")
