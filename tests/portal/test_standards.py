"""The standards shown to the public are those in force, with their source."""

from datetime import date
from decimal import Decimal

import pytest

from doudi.portal.standards import standards

pytestmark = pytest.mark.django_db  # what the public reads may look for new parameters first


def test_standards_in_force() -> None:
    found = standards(date(2026, 11, 2))
    assert [(str(one.area), one.month, one.year) for one in found] == [
        ("城市", Decimal(790), Decimal(9480)),
        ("农村", Decimal(655), Decimal(7860)),
    ]
    assert {one.since for one in found} == {date(2025, 7, 1)}
    assert all("民政局" in one.source for one in found)


def test_before_any_published_value_nothing_is_guessed() -> None:
    assert standards(date(2000, 1, 1)) == []
