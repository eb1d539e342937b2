"""Walls within walls: what is made inside a request within somebody's area leaves the request its own role."""

import pytest
from django.db import connection

from doudi.accounts.areas import walled
from doudi.law.posts import Post
from households.making import TOWN, acting

pytestmark = pytest.mark.django_db


def entered() -> tuple[str, str]:
    """The role and the areas of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("select current_setting('role'), current_setting('doudi.areas', true)")
        found: tuple[str, str] = cursor.fetchone()
    return found


def test_the_outer_wall_stands_again_after_an_inner_one() -> None:
    clerk, maker = acting(Post.TOWN_CLERK), acting(Post.FINANCE_MAKER)
    with walled(clerk):
        with walled(maker):
            assert entered() == ("doudi_web_district", "")
        assert entered() == ("doudi_web", TOWN)
    assert entered() == ("none", "")
