"""The towns and villages that a person may choose from in a query."""

from doudi.accounts.acting import Acting
from doudi.law.divisions import tree


def towns_of(acting: Acting) -> list[tuple[str, str]]:
    """The towns within a post's area, by code and name."""
    divisions = tree()
    if acting.post.is_district:
        return [(town.code, town.name) for town in divisions.towns]
    return [(acting.division[:9], divisions.get(acting.division[:9]).name)]


def villages_of(acting: Acting) -> list[tuple[str, str]]:
    """The villages and communities within a post's area, by code and name."""
    divisions = tree()
    if acting.post.is_village:
        return [(acting.division, divisions.get(acting.division).name)]
    return [(village.code, village.name) for code, _name in towns_of(acting) for village in divisions.villages_of(code)]
