"""The turns of a case, and the golden families 2 and 4, led by the real actions."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

from cast import TOWN, VILLAGE, acting
from doudi.accounts.acting import Acting
from doudi.cases import actions
from doudi.cases.actions.registering import Application, PaperEntry, register
from doudi.cases.models import Case, Outcome
from doudi.cases.signing import seal
from doudi.cases.signing_stop import STOP_LABELS, stop_summary
from doudi.households.entries import AccountEntry, ItemEntry, MemberEntry, ObligorEntry
from doudi.law.papers import REQUIRED_TO_ACCEPT, PaperKind
from doudi.verification.actions import ReportEntry, Surveyor, VisitEntry, file_report, file_visit, propose
from doudi.verification.records import RecordEntry, SelfCareEntry, assess_self_care, file_record
from factories import golden
from factories.golden import _go, again, id_number
from factories.kept import kept

CONSENT = PaperKind.PROMISE_AND_CONSENT
BROUGHT = tuple(PaperEntry(kind) for kind in REQUIRED_TO_ACCEPT if kind != CONSENT)


def zhou(place: int = 400) -> Application:
    """Family 4: 周福来, extreme hardship at home; can't dress, walk indoors or wash."""
    key = uuid4()
    member = MemberEntry(
        "周福来", id_number("1955-07-15", place), "head", date(1955, 7, 15), "M", key=key, able_to_work=False
    )
    return Application(
        programme="extreme_hardship_support", town=TOWN, village=VILLAGE, area="rural", members=(member,),
        applicant=key, reason="无儿无女，年老多病", address="村东 3 号",
        account=AccountEntry("周福来", "晋城农商银行", f"6230000000000{place:06d}"),
        papers=(*BROUGHT, PaperEntry(CONSENT, key)),
    )  # fmt: skip


def liu(place: int = 200) -> Application:
    """Family 2: 刘桂英, alone, 76, with a son who gives 150.00 a month; 505.00 with the supplement."""
    key, son = uuid4(), uuid4()
    member = MemberEntry(
        "刘桂英", id_number("1950-03-08", place, "F"), "head", date(1950, 3, 8), "F", key=key, able_to_work=False
    )
    items = (
        ItemEntry("income", "central_basic_pension", Decimal("168.00"), key, "month"),
        ItemEntry("income", "land_sublet", Decimal("1200.00"), key, "year"),
    )
    owing = ObligorEntry(
        "刘卫东", "child", [key], key=son, born=date(1976, 2, 1), household_members=3,
        household_income=Decimal("5200.00"), agreed_support=Decimal("150.00"),
    )  # fmt: skip
    return Application(
        programme="subsistence_allowance", town=TOWN, village=VILLAGE, area="rural", members=(member,), applicant=key,
        reason="年老无劳动能力", address="村西 8 号", items=items, obligors=(owing,),
        account=AccountEntry("刘桂英", "晋城农商银行", f"6230000000000{place:06d}"),
        papers=(*BROUGHT, PaperEntry(CONSENT, key)),
    )  # fmt: skip


def begun(application: Application, by: Acting | None = None) -> Case:
    """A registered case of an application, on 2026-11-02 unless `by` acts on another day."""
    clerk = by or acting("clerk")
    return again(register(application=application, acting=clerk), clerk)


def pair(*who: str, on: str) -> list[Surveyor]:
    """Officers as surveyors."""
    people = [acting(one, on) for one in who]
    return [Surveyor(one.login, one.name, one.officer_id) for one in people]


def visited(case: Case, on: str = "2026-11-04", items: Any = (), of_obligors: Any = ()) -> Case:
    """A home visit of the surveyor and the clerk."""
    name = case.applicant.name
    visit = VisitEntry(
        date.fromisoformat(on),
        "家中",
        name,
        "本人",
        pair("surveyor", "clerk", on=on),
        "",
        "自有平房",
        "",
        "独自生活",
        "属实",
    )
    found = {"items": list(items), "of_obligors": list(of_obligors)}
    return _go(file_visit, case, acting("surveyor", on), visit=visit, scans=[], **found)


def checked(case: Case, on: str = "2026-11-04", number: str = "") -> Case:
    """A check report without findings."""
    report = ReportEntry(number or f"HD-{on}-{case.pk}", date.fromisoformat(on), "", [("银行存款", "none", "")])
    return _go(file_report, case, acting("check", on), report=report, items=[], scans=[])


