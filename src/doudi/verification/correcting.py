"""When the people and the amounts of a case may be corrected at the desk, by whom, and what waits afterwards."""

from django.utils.translation import gettext as _

from doudi.accounts.acting import Acting
from doudi.accounts.queries import related
from doudi.cases.models import Case
from doudi.cases.steps import NotNow, find, settle
from doudi.households.models import Member
from doudi.law.posts import Post
from doudi.vault.index import blind_index
from doudi.verification.comparison import compare, waiting

COLLECTING, SURVEYING = ("submitted", "deficient"), "surveying"
OBLIGORS = "义务人"


def why_not(case: Case, acting: Acting, what: str = OBLIGORS) -> str:
    """Why those who owe support (or `what`) can't be corrected now, in words; empty when they can."""
    if case.state in COLLECTING:
        return ""
    if case.state != SURVEYING:
        return _("拟定意见以后不再改%s；要改，请先退回补查") % _(what)
    return "" if acting.post == Post.TOWN_CLERK else _("受理以后由镇（街道）经办人改")


def refuse(case: Case, acting: Acting, id_number: str = "", what: str = OBLIGORS) -> None:
    """Errors: NotNow where nobody may correct now, or somebody of the family or of that number is the officer's own."""
    if why := why_not(case, acting, what):
        raise NotNow([why])
    refuse_kin(case, acting, id_number, what)


def refuse_kin(case: Case, acting: Acting, id_number: str = "", what: str = OBLIGORS) -> None:
    """Errors: NotNow where somebody of the family or of that number is the officer's own or a registered relative."""
    people = [bytes(row.id_index) for row in Member.objects.filter(household=case.household_id, until=None)]
    people += [blind_index("id", id_number.upper())] if id_number else []
    if related(acting.officer_id, people):
        raise NotNow([_("这家或这位%s是您本人或您登记的近亲属，须回避，请由别的同事办理") % _(what)])


def tell_what_waits(case: Case) -> None:
    """Put or settle the finding that amounts are still to be adopted."""
    left = waiting(compare(case))
    settle(case, "not_adopted")
    if left:
        find(case, "not_adopted", f"还差 {len(left)} 项采信理由")
