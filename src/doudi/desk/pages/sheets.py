"""What each step that shares the one page asks for, and the verb that it calls."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _

from doudi.accounts.acting import Acting
from doudi.accounts.models import Officer
from doudi.accounts.queries import holders
from doudi.cases import actions
from doudi.cases.models import Case
from doudi.cases.signing import seal
from doudi.cases.signing_stop import STOP_LABELS, stop_summary
from doudi.cases.steps import NotNow
from doudi.desk.forms import handling as forms
from doudi.desk.forms import records, turning
from doudi.desk.scans import keep_scans
from doudi.law.divisions import tree
from doudi.law.papers import PaperKind
from doudi.law.posts import Post
from doudi.ui.forms import Form
from doudi.verification.actions import Surveyor
from doudi.verification.records import (
    RECORDS,
    RecordEntry,
    SelfCareEntry,
    assess_self_care,
    file_record,
    institution_of,
    received_on,
)

Typed = Mapping[str, Any]
Act = Callable[[Case, int, Acting, Typed], object]


@dataclass(frozen=True)
class Sheet:
    """One step's form and what it calls; `verb` is on the button, `prepare` fills in what only the case can tell."""

    form: type[Form]
    act: Act
    verb: str
    prepare: Callable[[Form, Case, Acting], None] | None = None


def _plain(verb: Callable[..., object]) -> Act:
    """An act whose answers are exactly the verb's arguments."""

    def act(case: Case, version: int, acting: Acting, typed: Typed) -> object:
        return verb(case=case, version=version, acting=acting, **typed)

    return act


def _with_scan(verb: Callable[..., object], field: str, kind: PaperKind, argument: str) -> Act:
    """An act with one scan laid on file where it was uploaded: its key as `argument`, and its digest."""

    def act(case: Case, version: int, acting: Acting, typed: Typed) -> object:
        kept = keep_scans((typed[field] or [])[:1], kind, case, acting)
        rest = {name: value for name, value in typed.items() if name != field}
        scan = {argument: kept[0].key, "digest": kept[0].digest} if kept else {}
        return verb(case=case, version=version, acting=acting, **rest, **scan)

    return act


def _granted(case: Case, version: int, acting: Acting, typed: Typed) -> object:
    """The notice of a grant handed over; it names the institution that was chosen."""
    deliver = partial(actions.deliver, institution=institution_of(case))
    return _delivery(deliver)(case, version, acting, typed)


def _delivery(verb: Callable[..., object]) -> Act:
    """A paper handed over, with the scan of the signed slip where it was uploaded."""

    def act(case: Case, version: int, acting: Acting, typed: Typed) -> object:
        kept = keep_scans((typed["receipt"] or [])[:1], PaperKind.DELIVERY_RECEIPT, case, acting)
        delivery = actions.Delivery(
            typed["how"], typed["receiver"], typed["witnesses"], kept[0].key if kept else None,
            kept[0].digest if kept else "",
        )  # fmt: skip
        return verb(case=case, version=version, acting=acting, delivery=delivery)

    return act


def _posting(verb: Callable[..., object]) -> Act:
    return _with_scan(verb, "photo", PaperKind.BOARD_PHOTO, "photo")


def _record(code: str) -> Act:
    """A record laid on file, with those officers who were there."""

    def act(case: Case, version: int, acting: Acting, typed: Typed) -> object:
        scans = keep_scans(typed["scans"], RECORDS[code][0], case, acting)
        votes = tuple(typed[name] for name in VOTES) if VOTES[0] in typed else None
        said = {name: typed[name] for name in ("chair", "recorder", "attendees", "absent") if name in typed}
        entry = RecordEntry(
            typed["held_on"], typed["place"], typed["content"], typed["conclusion"], votes=votes, **said
        )
        people = [Surveyor(acting.login, acting.name, acting.officer_id), *_second(case, acting, typed)]
        return file_record(
            case=case, code=code, version=version, entry=entry, people=people, scans=scans, acting=acting
        )

    return act


