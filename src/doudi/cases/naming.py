"""公示上的姓名: what hangs in public of a name, and what of a text may be one; a minor's is never whole (未成年人保护法 第四条; domain C13)."""

import re
from datetime import date

from doudi.households.heads import is_of_age
from doudi.households.models import Member


def circled(name: str) -> str:
    """The family name with a circle for each other character."""
    return name[0] + "○" * (len(name) - 1)


def public_name(person: Member, on: date) -> str:
    """A person's name for a paper that others read on a day; of somebody under 18 the family name alone."""
    return person.name if is_of_age(person, on) else circled(person.name)


_NO_NAMES = re.compile(r"[^\u3400-\u9fff·]+|邻居|村民|居民|群众|匿名|本村|同村|先生|女士|电话|手机|微信|姓名")


def names_in(objector: str) -> set[str]:
    """What of a way to reach somebody may be their name: the last two to four characters of each word."""
    words = [word for word in _NO_NAMES.split(objector) if word and len(word) > 1]
    return {word[-size:] for word in words for size in range(2, min(len(word), 4) + 1)}
