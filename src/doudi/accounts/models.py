"""Officers, their posts and areas, their registered relatives, and the day of a demonstration."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from doudi.law.posts import Post


class OfficerManager(BaseUserManager["Officer"]):
    """Finds officers by login; officers are made by `accounts.actions` only."""


class Officer(AbstractBaseUser):
    """经办、协办人员: a person of an office who can log in. `session_key` holds the one desk session allowed."""

    login = models.CharField(_("登录名"), max_length=40, unique=True)
    name = models.CharField(_("姓名"), max_length=50)
    phone_tail = models.CharField(_("手机后四位"), max_length=4, blank=True)
    id_index = models.BinaryField(max_length=32, null=True, unique=True, editable=False)
    is_active = models.BooleanField(_("在用"), default=True)
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
    """近亲属: a registered close relative of an officer, known by the blind index of the ID number only."""

    officer = models.ForeignKey(Officer, models.PROTECT, related_name="relatives")
    relation = models.CharField(_("关系"), max_length=20)
    id_index = models.BinaryField(max_length=32)
    registered_on = models.DateField(_("登记日"))

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["officer", "id_index"], name="one_relative_once")]

    def __str__(self) -> str:
        return f"{self.officer_id} {self.relation}"


class DemoDay(models.Model):
    """演示日: the day that a demonstration server lives in; one row, and only where the demo runs."""

    only = models.BooleanField(primary_key=True, default=True)
    day = models.DateField()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(only=True), name="one_demo_day")]

    def __str__(self) -> str:
        return self.day.isoformat()
