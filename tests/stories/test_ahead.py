"""A story: the daughter of family 1 comes of age; the clerk sees it weeks before, and the sum that the day brings."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from cast import acting
from doors import client_of, set_day
from doudi.cases.assessment import answer_of, facts_for, sums_of
from doudi.cases.models import Case
from doudi.payments.awards import open_awards
from doudi.payments.models import Award
from factories import golden

pytestmark = pytest.mark.django_db
EVE, BIRTHDAY = date(2027, 1, 14), date(2027, 1, 15)


@pytest.fixture(autouse=True)
def _demo_values(settings) -> None:
    settings.DOUDI_PARAMETER_FILES = [golden.DEMO_PARAMETERS]


def granted() -> Case:
    """Family 1 with a daughter at senior high school, granted on 2026-11-10, paid from December on."""
    known = golden.chen()
    daughter = golden._member(
        "陈晓雨", "2009-01-15", "F", "child", 100, study="senior_high", study_ends=date(2027, 6, 30)
    )  # fmt: skip
    case = golden.granted(replace(known, members=(*known.members, daughter)))
    open_awards(acting=acting("maker", "2026-12-01"))
    return case


def listed(settings, on: str, who: str = "clerk", months: str = "2") -> str:
    set_day(settings, on)
    return client_of(who).get("/desk/ahead/", {"months": months}).content.decode()


def test_a_daughter_comes_of_age(settings) -> None:
    case = granted()
    award = Award.objects.get()
    # Nobody is told of it half a year before; two months before, it stands there for the town and the bureau.
    assert "陈晓雨" not in listed(settings, "2026-11-10")
    for who in ("clerk", "leader", "supervisor"):
        text = listed(settings, "2026-12-01", who)
        assert "满18周岁" in text
        assert f"{award.amount:,.2f} → <b>{award.amount - 100:,.2f}</b>" in text
    assert "陈晓雨" not in listed(settings, "2026-12-01", "elsewhere")
    # In the month before, the clerk's own desk says it and leads there.
    set_day(settings, "2026-12-20")
    clerk = client_of("clerk")
    assert "往后一个月 1 件" in clerk.get("/desk/").content.decode()
    assert f'href="/desk/awards/{award.pk}/"' in clerk.get("/desk/ahead/?months=1").content.decode()
    assert clerk.get(f"/desk/awards/{award.pk}/").status_code == 200
    # What was told is what the law gives on the day, not a day before.
    eve, day = (sums_of(answer_of(facts_for(case, on))).total for on in (EVE, BIRTHDAY))
    assert (eve, day) == (award.amount, award.amount - Decimal(100))
    # At school she stays a member: the end of her studies turns nothing while she lives at home.
    assert "学业期满 1" not in listed(settings, "2027-05-15")
    # The day is past and nobody has decided since: it waits; nothing was paid otherwise by itself (N8).
    assert "已过 1 日" in listed(settings, "2027-01-16")
    assert Award.objects.get().amount == award.amount
