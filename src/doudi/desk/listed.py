"""A list that goes to Excel: its title, its columns, whose it is to read, and its rows as its address narrows it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from doudi.accounts.acting import Acting
from doudi.law.divisions import tree

Row = Sequence[Any]


@dataclass(frozen=True)
class Listed:
    """One list of the desk. `permission` is that of its page; `heads` are its columns after 序号.

    `keys` finds the rows that an address (the text after the question mark) shows, within the area of the transaction;
    `read` makes rows of some of them, as many as there are keys and in their order, in a fixed number of statements.
    """

    title: str
    permission: str
    heads: Sequence[str]
    keys: Callable[[QueryDict, Acting], Sequence[Any]]
    read: Callable[[Sequence[Any], Acting], Sequence[Row]]


def place_of(town: str, village: str) -> str:
    """Town and village in words."""
    divisions = tree()
    return f"{divisions.get(town).name}{divisions.get(village).name}"


def as_told(keys: Sequence[Any], _acting: Acting) -> Sequence[Row]:
    """Rows of a short list whose keys are the rows themselves."""
    return keys
