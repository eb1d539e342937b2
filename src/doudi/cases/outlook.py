"""What is still to be done in each case: rows derived from its steps and papers, so that lists sort and count in SQL."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Outlook(models.Model):
    """往后要办的: one open step of a case, for one post that may take it. Derived, and made anew by `cases.lists.refresh`
    whenever the case's version or the working-day calendar is another.

    `state` is the case's, so that a list counts without it. `leads` marks the row with the nearest limit, one a case; `opens_on` is the first day on which a step that waits can
    be taken; a case in which nothing is open has one row without a step.
    """

    town = models.CharField(max_length=9)
    village = models.CharField(max_length=12)
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="outlook")
    version = models.PositiveIntegerField()
    stamp = models.CharField(max_length=40)
    state = models.CharField(_("状态"), max_length=20)
    step = models.CharField(_("当前环节"), max_length=32, blank=True)
    post = models.CharField(_("在谁手里"), max_length=24, blank=True)
    due_on = models.DateField(_("最近期限"), null=True)
    provisional = models.BooleanField(default=False)
    opens_on = models.DateField(null=True)
    leads = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "step", "post"], name="one_outlook_a_step_and_post"),
            models.UniqueConstraint(fields=["case"], condition=Q(leads=True), name="one_leading_outlook_a_case"),
        ]
        # Equality and order on text and dates alone: these are used under row-level security too (leakproof).
        indexes: ClassVar = [
            models.Index(fields=["town", "post", "due_on"], name="outlook_town_post"),
            models.Index(fields=["village", "post", "due_on"], name="outlook_village_post"),
            models.Index(fields=["post", "due_on"], name="outlook_post"),
            models.Index(fields=["town", "due_on", "case"], condition=Q(leads=True), name="outlook_town_leads"),
            models.Index(fields=["village", "due_on", "case"], condition=Q(leads=True), name="outlook_village_leads"),
            models.Index(fields=["due_on", "case"], condition=Q(leads=True), name="outlook_leads"),
            models.Index(fields=["town", "state"], condition=Q(leads=True), name="outlook_town_state"),
            models.Index(fields=["village", "state"], condition=Q(leads=True), name="outlook_village_state"),
            models.Index(fields=["state"], condition=Q(leads=True), name="outlook_state"),
            models.Index(fields=["stamp"], condition=Q(leads=True), name="outlook_stamp"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.step} {self.post}"


class Changed(models.Model):
    """待重列: a case came to a version whose rows of `Outlook` aren't made yet. The database itself notes it, by a trigger on
    every new version, so that a list needn't compare all cases to learn that nothing changed."""

    town = models.CharField(max_length=9, db_index=True)
    village = models.CharField(max_length=12, db_index=True)
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="+")
    version = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "version"], name="one_change_a_version")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.version}"
