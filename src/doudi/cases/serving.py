"""Issuing a paper as the effect of a step, and laying it on file."""

from doudi.cases.models import Case
from doudi.cases.steps import NotNow, Taking
from doudi.law.divisions import tree
from doudi.law.papers import PaperKind
from doudi.papers.actions import issue
from doudi.papers.content import Content
from doudi.papers.models import Paper
from doudi.papers.plain import UnmaskedNumber

# What a new paper of a case takes the place of: whoever scans the earlier one is told so.
REPLACES = {
    PaperKind.PUBLICITY_SHEET: (PaperKind.PUBLICITY_SHEET,),
    PaperKind.STOP_SHEET: (PaperKind.STOP_SHEET,),
    PaperKind.GRANT_NOTICE: (PaperKind.GRANT_NOTICE, PaperKind.REFUSAL_NOTICE),
    PaperKind.REFUSAL_NOTICE: (PaperKind.GRANT_NOTICE, PaperKind.REFUSAL_NOTICE),
    PaperKind.STOP_NOTICE: (PaperKind.GRANT_NOTICE,),
}


def serve(taking: Taking, content: Content, remark: str = "") -> Paper:
    """Number, print and keep a paper of the town, and put it on file; `remark` tells it apart there from others of its kind.

    Errors: NotNow where a text names an ID number."""
    case, acting = taking.case, taking.acting
    try:
        paper = issue(
            kind=content.kind, office_code=case.town, office_name=tree().get(case.town).name, on=acting.on, at=acting.at,
            object_kind="case", object_key=case.number, town=case.town, village=case.village, content=content,
            by_login=acting.login, by_name=acting.name, replaces=_earlier(case, content.kind),
        )  # fmt: skip
    except UnmaskedNumber as wrong:
        raise NotNow([f"《{content.kind.title}》上不能有完整的身份证号：请把填的文字里的号码去掉，再办一次"]) from wrong
    taking.put(content.kind, number=paper.number, digest=paper.sha256, remark=remark)
    return paper


def _earlier(case: Case, kind: PaperKind) -> Paper | None:
    """The paper of the case, still current, that one of this kind takes the place of."""
    found = Paper.objects.filter(
        object_kind="case", object_key=case.number, kind__in=REPLACES.get(kind, ()), status=Paper.Status.CURRENT
    )
    return found.order_by("-pk").first()