VOTES = ("votes_for", "votes_against", "votes_abstain")


def _second(case: Case, acting: Acting, typed: Typed) -> list[Surveyor]:
    wanted = typed.get("second")
    return [Surveyor(one.login, one.name, one.pk) for one in surveyors(case, acting) if one.login == wanted]


def surveyors(case: Case, acting: Acting) -> list[Officer]:
    """Those who may be the second surveyor: clerks and 包村干部 of the town, but the one who fills in the form."""
    found = {
        one.pk: one
        for post in (Post.SURVEYOR, Post.TOWN_CLERK)
        for one in holders(post, on=acting.on, division=case.town)
    }
    return [one for one in found.values() if one.pk != acting.officer_id]


def _offer_surveyors(form: Form, case: Case, acting: Acting) -> None:
    form.fields["second"].choices = [  # type: ignore[attr-defined]
        ("", _("请选择")), *[(one.login, one.name) for one in surveyors(case, acting)]
    ]  # fmt: skip


def _since_objection(form: Form, case: Case, acting: Acting) -> None:
    _offer_surveyors(form, case, acting)
    form.since = received_on(case)  # type: ignore[attr-defined]


def _offer_towns(form: Form, case: Case, _acting: Acting) -> None:
    towns = [(town.code, town.name) for town in tree().towns if town.code != case.town]
    form.fields["to_town"].choices = [("", _("请选择")), *towns]  # type: ignore[attr-defined]


def _offer_villages(form: Form, case: Case, _acting: Acting) -> None:
    villages = [(one.code, one.name) for one in tree().villages_of(case.transfer_to)] if case.transfer_to else []
    form.fields["village"].choices = [("", _("请选择")), *villages]  # type: ignore[attr-defined]


def _self_care(code: str) -> Act:
    def act(case: Case, version: int, acting: Acting, typed: Typed) -> object:
        scans = keep_scans(typed["scans"], PaperKind.SELF_CARE_FORM, case, acting)
        entry = SelfCareEntry(**{name: value for name, value in typed.items() if name != "scans"})
        return assess_self_care(case=case, code=code, version=version, entry=entry, scans=scans, acting=acting)

    return act


def _known_self_care(form: Form, case: Case, _acting: Acting) -> None:
    form.initial = {"unable_to": case.applicant.unable_to, "support": case.applicant.support}
    form.since = case.accepted_on  # type: ignore[attr-defined]


def _show_ending(form: Form, case: Case, acting: Acting) -> None:
    """What the leader reads, and its seal: what is signed is what was read (N11)."""
    form.shown = stop_summary(case, acting.on)  # type: ignore[attr-defined]
    form.initial = {"seen": seal(form.shown, STOP_LABELS)}  # type: ignore[attr-defined]


def _sealed(verb: Callable[..., object]) -> Act:
    """An act bound to what was on the screen; a seal that isn't ours or is an hour old is refused like a changed case."""

    def act(case: Case, version: int, acting: Acting, typed: Typed) -> object:
        try:
            return verb(case=case, version=version, acting=acting, **typed)
        except ValueError as stale:
            raise NotNow([str(stale)]) from stale

    return act


def _settle(code: str, verb: str) -> Sheet:
    return Sheet(forms.AnswerForm, _plain(partial(actions.settle_objection, code=code)), verb)


