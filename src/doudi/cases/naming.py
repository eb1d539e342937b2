"""公示上的姓名: what hangs in public of a name; a minor's is never whole (未成年人保护法 第四条; domain C13)."""

from datetime import date

from doudi.households.heads import is_of_age
from doudi.households.models import Member


def circled(name: str) -> str:
    """The family name with a circle for each other character."""
    return name[0] + "○" * (len(name) - 1)


def public_name(person: Member, on: date) -> str:
    """A person's name for a paper that others read on a day; of somebody under 18 the family name alone."""
    return person.name if is_of_age(person, on) else circled(person.name)
