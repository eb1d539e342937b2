"""The rival of the pages' figures: what Django gives without us, with the same rows and columns.

Django's own middleware of a new project with its session and its user, the ORM without a wall, a template compiled once,
values as they lie in the tables. No menu, no words, no calculation, no limits, no log. It pages a list without counting it.
"""

from functools import cache
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Count, F, OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.template import engines

from doudi.cases.models import Case, Decision, Objection, OnFile, Publicity, StepTaken
from doudi.cases.outlook import Outlook
from doudi.households.models import Member, Obligor, PaymentAccount

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
LIST = """<!doctype html><title>cases</title><table>{% for row in rows %}<tr><td>{{ forloop.counter }}</td>
<td>{{ row.case.head_name }}</td><td>{{ row.due_on }}</td><td>{{ row.state }}</td><td>{{ row.step }}</td><td>{{ row.post }}</td>
<td>{{ row.case.programme }}</td><td>{{ row.village }}</td><td>{{ row.members }}</td><td>{{ row.amount }}</td>
<td>{{ row.case.registered_on }}</td><td>{{ row.case.accepted_on }}</td><td>{{ row.case.number }}</td>
<td>{{ row.case.household.file_number }}</td><td>{{ row.case.applicant.id_number }}</td></tr>{% endfor %}</table>"""
FILE = """<!doctype html><title>case</title><h1>{{ case.head_name }} {{ case.number }} {{ case.state }} {{ case.due_on }}</h1>
<p>{{ case.village }} {{ case.household.file_number }}</p>
<table>{% for each in members %}<tr><td>{{ each.name }}</td><td>{{ each.relation }}</td><td>{{ each.born }}</td>
<td>{{ each.id_number }}</td><td>{{ each.disability_kind }} {{ each.study }} {{ each.able_to_work }}</td></tr>{% endfor %}</table>
<ul>{% for each in obligors %}<li>{{ each.name }} {{ each.relation }} {{ each.agreed_support }}</li>{% endfor %}</ul>
<ul>{% for each in accounts %}<li>{{ each.owner_name }} {{ each.bank }} {{ each.number }}</li>{% endfor %}</ul>
<ol>{% for each in steps %}<li>{{ each.on }} {{ each.code }} {{ each.by_name }} {{ each.note }}</li>{% endfor %}</ol>
<ul>{% for each in papers %}<li>{{ each.kind }} {{ each.paper_number }} {{ each.on }}</li>{% endfor %}</ul>
<ul>{% for each in decisions %}<li>{{ each.outcome }} {{ each.total }} {{ each.first_month }}</li>{% endfor %}</ul>
<ul>{% for each in publicities %}<li>{{ each.sheet_number }} {{ each.starts_on }} {{ each.ends_on }}</li>{% endfor %}</ul>
<ul>{% for each in objections %}<li>{{ each.state }} {{ each.how }} {{ each.received_on }}</li>{% endfor %}</ul>"""


@cache
def _compiled(source: str) -> Any:
    return engines["django"].from_string(source)


@login_required
def bare_list(request: HttpRequest) -> HttpResponse:
    """The first twenty cases in the columns of 案件表. One statement."""
    granted = Decision.objects.filter(case=OuterRef("case"), outcome="grant").order_by("-seq").values("total")[:1]
    people = Member.objects.filter(household=OuterRef("case__household"), until=None).order_by()
    members = people.values("household").annotate(n=Count("pk")).values("n")
    rows = (
        Outlook.objects.filter(leads=True)
        .select_related("case__household", "case__applicant")
        .annotate(members=Subquery(members), amount=Subquery(granted))
        .order_by(F("due_on").asc(nulls_last=True), "case")[:20]
    )
    return HttpResponse(_compiled(LIST).render({"rows": rows}))


@login_required
def bare_case(request: HttpRequest, number: str) -> HttpResponse:
    """A case with the rows that its page shows; one statement a table."""
    case = Case.objects.select_related("household").get(number=number)
    told = {
        "case": case, "members": Member.objects.filter(household=case.household_id, until=None),
        "obligors": Obligor.objects.filter(household=case.household_id),
        "accounts": PaymentAccount.objects.filter(household=case.household_id, until=None),
        "steps": StepTaken.objects.filter(case=case).order_by("-seq"), "papers": OnFile.objects.filter(case=case).order_by("pk"),
        "decisions": Decision.objects.filter(case=case), "publicities": Publicity.objects.filter(case=case),
        "objections": Objection.objects.filter(case=case),
    }  # fmt: skip
    return HttpResponse(_compiled(FILE).render(told))


bare_list.permission = bare_case.permission = ""  # type: ignore[attr-defined]
