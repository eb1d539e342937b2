"""月发放表: a town's families of a run with what each is paid, to print and sign, as PDF or Word."""

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from doudi.accounts.actions import note
from doudi.audit.verbs import Verb
from doudi.desk.guard import DeskRequest, needs
from doudi.desk.pages.printing import printed
from doudi.law.divisions import tree
from doudi.papers.content import Programme
from doudi.papers.forms.content import PaymentListForm, PaymentRow
from doudi.payments.models import Run
from doudi.payments.queries import payment_list
from doudi.payments.queries.paper import PaymentList
from doudi.payments.queries.paper import PaymentRow as Paid
from doudi.ui.words import money

DISTRICT = "晋城市城区"


@needs("run.read", methods=("GET",))
def show(request: DeskRequest, number: str) -> HttpResponse:
    """The list of one town (a town's post: its own), or of the district; ?word=1 as .docx. Errors: Http404."""
    run = Run.objects.filter(number=number).first()
    town = request.GET.get("town", "") if request.acting.post.is_district else request.acting.division
    if run is None or (town and town not in {each.code for each in tree().towns}):
        raise Http404
    listed = payment_list(run, town)
    facts = {"what": "月发放表", "lines": len(listed.rows), "town": town}
    note(request.acting, Verb.ACCESS_EXPORTED, "run", run.number, facts, town)
    office = listed.town or DISTRICT
    return printed(request, _form(run, listed, office, request), _("月发放表"), f"{run.number}-{office}")


def _form(run: Run, listed: PaymentList, office: str, request: DeskRequest) -> PaymentListForm:
    return PaymentListForm(
        programme=Programme(run.programme), office=office, month=f"{run.month.year}年{run.month.month}月",
        rows=tuple(_row(paid) for paid in listed.rows), households=str(listed.households),
        persons=str(listed.members), base=money(listed.base), supplement=money(listed.supplement), care=money(listed.care),
        total=money(listed.total), maker=run.computed_name, checker=run.checked_name, approver=run.approved_name,
        on=f"{request.today.year}年{request.today.month}月{request.today.day}日",
    )  # fmt: skip


def _row(paid: Paid) -> PaymentRow:
    return PaymentRow(
        place=paid.village, name=paid.name, id_masked=paid.id_masked, members=str(paid.members),
        base=money(paid.base), supplement=money(paid.supplement), care=money(paid.care), total=money(paid.total),
        owner=paid.owner, bank=paid.bank, account=paid.account_masked,
    )  # fmt: skip
