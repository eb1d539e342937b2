"""Invented people of the offices: somebody in every post, in every town."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from doudi.accounts.actions import SYSTEM, enrol, grant_post
from doudi.accounts.models import Officer, PostHeld
from doudi.law.divisions import tree
from doudi.law.posts import Post

PASSWORD = "doudi-demo-2026"  # noqa: S105  (printed with the log-ins; a demonstration holds no secret)
SINCE = date(2023, 8, 16)
DISTRICT = "140502"
SHORT = {
    "140502001": "dongjie", "140502002": "xijie", "140502003": "nanjie", "140502004": "beijie",
    "140502006": "zhongjiazhuang", "140502007": "xishangzhuang", "140502009": "kaifaqu", "140502100": "beishidian",
}  # fmt: skip
# Names of the town's posts; the first row is 北石店镇, the story's town.
TOWN_NAMES = {
    "140502100": ("秦海峰", "贺文娟", "常慧", "郑国栋"), "140502001": ("苗润生", "郝玉梅", "段秀峰", "尹志远"),
    "140502002": ("裴俊杰", "武爱华", "靳丽娟", "原建忠"), "140502003": ("牛晋生", "申玉洁", "司艳红", "毕宏伟"),
    "140502004": ("茹志刚", "闫海燕", "焦文斌", "赵立本"), "140502006": ("元晓光", "鲍春霞", "崔玉山", "冀永强"),
    "140502007": ("畅学文", "栗红霞", "樊志平", "卫东升"), "140502009": ("成瑞军", "缑美玲", "宋晋芳", "路长河"),
}  # fmt: skip
VILLAGE_NAMES = ("郭爱芳", "梁润香", "马秀云", "丁小红", "姬粉兰", "和平安", "岳天亮", "呼延慧")
DISTRICT_STAFF = (
    ("supervisor", "葛明远", Post.BUREAU_SUPERVISOR), ("check", "乔云霞", Post.CHECK_OFFICER),
    ("data1", "任志宏", Post.DATA_OFFICER), ("data2", "薛芳", Post.DATA_OFFICER),
    ("maker", "柳文静", Post.FINANCE_MAKER), ("checker", "窦立新", Post.FINANCE_CHECKER),
    ("approver", "景国华", Post.FINANCE_APPROVER), ("auditor", "严正平", Post.AUDITOR),
    ("sysadmin", "田野", Post.SYSTEM_ADMIN), ("secadmin", "安静", Post.SECURITY_ADMIN),
    ("auditadmin", "文慎行", Post.AUDIT_ADMIN),
)  # fmt: skip


@dataclass(frozen=True)
class Person:
    """One invented officer with one post."""

    login: str
    name: str
    post: Post
    division: str


def people() -> Iterator[Person]:
    """Everybody: the district's staff, four posts in each town, an assistant and a grid worker in its first village."""
    for login, name, post in DISTRICT_STAFF:
        yield Person(login, name, post, DISTRICT)
    for place, (town, names) in enumerate(TOWN_NAMES.items()):
        posts = (Post.TOWN_CLERK, Post.SURVEYOR, Post.REVIEWER, Post.LEADER)
        for kind, name, post in zip(("clerk", "surveyor", "reviewer", "leader"), names, posts, strict=True):
            yield Person(f"{SHORT[town]}-{kind}", name, post, town)
        village = story_village(town)
        yield Person(f"{SHORT[town]}-village", VILLAGE_NAMES[place], Post.VILLAGE_ASSISTANT, village)
    yield Person("beishidian-grid", "卢小军", Post.GRID_WORKER, story_village("140502100"))


def story_village(town: str) -> str:
    """The village whose assistant has an account: 北石店社区 in the story's town, else the town's first."""
    villages = tree().villages_of(town)
    return next((one.code for one in villages if one.name.startswith("北石店社区")), villages[0].code)


def load(at: datetime, on: date) -> int:
    """Make the accounts that don't exist yet; their number."""
    known = set(Officer.objects.values_list("login", flat=True))
    fresh = [person for person in people() if person.login not in known]
    for person in fresh:
        officer = enrol(
            login=person.login, name=person.name, password=PASSWORD, phone_tail="0000", id_number="", by=SYSTEM, at=at,
            on=on,
        )  # fmt: skip
        grant_post(officer=officer, post=person.post, division=person.division, since=SINCE, by=SYSTEM, at=at)
    return len(fresh)


def table() -> str:
    """The log-ins by post, as printed at the end of `make demo`."""
    divisions = tree()
    held = PostHeld.objects.select_related("officer").order_by("division", "pk")
    rows = [
        (row.officer.login, row.officer.name, divisions.get(row.division).name, Post(row.post).title) for row in held
    ]
    lines = [f"  {login:<24}{name}　{place} · {post}" for login, name, place, post in rows]
    return "\n".join(["", f"登录名（密码都是 {PASSWORD}）：", *lines])
