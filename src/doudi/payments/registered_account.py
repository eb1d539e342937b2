"""更正发放账户: the account that a family named when it applied, put right before the decision (民发〔2021〕57号 第二十六条)."""

from django.db import transaction
from django.utils.translation import gettext as _

from doudi.accounts.acting import Acting
from doudi.audit.verbs import Verb
from doudi.cases.models import Case
from doudi.cases.queries import UNDECIDED
from doudi.cases.steps import NotNow, claim, log, refuse_stale
from doudi.households.actions import set_account
from doudi.households.entries import AccountEntry, WrongEntry
from doudi.households.models import PaymentAccount
from doudi.payments.corrections import account_faults
from doudi.payments.models import Award
from doudi.verification.correcting import refuse
from doudi.verification.correcting import why_not as why_not_of

ACCOUNT = "发放账户"


@transaction.atomic
def correct_registered_account(
    *, case: Case, version: int, account: AccountEntry, reason: str, acting: Acting
) -> PaymentAccount:
    """更正发放账户: before the opinion, by one person; once a family is paid, two change its account (`corrections`).

    Errors: NotNow where nobody may now, or for an own or a relative's case; households' WrongEntry, its path the part of
    the account, or `reason`; Stale.
    """
    refuse_stale(case, version)
    if why := why_not(case, acting):
        raise NotNow([why])
    refuse(case, acting, what=ACCOUNT)
    faults = account_faults(case.household, account) | ({} if reason.strip() else {"reason": _("还没写更正理由")})
    for part, sentence in faults.items():
        raise WrongEntry(part, sentence)
    before = PaymentAccount.objects.filter(household=case.household_id, until=None).first()
    row = set_account(household=case.household, account=account, acting=acting, case_number=case.number)
    if row == before:
        raise WrongEntry("number", _("与现在的发放账户相同，没有要改的"))
    claim(case, version)
    log(case, acting, Verb.CASE_SAVED, {
        "part": "更正发放账户", "was": before.pk if before else None, "account": row.pk, "reason": reason.strip(),
    })  # fmt: skip
    return row


def why_not(case: Case, acting: Acting) -> str:
    """Why the account can't be corrected here now, in words; empty when it can."""
    if case.state not in UNDECIDED:
        return _("本案已有决定或已办结，不再改申请时的发放账户；要换的，到这家的「发放账户」里由两人变更")
    if why := why_not_of(case, acting, ACCOUNT):
        return why
    if Award.objects.filter(household=case.household_id).exists():
        return _("这家已有待遇，发放账户不由一人改；要换的，到这家的「发放账户」里由两人变更")
    return ""
