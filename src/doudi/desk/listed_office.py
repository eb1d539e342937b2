"""The lists of people and posts for Excel: who holds which post, relatives, deputies, hand-overs, calendar, duties, drafts."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils.timezone import localtime

from doudi.accounts import calendar_days, delegating, handing, people
from doudi.accounts.acting import Acting
from doudi.accounts.models import CalendarDay, Delegation, HandOver, Officer, PostHeld, Relative
from doudi.cases.drafts import draft_rows, drafts_of
from doudi.cases.models import Draft
from doudi.desk.duty_table import asked_duties, in_force, table
from doudi.desk.forms.office import PeopleQuery
from doudi.desk.listed import Listed, Row, as_told
from doudi.law.divisions import tree
from doudi.law.posts import Post
from doudi.law.procedures.payroll import TITLES
from doudi.payments.models import Award
from doudi.payments.queries.awards import awards_of_people

UNIT = "、"


def _people(asked: QueryDict, acting: Acting) -> list[tuple[int, int | None]]:
    """A row a post that somebody holds; one for who holds none."""
    form = PeopleQuery(asked)
    officers = list(people.people_found(form.cleaned_data["q"] if form.is_valid() else ""))
    held = {key: [row.pk for row in rows] for key, rows in people.held_by(officers, acting.on).items()}
    return [(one.pk, post) for one in officers for post in held[one.pk] or (None,)]


def _read_people(keys: Sequence[tuple[int, int | None]], _acting: Acting) -> list[Row]:
    officers = Officer.objects.in_bulk({officer for officer, _post in keys})
    posts = PostHeld.objects.in_bulk({post for _officer, post in keys if post})
    return [_person(officers[officer], posts.get(post) if post else None) for officer, post in keys]


def _person(officer: Officer, held: PostHeld | None) -> Row:
    account = (
        "待本人设密码" if officer.is_active and officer.one_time_until else "在用" if officer.is_active else "已停用"
    )
    if held is None:
        return [officer.name, officer.login, account, "", "没有岗位", None, None]
    return [
        officer.name, officer.login, account, tree().get(held.division).name, Post(held.post).title, held.since, held.until,
    ]  # fmt: skip


def _relatives(_asked: QueryDict, acting: Acting) -> list[int]:
    return list(people.relatives_of_area(acting).values_list("pk", flat=True))


def _read_relatives(keys: Sequence[int], acting: Acting) -> list[Row]:
    """近亲属备案表: the officer's side, and what the relative receives by the register in the reader's area."""
    found = Relative.objects.select_related("officer").in_bulk(keys)
    rows = [found[key] for key in keys if key in found]
    posts = people.held_by([row.officer for row in rows], acting.on)
    received = awards_of_people([bytes(row.id_index) for row in rows])
    return [_relative(row, posts[row.officer_id], received.get(bytes(row.id_index))) for row in rows]


def _relative(row: Relative, posts: Sequence[PostHeld], award: Award | None) -> Row:
    divisions = tree()
    units = UNIT.join(dict.fromkeys(divisions.get(held.division).name for held in posts))
    titles = UNIT.join(dict.fromkeys(Post(held.post).title for held in posts))
    told = [TITLES[award.programme], award.members, award.amount, f"{award.since:%Y-%m}"] if award else [None] * 4
    return [row.officer.name, units, titles, row.name, row.relation, row.registered_on, *told]


def _delegations(_asked: QueryDict, acting: Acting) -> list[int]:
    return list(delegating.delegations_seen(acting).values_list("pk", flat=True))


def _read_delegations(keys: Sequence[int], acting: Acting) -> list[Row]:
    found = Delegation.objects.select_related("leader", "deputy").in_bulk(keys)
    return [_delegation(found[key], acting.on) for key in keys if key in found]


def _delegation(row: Delegation, on: date) -> Row:
    state = "已撤销" if row.revoked_on else "已到期" if row.until < on else "生效中" if row.since <= on else "未到起日"
    return [
        row.deputy.name, row.leader.name, tree().get(row.town).name, row.since, row.until, row.paper_number,
        "有" if row.file_key else "无", row.made_on, state, row.revoked_on,
    ]  # fmt: skip


def _hand_overs(_asked: QueryDict, acting: Acting) -> list[int]:
    return list(handing.hand_overs_seen(acting).values_list("pk", flat=True))


def _read_hand_overs(keys: Sequence[int], _acting: Acting) -> list[Row]:
    found = HandOver.objects.select_related("leaver", "successor").in_bulk(keys)
    return [
        [
            row.leaver.name, row.successor.name, tree().get(row.town).name, row.reason, row.last_day, len(row.cases),
            row.drafts, str(row.get_state_display()), row.made_on, _day(row.given_at), _day(row.taken_at), row.done_on,
        ]
        for row in (found[key] for key in keys if key in found)
    ]  # fmt: skip


def _day(moment: Any) -> date | None:
    return localtime(moment).date() if moment else None


def _calendar(_asked: QueryDict, _acting: Acting) -> list[int]:
    return list(calendar_days.edits().values_list("pk", flat=True))


def _read_calendar(keys: Sequence[int], _acting: Acting) -> list[Row]:
    found = CalendarDay.objects.in_bulk(keys)
    return [
        [
            row.day, "上班" if row.is_working else "放假", row.note, "是" if row.completes_year else "", row.entered_name,
            row.entered_on, row.decided_name, _day(row.decided_at), str(row.get_state_display()),
        ]
        for row in (found[key] for key in keys if key in found)
    ]  # fmt: skip


def _duties(asked: QueryDict, acting: Acting) -> list[Row]:
    """责任清单 of the town, day and procedure that the address asks for; a row an act and post."""
    wanted = asked_duties(asked, acting)
    return [
        [
            found["title"], row["duty"].title, seat.post, seat.people or seat.gap, row["duty"].says, row["duty"].limit,
            UNIT.join(row["duty"].apart_from), row["duty"].clause,
        ]
        for found in (table(one, wanted.town, wanted.on) for one in in_force(wanted.on, wanted.town) if wanted.takes(one))
        for row in found["rows"]
        for seat in row["seats"]
    ]  # fmt: skip


def _drafts(_asked: QueryDict, acting: Acting) -> list[Any]:
    return list(drafts_of(acting).values_list("pk", flat=True))


def _read_drafts(keys: Sequence[Any], acting: Acting) -> list[Row]:
    found = Draft.objects.in_bulk(keys)
    rows = draft_rows([found[key] for key in keys if key in found], acting)
    return [[row.label, row.village, row.by_name, _day(row.saved_at), row.case_number] for row in rows]


OFFICE: Mapping[str, Listed] = {
    "people": Listed(
        "人员和岗位", "people.read", ("姓名", "登录名", "账号", "单位", "岗位", "任职自", "任职至"), _people, _read_people
    ),
    "relatives": Listed(
        "近亲属备案表", "relatives.read",
        ("工作人员", "工作单位", "职务（岗位）", "近亲属姓名", "与工作人员关系", "登记日", "在享救助类别", "保障人数",
         "月保障金额（元）", "首次享受月"),
        _relatives, _read_relatives,
    ),
    "delegations": Listed(
        "授权代签记录", "delegation.read",
        ("代签人", "授权人", "镇（街道）", "自", "至", "授权书文号", "扫描件", "授权日", "状态", "撤销日"),
        _delegations, _read_delegations,
    ),
    "hand-overs": Listed(
        "交接记录", "handover.sign",
        ("移交人", "接手人", "镇（街道）", "原因", "最后在岗日", "案件", "草稿", "状态", "发起日", "移交人确认", "接手人确认",
         "交接日"),
        _hand_overs, _read_hand_overs,
    ),
    "calendar": Listed(
        "工作日历改动", "calendar.read",
        ("日期", "上班或放假", "依据", "全年录完", "录入人", "录入日", "确认人", "确认日", "状态"), _calendar, _read_calendar,
    ),
    "duties": Listed(
        "责任清单", "duties.read", ("程序", "环节", "岗位", "责任人", "做什么", "时限", "须由他人办", "依据"), _duties, as_told
    ),
    "drafts": Listed(
        "登记草稿", "case.register", ("申请人", "村（社区）", "谁开始填的", "上次存", "案号"), _drafts, _read_drafts
    ),
}  # fmt: skip
