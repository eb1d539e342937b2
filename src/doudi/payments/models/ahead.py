"""到龄到期 counted for a day: what the workbench tells, kept by town and family, derived and made anew at any time."""

from typing import ClassVar

from django.db import models


class AheadDay(models.Model):
    """到龄到期日: the day, and the parameters and calendar (`stamp`), by which a town's families were last counted."""

    town = models.CharField(max_length=9, unique=True)
    on = models.DateField()
    stamp = models.CharField(max_length=80)

    def __str__(self) -> str:
        return f"{self.town} {self.on}"


class AheadCount(models.Model):
    """到龄到期数: how many things come to one family in the month ahead, and how many of them are past and wait."""

    town = models.CharField(max_length=9)
    household = models.UUIDField()
    coming = models.PositiveSmallIntegerField()
    past = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["town", "household"], name="one_count_a_family")]

    def __str__(self) -> str:
        return f"{self.town} {self.coming}"


class AheadNote(models.Model):
    """待重数: something of a family changed on which its count rests. The database itself notes it, in the change's own
    transaction; each note stands by itself, so that none is lost between reading and counting."""

    town = models.CharField(max_length=9, db_index=True)
    household = models.UUIDField()

    def __str__(self) -> str:
        return self.town
