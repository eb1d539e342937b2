"""What surrounds every desk page: menu, person, day, watermark."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from doudi.accounts.access import may
from doudi.accounts.acting import Acting
from doudi.accounts.calendar import calendar
from doudi.accounts.parameters import waiting
from doudi.desk.addresses import address
from doudi.law.divisions import tree
from doudi.ui.parts import DemoDay, MenuGroup, MenuItem, Who

# (group, label, route, permission): the menu is this table, narrowed to what the post may open.
MENU = (
    ("办理", "工作台", "desk:workbench", "desk"),
    ("办理", "申请登记", "desk:drafts", "case.register"),
    ("办理", "案件", "desk:cases", "case.read"),
    ("办理", "签批", "desk:signing", "case.sign"),
    ("办理", "到龄到期预警", "desk:ahead", "ahead.read"),
    ("发放", "发放批次", "desk:runs", "run.read"),
    ("发放", "银行回盘", "desk:returns", "return.read"),
    ("发放", "退票重发", "desk:failures", "failure.read"),
    ("发放", "逐户对账", "desk:reconciliation", "run.read"),
    ("发放", "待遇", "desk:awards", "award.read"),
    ("发放", "提标重算", "desk:uplifts", "uplift.read"),
    ("发放", "资金测算", "desk:estimates", "estimate.read"),
    ("资料", "标准与参数", "desk:parameters", "parameters.read"),
    ("资料", "台账导入", "desk:ledgers", "ledger.read"),
    ("资料", "空白表格", "desk:forms", "desk"),
    ("资料", "导出任务", "desk:exports", "export"),
    ("人员", "责任清单", "desk:duties", "duties.read"),
    ("人员", "人员和岗位", "desk:people", "people.read"),
    ("人员", "授权代签", "desk:delegations", "delegation.read"),
    ("人员", "近亲属登记", "desk:relatives", "relatives.own"),
    ("人员", "交接", "desk:hand-overs", "handover.sign"),
    ("人员", "工作日历", "desk:calendar", "calendar.read"),
    ("资料", "公示（公众看到的）", "portal:notices", "desk"),
)


def context(request: HttpRequest) -> dict[str, Any]:
    """The context of the frame; empty for the public and before log-in."""
    acting: Acting | None = getattr(request, "acting", None)
    if acting is None:
        return {}
    return {
        "menu": _menu(request, acting),
        "who": Who(acting.name, f"{tree().get(acting.division).name} · {acting.post.title}", address("desk:posts")),
        "home_url": address("desk:workbench"),
        "search_url": address("desk:cases") if may(acting, "case.read") else "",
        "logout_url": address("desk:logout"),
        "working": calendar().is_working(acting.on),
        "demo_day": DemoDay(acting.on, address("desk:day"), may(acting, "day.move")) if settings.DEMO else None,
        "watermark": f"{acting.name} {getattr(request.user, 'phone_tail', '')} {localtime(acting.at):%m-%d %H:%M}",
        "complaint_phone": settings.DOUDI_COMPLAINT_PHONE,
    }


def _menu(request: HttpRequest, acting: Acting) -> list[MenuGroup]:
    groups: dict[str, list[MenuItem]] = {}
    for group, label, route, permission in MENU:
        if may(acting, permission):
            url = address(route)
            here = request.path == url or (route != "desk:workbench" and request.path.startswith(url))
            groups.setdefault(group, []).append(MenuItem(_(label), url, _count(route, acting), here=here))
    return [MenuGroup(_(title), items) for title, items in groups.items()]


def _count(route: str, acting: Acting) -> int | None:
    """How much waits on a page for the person's post, where that is known without asking the database."""
    if route == "desk:parameters" and may(acting, "parameters.keep"):
        return waiting() or None
    return None
