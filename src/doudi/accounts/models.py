"""Officers, their posts, relatives, deputies; hand-overs, the edited calendar, exports; values of parameters; a demo's day."""

import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from doudi.law.posts import Post
from doudi.vault.fields import EncryptedTextField


class OfficerManager(BaseUserManager["Officer"]):
    """Finds officers by login; officers are made by `accounts.actions` only."""


class Officer(AbstractBaseUser):
    """经办、协办人员: a person of an office who can log in. `session_key` holds the one desk session allowed."""

    login = models.CharField(_("登录名"), max_length=40, unique=True)
    name = models.CharField(_("姓名"), max_length=50)
    phone_tail = models.CharField(_("手机后四位"), max_length=4, blank=True)
    id_index = models.BinaryField(max_length=32, null=True, unique=True, editable=False)
    is_active = models.BooleanField(_("在用"), default=True)
    one_time_until = models.DateTimeField(_("初始密码有效至"), null=True, blank=True)
    session_key = models.CharField(max_length=40, blank=True)

    USERNAME_FIELD = "login"
    objects: ClassVar[OfficerManager] = OfficerManager()

    def __str__(self) -> str:
        return self.name


class PostHeld(models.Model):
    """任职: an officer holds a post for a division from a day, until a day (exclusive)."""

    officer = models.ForeignKey(Officer, models.PROTECT, related_name="posts")
    post = models.CharField(_("岗位"), max_length=24, choices=[(post.value, post.title) for post in Post])
    division = models.CharField(_("辖区"), max_length=12)
    since = models.DateField(_("起"))
    until = models.DateField(_("止"), null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["officer", "post", "division", "since"], name="one_post_a_day"),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gt=F("since")), name="post_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.officer_id} {self.post} {self.division}"


class Relative(models.Model):
    """近亲属: a registered close relative of an officer; the ID number is kept as a blind index only, the name sealed."""

    officer = models.ForeignKey(Officer, models.PROTECT, related_name="relatives")
    relation = models.CharField(_("关系"), max_length=20)
    id_index = models.BinaryField(max_length=32)
    registered_on = models.DateField(_("登记日"))
    name = EncryptedTextField(_("姓名"), blank=True, default="")
    until = models.DateField(_("撤销日"), null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["officer", "id_index"], condition=Q(until=None), name="one_relative_once")
        ]

    def __str__(self) -> str:
        return f"{self.officer_id} {self.relation}"


class Delegation(models.Model):
    """授权代签: a town's leader lets a deputy sign from a day to a day (inclusive), by a written paper; revocable."""

    town = models.CharField(_("镇（街道）"), max_length=9)
    leader = models.ForeignKey(Officer, models.PROTECT, related_name="delegations_given")
    deputy = models.ForeignKey(Officer, models.PROTECT, related_name="delegations_held")
    since = models.DateField(_("起"))
    until = models.DateField(_("止"))
    paper_number = models.CharField(_("授权书文号"), max_length=60, blank=True)
    file_key = models.UUIDField(null=True)
    made_on = models.DateField(_("授权日"))
    revoked_on = models.DateField(_("撤销日"), null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(leader=F("deputy")), name="deputy_is_another"),
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="delegation_ends_after_it_begins"),
            models.CheckConstraint(
                condition=~Q(paper_number="") | Q(file_key__isnull=False), name="delegation_is_written"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["deputy", "until"], name="delegation_deputy")]

    def __str__(self) -> str:
        return f"{self.town} {self.since}–{self.until}"


class HandOver(models.Model):
    """交接: somebody leaves; their drafts and open work go to a successor once both have confirmed, each by log-in."""

    class State(models.TextChoices):
        """How far a hand-over has come."""

        OPEN = "open", _("待双方确认")
        DONE = "done", _("已交接")
        WITHDRAWN = "withdrawn", _("已撤回")

    town = models.CharField(_("镇（街道）"), max_length=9)
    leaver = models.ForeignKey(Officer, models.PROTECT, related_name="handed_over")
    successor = models.ForeignKey(Officer, models.PROTECT, related_name="taken_over")
    last_day = models.DateField(_("最后在岗日"))
    reason = models.CharField(_("原因"), max_length=20)
    posts = models.JSONField(default=list)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.OPEN)
    made_by = models.CharField(_("发起人"), max_length=40)
    made_on = models.DateField(_("发起日"))
    given_at = models.DateTimeField(_("移交人确认"), null=True)
    taken_at = models.DateTimeField(_("接手人确认"), null=True)
    cases = models.JSONField(default=list)
    drafts = models.PositiveIntegerField(_("移交草稿"), default=0)
    done_on = models.DateField(_("交接日"), null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(leaver=F("successor")), name="successor_is_another"),
            models.UniqueConstraint(fields=["leaver"], condition=Q(state="open"), name="one_open_hand_over"),
        ]

    def __str__(self) -> str:
        return f"{self.leaver_id} → {self.successor_id}"


