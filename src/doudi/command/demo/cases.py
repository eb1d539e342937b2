"""A few invented families under way, so that a newcomer's desk isn't empty: led to their states by the real actions."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from uuid import NAMESPACE_URL, UUID, uuid5

from django.utils import timezone
from stdnum.cn import ric

from doudi.accounts.acting import Acting
from doudi.accounts.models import Officer
from doudi.accounts.queries import acting_by_login
from doudi.cases import actions
from doudi.cases.actions.registering import Application, PaperEntry, register
from doudi.cases.models import Case, Outcome
from doudi.cases.queries import case_for
from doudi.command.demo.staff import SHORT, story_village
from doudi.households.entries import AccountEntry, ItemEntry, MemberEntry
from doudi.households.models import Member
from doudi.law.papers import REQUIRED_TO_ACCEPT, PaperKind
from doudi.verification.actions import ReportEntry, Surveyor, VisitEntry, file_report, file_visit, propose

STAGES = ("registered", "accepted", "surveyed", "checked", "proposed", "reviewed")
ALLOWANCE = "subsistence_allowance"


@dataclass(frozen=True)
class Family:
    """One invented family: head and spouse, monthly wage, and how far the case came by which days."""

    town: str
    head: tuple[str, str, str]
    spouse: tuple[str, str, str]
    wage: str
    days: tuple[str, ...]


# `days` are those of STAGES, as far as the case came; the demonstration begins on 2026-11-02.
FAMILIES = (
    Family("140502100", ("孟庆丰", "1969-04-18", "M"), ("程秋菊", "1971-09-02", "F"), "980.00", ("2026-10-30",)),
    Family("140502100", ("屈海生", "1963-01-25", "M"), ("邢翠莲", "1965-12-11", "F"), "760.00",
           ("2026-10-09", "2026-10-09", "2026-10-13")),
    Family("140502100", ("卫兴旺", "1974-07-07", "M"), ("崔月英", "1976-03-29", "F"), "1100.00",
           ("2026-10-12", "2026-10-12", "2026-10-14", "2026-10-16", "2026-10-22", "2026-10-27")),
    Family("140502001", ("聂永年", "1958-06-30", "M"), ("武金枝", "1960-02-14", "F"), "640.00",
           ("2026-09-28", "2026-09-28")),
    Family("140502001", ("柴大勇", "1980-11-05", "M"), ("米晓霞", "1982-08-21", "F"), "1250.00",
           ("2026-10-20", "2026-10-20", "2026-10-22", "2026-10-26")),
    Family("140502006", ("冀成林", "1967-10-10", "M"), ("桑玉珍", "1970-05-05", "F"), "890.00",
           ("2026-10-19", "2026-10-19", "2026-10-21", "2026-10-23", "2026-10-29")),
)  # fmt: skip


def load() -> int:
    """Lead every family to its state; those that are there already stay. The number of new cases."""
    fresh = [family for family in FAMILIES if not _is_there(family)]
    for family in fresh:
        _play(family)
    return len(fresh)


def _is_there(family: Family) -> bool:
    """Whether one of its people is known, by the key that stays theirs whoever is the head now, or left."""
    return Member.objects.filter(pk__in=[_key(name) for name, *_born in (family.head, family.spouse)]).exists()


def _key(name: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"doudi-demo/{name}")


def _play(family: Family) -> None:
    acts: tuple[Callable[[Family, Case, str], object], ...] = (_accept, _survey, _check, _propose, _review)
    case = register(application=_application(family), acting=_who(family, "clerk", family.days[0]))
    for act, day in zip(acts, family.days[1:], strict=False):
        act(family, _again(case), day)


def _who(family: Family, kind: str, day: str) -> Acting:
    on = date.fromisoformat(day)
    at = datetime.combine(on, time(9, 30), tzinfo=timezone.get_current_timezone())
    login = kind if kind == "check" else f"{SHORT[family.town]}-{kind}"
    found = acting_by_login(login, at=at, on=on)
    if found is None:
        raise RuntimeError(f"the demonstration has no {login}")
    return found


def _again(case: Case) -> Case:
    return Case.objects.select_related("household", "applicant").get(pk=case.pk)


def _application(family: Family) -> Application:
    head, spouse = (_member(*said, relation) for said, relation in ((family.head, "head"), (family.spouse, "spouse")))
    keys: list[UUID] = [member.key for member in (head, spouse) if member.key]
    consent = PaperKind.PROMISE_AND_CONSENT
    papers = [PaperEntry(kind) for kind in REQUIRED_TO_ACCEPT if kind != consent]
    return Application(
        programme=ALLOWANCE, town=family.town, village=story_village(family.town), area="urban", members=(head, spouse),
        applicant=keys[0], reason="务工收入低", address="演示路 1 号", phone="13000000000",
        items=(ItemEntry(sort="income", kind="wage", amount=Decimal(family.wage), member=keys[0], per="month"),),
        account=AccountEntry(head.name, "晋城农商银行", f"62300000{int(keys[0]) % 10**11:011d}"),
        papers=(*papers, *(PaperEntry(consent, key) for key in keys)),
    )  # fmt: skip


def _member(name: str, born: str, sex: str, relation: str) -> MemberEntry:
    body = f"140502{born.replace('-', '')}{90 if sex == 'F' else 91:03d}"
    return MemberEntry(
        name=name, id_number=body + ric.calc_check_digit(body + "0"), relation=relation, born=date.fromisoformat(born),
        sex=sex, key=_key(name), able_to_work=True,
    )  # fmt: skip


def _accept(family: Family, case: Case, day: str) -> None:
    actions.accept(case=case, version=case.version, acting=_who(family, "clerk", day))


def _survey(family: Family, case: Case, day: str) -> None:
    surveyor = _who(family, "surveyor", day)
    clerk = Officer.objects.get(login=f"{SHORT[family.town]}-clerk")
    visit = VisitEntry(
        surveyor.on, "演示路 1 号", family.head[0], "本人",
        [Surveyor(surveyor.login, surveyor.name, surveyor.officer_id), Surveyor(clerk.login, clerk.name, clerk.pk)],
        "", "自有住房 55 平方米", "", "夫妻二人，靠零工生活", "情况属实",
    )  # fmt: skip
    file_visit(case=case, version=case.version, visit=visit, items=[], scans=[], acting=surveyor)


def _check(family: Family, case: Case, day: str) -> None:
    check = _who(family, "check", day)
    report = ReportEntry(f"HD-{day[:7]}-{case.pk:04d}", check.on, "", [("银行存款", "none", ""), ("车辆", "none", "")])
    file_report(case=case, version=case.version, report=report, items=[], scans=[], acting=check)


def _propose(family: Family, case: Case, day: str) -> None:
    clerk = _who(family, "clerk", day)
    propose(case=case, version=case.version, outcome=Outcome.GRANT, text="收入低于标准，拟同意", acting=clerk)


def _review(family: Family, case: Case, day: str) -> None:
    reviewer = _who(family, "reviewer", day)
    seen = case_for(reviewer, case.number) or case
    actions.review(case=seen, version=seen.version, acting=reviewer, note="证据齐全，同意")
