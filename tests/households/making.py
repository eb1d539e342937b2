"""Invented families for tests: ID numbers with a right check digit, members by situation, officers in a post."""

from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count

from doudi.accounts.acting import Acting
from doudi.households.entries import AccountEntry, HouseholdEntry, MemberEntry
from doudi.law.posts import Post

TOWN, VILLAGE = "140502100", "140502100001"
OTHER_TOWN, OTHER_VILLAGE = "140502001", "140502001001"
DAY = date(2026, 11, 2)
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_serial = count(1)


def id_number(born: date = date(1976, 5, 12), serial: int | None = None) -> str:
    """A resident ID number that nobody else in the test has."""
    place = next(_serial) if serial is None else serial
    body = f"{140502 + place // 1000 % 7}{born:%Y%m%d}{place % 1000:03d}"
    return body + "10X98765432"[sum(int(c) * w for c, w in zip(body, WEIGHTS, strict=True)) % 11]


def acting(post: Post = Post.TOWN_CLERK, *, login: str = "zhao", division: str = "", on: date = DAY) -> Acting:
    """Somebody in a post; district posts act for the district, the others for the town or village of the tests."""
    area = division or ("140502" if post.is_district else VILLAGE if post.is_village else TOWN)
    return Acting(1, login, f"经办{login}", post, area, datetime(2026, 11, 2, 1, 30, tzinfo=UTC), on)


def person(
    name: str = "陈建国", relation: str = "head", born: date = date(1976, 5, 12), **facts: object
) -> MemberEntry:
    """One person as typed."""
    known = {"id_number": id_number(born), "sex": "M", **facts}
    return MemberEntry(name=name, relation=relation, born=born, **known)  # type: ignore[arg-type]


def family(
    name: str = "陈建国", *, size: int = 1, town: str = TOWN, village: str = VILLAGE, **more: object
) -> HouseholdEntry:
    """A family with an account in the head's name."""
    others = [person(f"{name[0]}家人{place}", "child", date(2015, 1, 1)) for place in range(1, size)]
    account = AccountEntry(name, "晋城农商银行", f"62{next(_serial):017d}")
    known = {"area": "urban", "members": [person(name), *others], "account": account, **more}
    return HouseholdEntry(town=town, village=village, **known)  # type: ignore[arg-type]


def yuan(text: str) -> Decimal:
    """A sum in yuan."""
    return Decimal(text)
