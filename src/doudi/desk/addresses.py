"""Where pages lie: routes stay as they are while a process lives, so that each is looked up once."""

from functools import cache

from django.urls import reverse

NUMBER = "0-number-0"  # stands for a number in a kept address


@cache
def address(route: str) -> str:
    """The page of a route without arguments."""
    return reverse(route)


def address_of(route: str, number: str) -> str:
    """The page of a route about one case or run by its number, which is letters, digits and dashes (`slug`).

    Errors: NoReverseMatch for another route.
    """
    return _kept(route).replace(NUMBER, number)


@cache
def _kept(route: str) -> str:
    return reverse(route, args=[NUMBER])
