"""The notices of a day, gathered by town for the list."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from doudi.cases.queries import PublicNotice
from doudi.law.codes import PROGRAMMES, PROGRAMMES_SHORT

SHORT_TITLES = {PROGRAMMES[code]: short for code, short in PROGRAMMES_SHORT.items()}


@dataclass(frozen=True)
class Entry:
    """One notice as the list shows it: no name until it is opened."""

    token: str
    town: str
    village: str
    programme: str
    members: int
    ends_on: date
    left: int


def board(running: Iterable[PublicNotice], on: date) -> list[Entry]:
    """The running notices in the order given; `left` counts the days after today until the last one."""
    return [
        Entry(
            token=one.token, town=one.town_name, village=place(one.village_name), programme=kind(one.programme_title),
            members=one.members, ends_on=one.ends_on, left=(one.ends_on - on).days,
        )
        for one in running
    ]  # fmt: skip


def place(village: str) -> str:
    """临泽村, 北石店社区: as people say it, without the committee."""
    return village.removesuffix("委会") if village.endswith("村委会") else village.removesuffix("居委会")


def kind(programme_title: str) -> str:
    """低保, 特困: the short name of a programme."""
    return SHORT_TITLES.get(programme_title, programme_title)


def office(town: str) -> str:
    """北石店镇人民政府, 东街街道办事处: who publishes."""
    return f"{town}办事处" if town.endswith("街道") else f"{town}人民政府"
