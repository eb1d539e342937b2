"""`doudi demo load`: the families under way are made once, whatever became of them since."""

from datetime import UTC, date, datetime

import pytest

from doors import demo_district
from doudi.cases.models import Case
from doudi.command.demo import cases, staff
from doudi.households.models import Member

pytestmark = pytest.mark.django_db


def test_families_are_known_again_under_another_head_and_without_the_old_one(settings: object) -> None:
    demo_district(settings, "2026-11-02")
    staff.load(datetime(2026, 11, 2, 9, tzinfo=UTC), date(2026, 11, 2))
    assert cases.load() == len(cases.FAMILIES)
    for family in cases.FAMILIES:
        case = Case.objects.get(head_name=family.head[0])
        old, new = Member.objects.filter(household=case.household_id).order_by("position")
        Member.objects.filter(pk=old.pk).update(relation="spouse", until=date(2026, 11, 2))
        Member.objects.filter(pk=new.pk).update(relation="head")
        Case.objects.filter(pk=case.pk).update(head_name=new.name, applicant=new)
    assert cases.load() == 0
    assert Case.objects.count() == len(cases.FAMILIES)
