"""更正账户: one person enters a family's new account, another one confirms it; what came back may then be paid again."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Case, When
from django.utils.translation import gettext as _

from doudi.accounts.access import can, may
from doudi.accounts.acting import Acting
from doudi.accounts.queries import related
from doudi.audit.actions import append
from doudi.audit.verbs import Verb
from doudi.cases.models import Decision
from doudi.cases.queries import UNDECIDED
from doudi.cases.steps import NotNow
from doudi.households.actions import set_account
from doudi.households.entries import AccountEntry
from doudi.households.models import Household, Member, PaymentAccount
from doudi.households.rows import account_row, is_same_account
from doudi.payments.awards import chain_of
from doudi.payments.models import AccountCorrection, Award, Returned
from doudi.payments.queries.accounts import unpaid_failures
from doudi.vault.index import blind_index

State = AccountCorrection.State
ACCOUNT_DIGITS = range(8, 33)
DECIDED = ("account", "bank_return", "state", "decided_by", "decided_name", "decided_on", "decided_note")


@transaction.atomic
def enter_correction(*, household: UUID, account: AccountEntry, reason: str, acting: Acting) -> AccountCorrection:
    """录入更正账户: for all that came back of a family and is not paid again yet, else for what is paid to it from now on;
    another person has to confirm it.

    The same account may be entered again where something came back: the bank may have opened it anew. Errors: NotNow
    (who may, neither award nor grant, one waits already, no reason, nothing changed, a stranger's name without an
    agreement: 57号 第二十六条); Household.DoesNotExist.
    """
    home = Household.objects.select_for_update().get(pk=household)
    back = last_return(home)
    if found := [*entry_obstacles(home, back, acting), *_entry_faults(home, account, reason, back)]:
        raise NotNow(found)
    fresh = account_row(home, account, acting.on)
    correction = AccountCorrection.objects.create(
        household=home, bank_return_id=back, before=_open_account(home), owner_name=fresh.owner_name, bank=fresh.bank,
        number=fresh.number, number_index=fresh.number_index, custody=fresh.custody, reason=reason.strip(),
        entered_by=acting.login, entered_name=acting.name, entered_on=acting.on, town=home.town, village=home.village,
    )  # fmt: skip
    _log(correction, Verb.ACCOUNT_CORRECTED, acting, _chain(correction), {})
    return correction


def last_return(household: Household) -> int | None:
    """The last return that sent something of a family back which no batch pays again yet; None when there is none."""
    failed = unpaid_failures().filter(household=household)
    return failed.order_by("-bank_return").values_list("bank_return", flat=True).first()


def entry_obstacles(home: Household, back: int | None, acting: Acting) -> list[str]:
    """Why this person can't enter another account for a family, in words; `back` as `last_return` says."""
    found = []
    if not can(acting, "account.correct", home):
        found.append(_("由本镇（街道）民政助理员录入"))
    found += _kin(home, acting)
    if back is None and not basis_of(home):
        found.append(_("这户没有待遇，也没有待更正的退票，不在这里改账户"))
    waiting = AccountCorrection.objects.filter(household=home, state=State.WAITING).first()
    if waiting:
        found.append(
            _("{name} {on} 已录入一次更正，还等另一人确认").format(name=waiting.entered_name, on=waiting.entered_on)
        )
    return found


def _entry_faults(home: Household, account: AccountEntry, reason: str, back: int | None) -> list[str]:
    faults = change_faults(home, account, back)
    return [*([] if reason.strip() else [_("还没写更正理由")]), *faults.values()]


def change_faults(home: Household, account: AccountEntry, back: int | None) -> dict[str, str]:
    """What is wrong with an account to be entered, by the part that is; `back` as `last_return` says."""
    now = _open_account(home)
    if back is None and now and is_same_account(now, account_row(home, account, now.since)):
        return {"number": _("与现在的发放账户相同，没有要改的")}
    return account_faults(home, account)


def basis_of(home: Household) -> str:
    """The log's chain of what a family is paid by: its running award, else its last one, else a grant that none was
    opened for yet; empty where there is none."""
    awards = Award.objects.filter(household=home).select_related("import_row__ledger", "uplift_of")
    award = awards.order_by(Case(When(state=Award.State.ENDED, then=1), default=0), "-pk").first()
    if award:
        return chain_of(award)
    grants = Decision.objects.filter(case__household=home, outcome="grant").exclude(case__state__in=UNDECIDED)
    number = grants.order_by("-pk").values_list("case__number", flat=True).first()
    return f"case/{number}" if number else ""


def _kin(home: Household, acting: Acting) -> list[str]:
    people = Member.objects.filter(household=home, until=None).values_list("id_index", flat=True)
    if not related(acting.officer_id, [bytes(index) for index in people]):
        return []
    return [_("这家有您本人或您登记的近亲属，须回避，请由别的同事办理")]


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
    chain = _chain(found)
    if accept:
        _take(found, number, acting)
    found.state = State.CONFIRMED if accept else State.REFUSED
    found.decided_by, found.decided_name, found.decided_on = acting.login, acting.name, acting.on
    found.decided_note = note.strip()
    found.save(update_fields=DECIDED)
    _log(found, Verb.ACCOUNT_DECIDED, acting, chain, {"decision": str(found.get_state_display())})
    return found


def _take(found: AccountCorrection, number: str, acting: Acting) -> None:
    """The account that was entered becomes the family's. Errors: NotNow (another number, it may no longer be paid to)."""
    if not is_same_number(found, number):
        raise NotNow([_("您输的账号与录入的不同，请照原件再核对；确是录错的，退回重录")])
    entry = AccountEntry(found.owner_name, found.bank, found.number, found.custody)
    if faults := account_faults(found.household, entry):
        raise NotNow([*faults.values()])
    found.account = set_account(household=found.household, account=entry, acting=acting)
    # What came back while a change waited had gone to the account that now ends: it is answered, too.
    found.bank_return_id = found.bank_return_id or last_return(found.household)


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
    found += _kin(correction.household, acting)
    now = _open_account(correction.household)
    if correction.state == State.WAITING and (now.pk if now else None) != correction.before_id:
        found.append(_("录入后发放账户另有变更，请退回重录"))
    return found


def correction_facts(correction: AccountCorrection) -> dict[str, Any]:
    """Everything of a correction that a replay compares: keys, codes, the return it answers, the account's blind index."""
    return {
        "correction": correction.pk, "household": str(correction.household_id), "state": correction.state,
        "number_index": bytes(correction.number_index).hex(), "entered_by": correction.entered_by,
        "decided_by": correction.decided_by, "account": correction.account_id,
        "answers": correction.bank_return_id,
    }  # fmt: skip


def _log(correction: AccountCorrection, verb: Verb, acting: Acting, chain: str, facts: Mapping[str, Any]) -> None:
    append(
        chain=chain, actor=acting.actor, verb=verb, object_kind="correction", object_key=str(correction.pk),
        facts={**correction_facts(correction), **facts}, at=acting.at, on=acting.on, town=correction.town,
    )  # fmt: skip


def _chain(correction: AccountCorrection) -> str:
    """The run whose return a correction answers, by its results, since a town doesn't see the bank's files; else what the
    family is paid by."""
    if correction.bank_return_id is None:
        return basis_of(correction.household)
    results = Returned.objects.filter(bank_return=correction.bank_return_id, household=correction.household_id)
    number: str = results.values_list("run__number", flat=True)[0]
    return f"run/{number}"
