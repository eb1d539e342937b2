"""The bank's answers in tests: return files of an exported run, as workbook or as text."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from io import BytesIO

import xlsxwriter

from doudi.accounts.acting import Acting
from doudi.households.entries import AccountEntry
from doudi.households.models import Household
from doudi.law.posts import Post
from doudi.payments.bank_file import Payment, export, payments_of
from doudi.payments.corrections import decide_correction, enter_correction
from doudi.payments.models import AccountCorrection, BankReturn, Run
from doudi.payments.returns import take_return
from doudi.payments.runs import approve, check, compute_reissue
from households.making import acting
from payments.making import MONTH, PROGRAMME, RUN_DAY, approved, approver, checker, leader, maker

HEAD = ("序号", "姓名", "账号", "金额", "结果", "原因")
Says = Callable[[int, Payment], str]


def exported(month=MONTH) -> Run:
    """A month's run, its file exported."""
    run = approved(month)
    export(number=run.number, version=run.version, acting=maker())
    return Run.objects.get(pk=run.pk)


def everybody(_place: int, _payment: Payment) -> str:
    return ""


def but(*places: int, reason: str = "账户已销户") -> Says:
    """All arrive but the payments at these places."""
    return lambda place, _payment: reason if place in places else ""


def rows_of(run: Run, fails: Says = everybody) -> list[list[str]]:
    """One row a payment: `fails` gives the bank's reason, empty for what arrived."""
    rows = []
    for place, payment in enumerate(payments_of(run)):
        reason = fails(place, payment)
        rows.append(
            [
                str(place + 1),
                payment.owner,
                payment.account,
                f"{payment.total:.2f}",
                "失败" if reason else "成功",
                reason,
            ]
        )
    return rows


def text(
    rows: Sequence[Sequence[str]], *, head: Sequence[str] = HEAD, encoding: str = "utf-8", mark: str = ","
) -> bytes:
    return "\r\n".join(mark.join(row) for row in (head, *rows)).encode(encoding)


def workbook(
    rows: Sequence[Sequence[str]],
    *,
    head: Sequence[str] = HEAD,
    title: str = "代发回盘明细",
    numbers: Sequence[str] = ("金额",),
) -> bytes:
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("回盘")
    sheet.write_string(0, 0, title)
    for at, row in enumerate((head, *rows), 1):
        for place, cell in enumerate(row):
            if at > 1 and head[place] in numbers and cell:
                sheet.write_number(at, place, Decimal(cell))
            else:
                sheet.write_string(at, place, cell)
    book.close()
    return out.getvalue()


def taken(run: Run, fails: Says = everybody, *, by: Acting | None = None) -> BankReturn:
    """The whole run answered."""
    return take_return(number=run.number, name="hp.csv", content=text(rows_of(run, fails)), acting=by or maker())


def clerk(on=RUN_DAY) -> Acting:
    return acting(Post.TOWN_CLERK, login="clerk", on=on)


def head_account(household: Household, number: str = "6228000000000000123") -> AccountEntry:
    """A new account in the head's name."""
    return AccountEntry(household.members.get(relation="head").name, "晋城农商银行", number)


def entered(household: Household, number: str = "6228000000000000123") -> AccountCorrection:
    return enter_correction(
        household=household.pk, account=head_account(household, number), reason="旧卡已销，本人持新卡", acting=clerk()
    )


def corrected(household: Household, number: str = "6228000000000000123") -> AccountCorrection:
    """A new account entered by the clerk and confirmed by the leader."""
    found = entered(household, number)
    return decide_correction(correction=found.pk, accept=True, number=number, acting=leader())


def sent_again(programme: str = PROGRAMME) -> Run:
    """A batch that pays again, through its three hands to the bank's file."""
    run = compute_reissue(programme=programme, acting=maker())
    run = check(number=run.number, version=run.version, acting=checker())
    run = approve(number=run.number, version=run.version, digest=run.control_digest, acting=approver())
    export(number=run.number, version=run.version, acting=maker())
    return Run.objects.get(pk=run.pk)