class CalendarDay(models.Model):
    """工作日历的改动: one day set worked or free; entered by one person of the bureau, in force once another confirmed.

    `completes_year` says that with it the whole arrangement of its year has been entered.
    """

    class State(models.TextChoices):
        """How an edit stands."""

        PROPOSED = "proposed", _("待他人确认")
        CONFIRMED = "confirmed", _("已生效")
        REJECTED = "rejected", _("不予采用")

    day = models.DateField(_("日期"))
    is_working = models.BooleanField(_("上班"))
    note = models.CharField(_("依据"), max_length=100)
    completes_year = models.BooleanField(_("全年安排已录完"), default=False)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.PROPOSED)
    entered_by = models.CharField(_("录入人"), max_length=40)
    entered_name = models.CharField(max_length=50)
    entered_on = models.DateField(_("录入日"))
    decided_by = models.CharField(_("确认人"), max_length=40, blank=True)
    decided_name = models.CharField(max_length=50, blank=True)
    decided_at = models.DateTimeField(_("确认时间"), null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(decided_by=F("entered_by")), name="calendar_by_two_people"),
            models.UniqueConstraint(fields=["day"], condition=Q(state="proposed"), name="one_open_edit_a_day"),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "day"], name="calendar_state_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.is_working}"


class ParameterValue(models.Model):
    """参数值: what a place set for one parameter from a day on; entered by one person of the bureau, in force once another
    confirmed. It lies beside the calendar, in the lowest room with people of the office, since every room above computes
    by it.

    `value` is JSON in the form of `parameters` of a facts file, null where what held before ends. `division` covers all
    below it; no `area` is town and country alike. Confirmed, it is never changed or deleted: a later one takes its place,
    a wrong one is withdrawn by two people (`asked_…`, `ended_…`). A trigger keeps that.
    """

    class State(models.TextChoices):
        """How a value stands; while a withdrawal waits for the second person it is still in force."""

        PROPOSED = "proposed", _("待他人确认")
        CONFIRMED = "confirmed", _("已生效")
        REJECTED = "rejected", _("不予采用")
        LEAVING = "leaving", _("待他人确认撤销")
        WITHDRAWN = "withdrawn", _("已撤销")

    name = models.CharField(_("参数"), max_length=60)
    division = models.CharField(_("范围"), max_length=9)
    area = models.CharField(_("城乡"), max_length=5, blank=True)
    since = models.DateField(_("自"))
    value = models.TextField(_("值"))
    source = models.CharField(_("文号"), max_length=100)
    clause = models.CharField(_("条款"), max_length=100)
    published = models.DateField(_("印发日"), null=True)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.PROPOSED)
    entered_by = models.CharField(_("录入人"), max_length=40)
    entered_name = models.CharField(max_length=50)
    entered_on = models.DateField(_("录入日"))
    decided_by = models.CharField(_("确认人"), max_length=40, blank=True)
    decided_name = models.CharField(max_length=50, blank=True)
    decided_at = models.DateTimeField(_("确认时间"), null=True)
    asked_by = models.CharField(_("提出撤销"), max_length=40, blank=True)
    asked_name = models.CharField(max_length=50, blank=True)
    asked_on = models.DateField(null=True)
    asked_reason = models.CharField(_("撤销理由"), max_length=200, blank=True)
    ended_by = models.CharField(_("确认撤销"), max_length=40, blank=True)
    ended_name = models.CharField(max_length=50, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(decided_by=F("entered_by")), name="value_by_two_people"),
            models.CheckConstraint(condition=Q(ended_by="") | ~Q(ended_by=F("asked_by")), name="value_ended_by_two"),
            models.CheckConstraint(
                condition=Q(state="proposed", decided_by="") | (~Q(state="proposed") & Q(decided_by__gt="")),
                name="value_decided_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["name", "division", "area", "since"], condition=Q(state__in=["confirmed", "leaving"]),
                name="one_value_a_day",
            ),
            models.UniqueConstraint(
                fields=["name", "division", "area", "since"], condition=Q(state="proposed"), name="one_open_value_a_day"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.name} {self.division} {self.area} {self.since}"


class Preference(models.Model):
    """个人设置: what a person chose for their own screen, such as the columns of a list."""

    officer = models.ForeignKey(Officer, models.CASCADE, related_name="preferences")
    name = models.CharField(max_length=40)
    value = models.JSONField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["officer", "name"], name="one_preference_a_name")]

    def __str__(self) -> str:
        return f"{self.officer_id} {self.name}"


class Export(models.Model):
    """导出任务: a list asked for as a workbook. What it was narrowed to and the result are sealed; the result is gone
    after a day. `post` and `division` are those in which the person asked, and whose area it keeps to."""

    class State(models.TextChoices):
        """How an export stands."""

        WAITING = "waiting", _("排队中")
        RUNNING = "running", _("正在导出")
        READY = "ready", _("可下载")
        FAILED = "failed", _("没有导成")
        GONE = "gone", _("已过期删除")

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(_("编号"), max_length=32, unique=True)
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="exports")
    post = models.CharField(max_length=24)
    division = models.CharField(max_length=12)
    what = models.CharField(_("导出什么"), max_length=20)
    query = EncryptedTextField()
    reason = models.CharField(_("事由"), max_length=100, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.WAITING)
    rows = models.PositiveIntegerField(_("行数"), default=0)
    done = models.PositiveIntegerField(_("已写"), default=0)
    asked_at = models.DateTimeField(_("申请时间"))
    on = models.DateField()
    ready_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(_("保留至"), null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    sealed = models.BinaryField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["officer", "asked_at"], name="export_officer")]

    def __str__(self) -> str:
        return self.number


class DemoDay(models.Model):
    """演示日: the day that a demonstration server lives in; one row, and only where the demo runs."""

    only = models.BooleanField(primary_key=True, default=True)
    day = models.DateField()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(only=True), name="one_demo_day")]

    def __str__(self) -> str:
        return self.day.isoformat()
