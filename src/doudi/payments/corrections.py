"""更正账户: one person enters the account for what came back, another one confirms it; then it may be paid again."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from doudi.accounts.access import can, may
from doudi.accounts.acting import Acting
from doudi.audit.actions import append
from doudi.audit.verbs import Verb
from doudi.cases.steps import NotNow
from doudi.households.actions import set_account
from doudi.households.entries import AccountEntry
from doudi.households.models import Household, Member, PaymentAccount
from doudi.households.rows import account_row
from doudi.payments.models import AccountCorrection, Returned, RunLine
from doudi.vault.index import blind_index

State = AccountCorrection.State
ACCOUNT_DIGITS = range(8, 33)


@transaction.atomic
def enter_correction(*, household: UUID, account: AccountEntry, reason: str, acting: Acting) -> AccountCorrection:
    """录入更正账户: for all that came back of a family and is not paid again yet; another person has to confirm it.

    The same account may be entered again, where the bank has opened it anew. Errors: NotNow (who may, nothing came
    back, one waits already, no reason, a stranger's name without an agreement: 57号 第二十六条); Household.DoesNotExist.
    """
    home = Household.objects.select_for_update().get(pk=household)
    back = last_return(home)
    found = _entry_obstacles(home, account, reason, back, acting)
    if found or back is None:
        raise NotNow(found)
    fresh = account_row(home, account, acting.on)
    correction = AccountCorrection.objects.create(
        household=home, bank_return_id=back, before=_open_account(home), owner_name=fresh.owner_name, bank=fresh.bank,
        number=fresh.number, number_index=fresh.number_index, custody=fresh.custody, reason=reason.strip(),
        entered_by=acting.login, entered_name=acting.name, entered_on=acting.on, town=home.town, village=home.village,
    )  # fmt: skip
    _log(correction, Verb.ACCOUNT_CORRECTED, acting, {})
    return correction


def last_return(household: Household) -> int | None:
    """The last return that sent something of a family back which no batch pays again yet; None when there is none."""
    paid_again = RunLine.objects.filter(reissue_of__household=household).values("reissue_of")
    failed = Returned.objects.filter(household=household, result=Returned.Result.FAILED).exclude(line__in=paid_again)
    return failed.order_by("-bank_return").values_list("bank_return", flat=True).first()


def _entry_obstacles(
    home: Household, account: AccountEntry, reason: str, back: int | None, acting: Acting
) -> list[str]:
    found = []
    if not can(acting, "account.correct", home):
        found.append(_("由本镇（街道）民政助理员录入"))
    if back is None:
        found.append(_("这户没有待更正的退票"))
    waiting = AccountCorrection.objects.filter(household=home, state=State.WAITING).first()
    if waiting:
        found.append(
            _("{name} {on} 已录入一次更正，还等另一人确认").format(name=waiting.entered_name, on=waiting.entered_on)
        )
    if not reason.strip():
        found.append(_("还没写更正理由"))
    return [*found, *account_faults(home, account).values()]


def account_faults(home: Household, account: AccountEntry) -> dict[str, str]:
    """What is wrong with an account for a family, in words, by the part that is; empty when it may be paid to."""
    number = "".join(account.number.split())
    found = {}
    if not (number.isascii() and number.isdigit() and len(number) in ACCOUNT_DIGITS):
        found["number"] = _("账号应是 8 到 32 位数字")
    if not account.bank.strip():
        found["bank"] = _("还没写开户银行")
    people = set(Member.objects.filter(household=home, until=None).values_list("name", flat=True))
    if account.owner_name.strip() not in people and not account.custody.strip():
        found["custody"] = _("户名不是这家的人，须有代管协议并写明编号或日期（民发〔2021〕57号 第二十六条）")
    return found


def _open_account(home: Household) -> PaymentAccount | None:
    return PaymentAccount.objects.filter(household=home, until=None).first()


@transaction.atomic
def decide_correction(
    *, correction: int, accept: bool, acting: Acting, number: str = "", note: str = ""
) -> AccountCorrection:
    """确认更正账户, or hand it back with a note: by somebody else than who entered it. Confirmed, it is the account.

    `number` is the account as this person reads it from the paper: nobody copies it from the screen.
    Errors: NotNow (who may, decided already, another number, the account was changed meanwhile);
    AccountCorrection.DoesNotExist.
    """
    found = AccountCorrection.objects.select_for_update(of=("self",)).select_related("household").get(pk=correction)
    if obstacles := decision_obstacles(found, acting):
        raise NotNow(obstacles)
    if not accept and not note.strip():
        raise NotNow([_("退回要写明哪里不对")])
    if accept:
        if not is_same_number(found, number):
            raise NotNow([_("您输的账号与录入的不同，请照原件再核对；确是录错的，退回重录")])
        entry = AccountEntry(found.owner_name, found.bank, found.number, found.custody)
        if faults := account_faults(found.household, entry):
            raise NotNow([*faults.values()])
        found.account = set_account(household=found.household, account=entry, acting=acting)
    found.state = State.CONFIRMED if accept else State.REFUSED
    found.decided_by, found.decided_name, found.decided_on = acting.login, acting.name, acting.on
    found.decided_note = note.strip()
    found.save(update_fields=["account", "state", "decided_by", "decided_name", "decided_on", "decided_note"])
    _log(found, Verb.ACCOUNT_DECIDED, acting, {"decision": str(found.get_state_display())})
    return found


def is_same_number(correction: AccountCorrection, number: str) -> bool:
    """Whether the account that a second person typed is the one that was entered."""
    return blind_index("account", number) == bytes(correction.number_index)


def decision_obstacles(correction: AccountCorrection, acting: Acting) -> list[str]:
    """Why this person can't confirm or hand back a correction, in words; empty when they can."""
    found = []
    if not may(acting, "account.confirm") or not acting.covers(correction.town, correction.village):
        found.append(_("由本镇（街道）镇长（主任）或区发放复核确认"))
    if correction.state != State.WAITING:
        found.append(_("这次更正现为「{state}」").format(state=correction.get_state_display()))
    if correction.entered_by == acting.login:
        found.append(_("更正账户是您录入的，须由另一人确认"))
    now = _open_account(correction.household)
    if correction.state == State.WAITING and (now.pk if now else None) != correction.before_id:
        found.append(_("录入后发放账户另有变更，请退回重录"))
    return found


def correction_facts(correction: AccountCorrection) -> dict[str, Any]:
    """Everything of a correction that a replay compares: keys, codes and the account's blind index."""
    return {
        "correction": correction.pk, "household": str(correction.household_id), "state": correction.state,
        "number_index": bytes(correction.number_index).hex(), "entered_by": correction.entered_by,
        "decided_by": correction.decided_by, "account": correction.account_id,
    }  # fmt: skip


def _log(correction: AccountCorrection, verb: Verb, acting: Acting, facts: Mapping[str, Any]) -> None:
    append(
        chain=f"run/{_run_of(correction)}", actor=acting.actor, verb=verb, object_kind="correction",
        object_key=str(correction.pk), facts={**correction_facts(correction), **facts}, at=acting.at, on=acting.on,
        town=correction.town,
    )  # fmt: skip


def _run_of(correction: AccountCorrection) -> str:
    """The run whose return a correction answers; by its results, since a town doesn't see the bank's files."""
    results = Returned.objects.filter(bank_return=correction.bank_return_id, household=correction.household_id)
    number: str = results.values_list("run__number", flat=True)[0]
    return number