N = forms.NothingForm
# A step is a row here or has a page of its own (casework.OWN_PAGES); tests/test_house.py holds the two together.
# fmt: off
SHEETS: Mapping[str, Sheet] = {
    "notify": Sheet(N, _plain(actions.notify_deficiency), "发一次性告知书"),
    "supplement": Sheet(N, _plain(actions.supplement), "材料已补齐"),
    "accept": Sheet(N, _plain(actions.accept), "受理并发受理通知书"),
    "accept_lacking": Sheet(turning.LackingForm, _plain(actions.accept_lacking), "容缺受理并发受理通知书"),
    "assess_self_care": Sheet(records.SelfCareForm, _self_care("assess_self_care"), "评估表入卷", _known_self_care),
    "return_to_survey": Sheet(forms.NoteForm, _plain(actions.return_to_survey), "退回补查"),
    "review": Sheet(forms.NoteForm, _plain(actions.review), "审核，提请签批"),
    "publish": Sheet(forms.PublishForm, _posting(actions.publish), "已张贴，开始公示"),
    "object": Sheet(forms.ObjectionForm, _plain(actions.take_objection), "登记异议"),
    "object_too": Sheet(forms.ObjectionForm, _plain(actions.take_another), "记下异议"),
    "register_objection": Sheet(N, _plain(actions.register_objection), "登记"),
    "resurvey": Sheet(records.ResurveyForm, _record("resurvey"), "复查记录入卷", _since_objection),
    "answer_objection": _settle("answer_objection", "异议不成立，答复双方"),
    "republish": _settle("republish", "答复双方，重新公示"),
    "uphold_objection": _settle("uphold_objection", "异议成立，答复双方，重新调查"),
    "close_publicity": Sheet(N, _plain(actions.close_publicity), "公示期满，撤下"),
    "deliver": Sheet(forms.DeliveryForm, _granted, "已送达"),
    "file": Sheet(N, _plain(actions.file_with_bureau), "已报备案"),
    "deliver_refusal": Sheet(forms.DeliveryForm, _delivery(actions.deliver_refusal), "已送达"),
    # 每个案件都可能有的转折
    "confer": Sheet(records.MeetingForm, _record("confer"), "纪要入卷"),
    "appraise": Sheet(records.AppraisalForm, _record("appraise"), "评议记录入卷"),
    "decider_visit": Sheet(records.DeciderVisitForm, _record("decider_visit"), "核查记录入卷"),
    "ask_extension": Sheet(turning.ExtensionForm, _plain(actions.ask_extension), "提请批准"),
    "approve_extension": Sheet(N, _plain(actions.approve_extension), "批准延长，发告知书"),
    "decline_extension": Sheet(forms.NoteForm, _plain(actions.decline_extension), "不批准"),
    "ask_transfer": Sheet(turning.TransferForm, _plain(actions.ask_transfer), "申请移交", _offer_towns),
    "transfer": Sheet(turning.ReceivingForm, _plain(actions.transfer), "移交", _offer_villages),
    "decline_transfer": Sheet(forms.NoteForm, _plain(actions.decline_transfer), "不予移交"),
    "withdraw": Sheet(
        turning.WithdrawalForm, _with_scan(actions.withdraw, "letter", PaperKind.WITHDRAWAL, "letter"), "登记撤回"
    ),
    "terminate": Sheet(turning.CauseForm, _plain(actions.terminate), "终止办理，发告知书"),
    "deliver_termination": Sheet(forms.DeliveryForm, _delivery(actions.deliver_termination), "已送达"),
    "reopen": Sheet(turning.ReopeningForm, _plain(actions.reopen), "重新审核，发告知书"),
    # 特困：自理能力变化、终止
    "report_self_care": Sheet(forms.NoteForm, _plain(actions.report_self_care), "登记报告"),
    "reassess_self_care": Sheet(
        records.SelfCareForm, _self_care("reassess_self_care"), "复核评估入卷", _known_self_care
    ),
    "propose_stop": Sheet(turning.StopForm, _plain(actions.propose_stop), "提出终止意见"),
    "drop_stop": Sheet(forms.NoteForm, _plain(actions.drop_stop), "不再终止"),
    "publish_stop": Sheet(forms.PublishForm, _posting(actions.publish_stop), "已张贴，开始公示"),
    "answer_stop_objection": _settle("answer_stop_objection", "异议不成立，答复双方，重新公示"),
    "uphold_stop_objection": _settle("uphold_stop_objection", "异议成立，继续供养"),
    "confirm_stop": Sheet(turning.SignedForm, _sealed(actions.confirm_stop), "签批终止", _show_ending),
    "deliver_stop": Sheet(forms.DeliveryForm, _delivery(actions.deliver_stop), "已送达"),
}
# fmt: on
