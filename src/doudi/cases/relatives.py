"""近亲属备案: whether the decider has to visit a family before deciding (57号 第十一条、第二十条)."""

from doudi.accounts.queries import relatives_among
from doudi.cases.models import Case, Objection, OnFile
from doudi.cases.steps import find, settle
from doudi.households.models import Member
from doudi.law.papers import PaperKind


def is_registered_relative(case: Case) -> bool:
    """Whether somebody of the family is registered as a close relative of an officer. Two statements."""
    members = Member.objects.filter(household=case.household_id, until=None)
    return bool(relatives_among([bytes(index) for index in members.values_list("id_index", flat=True)]))


def tell_relatives(case: Case) -> None:
    """Put or settle the finding that the decider must visit first: a registered relative, or a complaint that held."""
    visited = OnFile.objects.filter(case=case, kind=PaperKind.DECIDER_VISIT).exists()
    complained = Objection.objects.filter(case=case, state=Objection.State.UPHELD).exists()
    if not visited and (complained or is_registered_relative(case)):
        find(case, "decider_visit_missing")
    else:
        settle(case, "decider_visit_missing")
