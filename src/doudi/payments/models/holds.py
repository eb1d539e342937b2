"""Holds: why the payment of an award waits, and who let it go on."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from doudi.households.models import Placed
from doudi.payments.models.awards import Award
from doudi.vault.fields import EncryptedTextField


class AwardHold(Placed):
    """暂缓: one hold of an award from a month on; one person asks to let it go, another one does."""

    award = models.ForeignKey(Award, models.PROTECT, related_name="holds")
    cause = models.CharField(_("暂缓原因"), max_length=10, choices=Award.Hold)
    since = models.DateField(_("自"))
    reason = EncryptedTextField(_("情况"), blank=True)
    held_by = models.CharField(max_length=40)
    held_name = models.CharField(max_length=50)
    held_on = models.DateField()
    asked_by = models.CharField(max_length=40, blank=True)
    asked_name = models.CharField(max_length=50, blank=True)
    asked_on = models.DateField(null=True)
    asked_reason = EncryptedTextField(_("恢复理由"), blank=True)
    released_by = models.CharField(max_length=40, blank=True)
    released_name = models.CharField(max_length=50, blank=True)
    released_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["award"], condition=Q(released_by=""), name="one_hold_an_award"),
            models.CheckConstraint(
                condition=Q(released_by="") | (Q(asked_by__gt="") & ~Q(released_by=F("asked_by"))),
                name="released_by_two_people",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.award_id} {self.cause}"
