"""Posts of the offices: who acts, in the words of the notice."""

from enum import StrEnum


class Post(StrEnum):
    """岗位: a duty that a person of the office holds for an area (城政办发〔2023〕29号 三、六)."""

    VILLAGE_ASSISTANT = "village_assistant"
    GRID_WORKER = "grid_worker"
    TOWN_CLERK = "town_clerk"
    SURVEYOR = "surveyor"
    REVIEWER = "reviewer"
    LEADER = "leader"
    BUREAU_SUPERVISOR = "bureau_supervisor"
    CHECK_OFFICER = "check_officer"
    DATA_OFFICER = "data_officer"
    FINANCE_MAKER = "finance_maker"
    FINANCE_CHECKER = "finance_checker"
    FINANCE_APPROVER = "finance_approver"
    AUDITOR = "auditor"
    SYSTEM_ADMIN = "system_admin"
    SECURITY_ADMIN = "security_admin"
    AUDIT_ADMIN = "audit_admin"

    @property
    def title(self) -> str:  # type: ignore[override]  # the word for the screen, not str.title
        """The post as the screen says it."""
        return _TITLES[self]

    @property
    def is_village(self) -> bool:
        """Whether the post's area is one village or community."""
        return self in VILLAGE_POSTS

    @property
    def is_district(self) -> bool:
        """Whether the post's area is the whole district."""
        return self not in VILLAGE_POSTS and self not in TOWN_POSTS

    @property
    def is_administrator(self) -> bool:
        """Whether the post keeps the system and sees no case (等保 三员分立)."""
        return self in ADMINISTRATORS


VILLAGE_POSTS = frozenset({Post.VILLAGE_ASSISTANT, Post.GRID_WORKER})
TOWN_POSTS = frozenset({Post.TOWN_CLERK, Post.SURVEYOR, Post.REVIEWER, Post.LEADER})
ADMINISTRATORS = frozenset({Post.SYSTEM_ADMIN, Post.SECURITY_ADMIN, Post.AUDIT_ADMIN})

_TITLES = {
    Post.VILLAGE_ASSISTANT: "低保员、村（社区）干部",
    Post.GRID_WORKER: "网格员",
    Post.TOWN_CLERK: "民政助理员",
    Post.SURVEYOR: "包村（社区）干部",
    Post.REVIEWER: "民政办负责人",
    Post.LEADER: "镇长（主任）",
    Post.BUREAU_SUPERVISOR: "区民政局监督员",
    Post.CHECK_OFFICER: "信息核对员",
    Post.DATA_OFFICER: "数据管理员",
    Post.FINANCE_MAKER: "发放制单",
    Post.FINANCE_CHECKER: "发放复核",
    Post.FINANCE_APPROVER: "发放审批（局领导）",
    Post.AUDITOR: "审计、纪检",
    Post.SYSTEM_ADMIN: "系统管理员",
    Post.SECURITY_ADMIN: "安全管理员",
    Post.AUDIT_ADMIN: "审计管理员",
}