def assessed(case: Case, *unable_to: str, on: str = "2026-11-04", code: str = "assess_self_care", **more: Any) -> Case:
    """Self-care assessed by the surveyor."""
    entry = replace(SelfCareEntry(date.fromisoformat(on), "贺文娟、秦海峰", unable_to, "home", carer="周福生"), **more)
    return _go(assess_self_care, case, acting("surveyor", on), code=code, entry=entry, scans=[])


def weighed(case: Case, outcome: Outcome = Outcome.GRANT) -> Case:
    """Proposed on 11-06 and reviewed on 11-09."""
    case = _go(propose, case, acting("clerk", "2026-11-06"), outcome=outcome, text="拟定意见")
    return _go(actions.review, case, acting("reviewer", "2026-11-09"), note="同意")


def signed(case: Case, on: str = "2026-11-10", **more: Any) -> Case:
    """Confirmed by the leader."""
    leader = acting("leader", on)
    return _go(actions.confirm, case, leader, seen=golden.sealed(case, leader), **more)


def hung(case: Case, on: str = "2026-11-11") -> Case:
    """Posted by the clerk."""
    return _go(actions.publish, case, acting("clerk", on))


def objected(case: Case, on: str = "2026-11-13", objector: str = "邻居王某", text: str = "儿子给的不止这些") -> Case:
    """An objection taken in at the window."""
    return _go(actions.take_objection, case, acting("clerk", on), how="窗口", objector=objector, text=text)


def record(on: str, **more: Any) -> RecordEntry:
    """What a record says."""
    return replace(RecordEntry(date.fromisoformat(on), "村委会", "核对了银行流水", "每月 150.00 元，属实"), **more)


def resurveyed(case: Case, on: str = "2026-11-18") -> Case:
    """Two people looked again at what the objection says."""
    people = pair("surveyor", "clerk", on=on)
    by = acting("surveyor", on)
    return _go(file_record, case, by, code="resurvey", entry=record(on), people=people, scans=[])


def settled(case: Case, code: str = "answer_objection", on: str = "2026-11-20") -> Case:
    """The objection answered."""
    return _go(actions.settle_objection, case, acting("clerk", on), code=code, answer="查银行流水，每月 150.00 元")


def closed_publicity(case: Case, on: str = "2026-11-19") -> Case:
    """Publicity ran out."""
    return _go(actions.close_publicity, case, acting("clerk", on))


def handed_over(case: Case, on: str = "2026-11-19") -> Case:
    """The notice delivered."""
    delivery = actions.Delivery("当面送达", case.applicant.name)
    return _go(actions.deliver, case, acting("clerk", on), delivery=delivery)


@kept
def zhou_surveyed(place: int = 400) -> Case:
    """Family 4 accepted, visited, checked, not yet assessed."""
    case = _go(actions.accept, begun(zhou(place)), acting("clerk"))
    return checked(visited(case))


@kept
def zhou_granted(place: int = 400) -> Case:
    """Family 4 on support."""
    case = signed(weighed(assessed(zhou_surveyed(place), "dress", "walk", "wash")))
    return handed_over(closed_publicity(hung(case)))


@kept
def liu_granted_after_objection(place: int = 200) -> Case:
    """Family 2 through the objection of 11-13, answered on 11-20, to the delivered notice."""
    case = _go(actions.accept, begun(liu(place)), acting("clerk"))
    case = hung(signed(weighed(checked(visited(case)))))
    return handed_over(closed_publicity(settled(resurveyed(objected(case))), "2026-11-20"), "2026-11-20")


def stop_proposed(case: Case, on: str = "2026-12-01") -> Case:
    """An ending of support proposed."""
    return _go(actions.propose_stop, case, acting("clerk", on), cause="wish", note="本人书面申请退出")


def stop_hung(case: Case, on: str = "2026-12-02") -> Case:
    """The proposed ending posted."""
    return _go(actions.publish_stop, case, acting("clerk", on))


def stop_signed(case: Case, on: str = "2026-12-10") -> Case:
    """The ending decided."""
    leader = acting("leader", on)
    return _go(actions.confirm_stop, case, leader, seen=stop_sealed(case, leader))


def stop_sealed(case: Case, by: Acting) -> str:
    """What the page of the ending would carry for this person."""
    return seal(stop_summary(again(case, by), by.on), STOP_LABELS)


def stopped(case: Case, on: str = "2026-12-10") -> Case:
    """The ending delivered."""
    return _go(actions.deliver_stop, case, acting("clerk", on), delivery=actions.Delivery("当面送达", "周福来"))
