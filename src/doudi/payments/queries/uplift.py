"""Reads of 提标重算: all that were asked for, one by town and verdict, the rows of an area."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import Case, Count, F, Q, QuerySet, Sum, When

from doudi.accounts.access import visible_to
from doudi.accounts.acting import Acting
from doudi.households.models import Member
from doudi.law.divisions import tree
from doudi.payments.models import Award, RecalculatedAward, Recalculation

Verdict = RecalculatedAward.Verdict


@dataclass(frozen=True)
class TownSum:
    """What an uplift means for a town: families that rise, yuan a month before and from then on, how many wait."""

    town: str
    name: str
    higher: int
    waiting: int
    by_hand: int
    was: Decimal
    amount: Decimal


@dataclass(frozen=True)
class UpliftRow:
    """One award in the list; sums in yuan a month, `found` what today's values give its facts."""

    award: int
    name: str
    place: str
    programme: str
    area: str
    members: int
    was: Decimal
    found: Decimal | None
    amount: Decimal | None
    step: Decimal | None
    verdict: str
    title: str
    confirmed: str


def uplifts() -> list[Recalculation]:
    """All that were asked for, newest first."""
    return list(Recalculation.objects.order_by("-at"))


def rows_of(of: Recalculation, acting: Acting, *, verdict: str = "") -> QuerySet[RecalculatedAward]:
    """The rows of the person's area, of one verdict where asked for; what stays the same comes last."""
    found: QuerySet[RecalculatedAward] = visible_to(acting, RecalculatedAward.objects.filter(recalculation=of))
    if verdict in Verdict.values:
        found = found.filter(verdict=verdict)
    stays = Case(When(verdict=Verdict.SAME, then=1), default=0)
    return found.order_by(stays, "town", "village", "pk")


def verdict_counts(of: Recalculation, acting: Acting) -> list[tuple[str, str, int]]:
    """Verdict, its words and how many awards of the area, those only that there are."""
    found = dict(rows_of(of, acting).order_by().values_list("verdict").annotate(count=Count("pk")))
    return [(code, str(title), found[code]) for code, title in Verdict.choices if code in found]


def town_sums(of: Recalculation, acting: Acting) -> list[TownSum]:
    """What it means, town by town. One statement."""
    higher, waits = Q(verdict=Verdict.HIGHER), Q(verdict=Verdict.HIGHER, confirmed_by="")
    was, amount = F("was_base") + F("was_supplement") + F("was_care"), F("base") + F("supplement") + F("care")
    found = rows_of(of, acting).order_by("town").values("town").annotate(
        higher=Count("pk", filter=higher), waiting=Count("pk", filter=waits), paid=Sum(was, filter=higher),
        then=Sum(amount, filter=higher), by_hand=Count("pk", filter=~Q(verdict__in=[Verdict.HIGHER, Verdict.SAME])),
    )  # fmt: skip
    return [
        TownSum(
            row["town"], tree().get(row["town"]).name, row["higher"], row["waiting"], row["by_hand"],
            row["paid"] or Decimal(0), row["then"] or Decimal(0),
        )
        for row in found
    ]  # fmt: skip


def uplift_rows(found: Sequence[RecalculatedAward]) -> list[UpliftRow]:
    """Rows for the screen. Two statements."""
    rows = list(RecalculatedAward.objects.filter(pk__in=[row.pk for row in found]).select_related("award"))
    heads = _heads([row.award.household_id for row in rows])
    told = {row.pk: _row(row, heads.get(row.award.household_id, "")) for row in rows}
    return [told[row.pk] for row in found if row.pk in told]


def _heads(households: Sequence[UUID]) -> dict[UUID, str]:
    heads = Member.objects.filter(household__in=households, relation="head", until=None)
    return dict(heads.values_list("household_id", "name"))


def _row(row: RecalculatedAward, name: str) -> UpliftRow:
    divisions = tree()
    return UpliftRow(
        row.award_id, name, f"{divisions.get(row.town).name}{divisions.get(row.village).name}",
        str(row.award.get_programme_display()), row.area, row.members, row.was, row.found, row.amount,
        None if row.amount is None else row.amount - row.was, row.verdict, str(row.get_verdict_display()),
        row.confirmed_name,
    )  # fmt: skip


def uplift_row_of(award: Award) -> RecalculatedAward | None:
    """The confirmed row that an award of an uplift rests on. One statement."""
    rows = RecalculatedAward.objects.filter(award=award.uplift_of_id).exclude(confirmed_by="")
    return rows.select_related("recalculation").order_by("-pk").first()
