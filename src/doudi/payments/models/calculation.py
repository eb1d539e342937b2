"""A calculation over the whole register that the worker makes: who asked, and how far it is."""

import uuid
from typing import Self

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _


class Calculation(models.Model):
    """What 提标重算 and 资金测算 have in common; `missing` names parameters without a value."""

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", _("排队中")
        RUNNING = "running", _("测算中")
        READY = "ready", _("已算完")
        FAILED = "failed", _("没有算成")

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    number = models.CharField(_("编号"), max_length=40, unique=True)
    state = models.CharField(_("状态"), max_length=8, choices=State, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    missing = models.JSONField(default=list)
    by_login = models.CharField(max_length=40)
    by_name = models.CharField(max_length=50)
    on = models.DateField()
    at = models.DateTimeField()

    class Meta:
        abstract = True

    @classmethod
    @transaction.atomic
    def begun(cls, key: uuid.UUID) -> Self | None:
        """Take up a calculation, also one whose worker was killed; None when it is over."""
        found = cls._default_manager.select_for_update().filter(pk=key).first()
        if found is None or found.state not in (cls.State.WAITING, cls.State.RUNNING):
            return None
        cls._default_manager.filter(pk=key).update(state=cls.State.RUNNING, done=0)
        return found

    @classmethod
    @transaction.atomic
    def fail(cls, *, key: uuid.UUID) -> None:
        """It couldn't be made; who asked sees that and may ask again."""
        cls._default_manager.filter(pk=key).exclude(state=cls.State.READY).update(state=cls.State.FAILED)

    def __str__(self) -> str:
        return self.number
