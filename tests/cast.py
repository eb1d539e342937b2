"""The fixed cast: one person in each post of 北石店镇, one town elsewhere, the district; all invented."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from doudi.accounts.acting import Acting
from doudi.accounts.actions import SYSTEM, enrol, grant_post
from doudi.accounts.models import Officer
from doudi.accounts.queries import acting_by_login
from doudi.law.posts import Post

TOWN, VILLAGE = "140502100", "140502100008"
OTHER_TOWN, OTHER_VILLAGE = "140502001", "140502001001"
DISTRICT = "140502"
DAY = date(2026, 11, 2)
PASSWORD = "a-long-test-password"

PEOPLE = {
    "assistant": ("郭爱芳", Post.VILLAGE_ASSISTANT, VILLAGE),
    "clerk": ("秦海峰", Post.TOWN_CLERK, TOWN),
    "surveyor": ("贺文娟", Post.SURVEYOR, TOWN),
    "reviewer": ("常慧", Post.REVIEWER, TOWN),
    "leader": ("郑国栋", Post.LEADER, TOWN),
    "check": ("乔云霞", Post.CHECK_OFFICER, DISTRICT),
    "data": ("任志宏", Post.DATA_OFFICER, DISTRICT),
    "data2": ("薛芳", Post.DATA_OFFICER, DISTRICT),
    "maker": ("柳文静", Post.FINANCE_MAKER, DISTRICT),
    "checker": ("窦立新", Post.FINANCE_CHECKER, DISTRICT),
    "approver": ("景国华", Post.FINANCE_APPROVER, DISTRICT),
    "supervisor": ("葛明远", Post.BUREAU_SUPERVISOR, DISTRICT),
    "auditor": ("严正平", Post.AUDITOR, DISTRICT),
    "sysadmin": ("田野", Post.SYSTEM_ADMIN, DISTRICT),
    "secadmin": ("安静", Post.SECURITY_ADMIN, DISTRICT),
    "auditadmin": ("文慎行", Post.AUDIT_ADMIN, DISTRICT),
    "elsewhere": ("苗润生", Post.TOWN_CLERK, OTHER_TOWN),
    "elsewhere_leader": ("尹志远", Post.LEADER, OTHER_TOWN),
    "elsewhere_surveyor": ("郝玉梅", Post.SURVEYOR, OTHER_TOWN),
    "elsewhere_reviewer": ("段秀峰", Post.REVIEWER, OTHER_TOWN),
    "elsewhere_village": ("梁润香", Post.VILLAGE_ASSISTANT, OTHER_VILLAGE),
}


def moment(on: date) -> datetime:
    """Nine in the morning of a day, in China."""
    return datetime(on.year, on.month, on.day, 1, tzinfo=UTC)


def officer(who: str) -> Officer:
    """One of the cast, made when first asked for."""
    known = Officer.objects.filter(login=who).first()
    if known:
        return known
    name, post, division = PEOPLE[who]
    made = enrol(
        login=who, name=name, password=PASSWORD, phone_tail="0000", id_number="", by=SYSTEM, at=moment(DAY), on=DAY
    )
    grant_post(officer=made, post=post, division=division, since=date(2023, 8, 16), by=SYSTEM, at=moment(DAY))
    return made


def acting(who: str, on: str | date = DAY) -> Acting:
    """One of the cast at work on a day."""
    day = date.fromisoformat(on) if isinstance(on, str) else on
    officer(who)
    found = acting_by_login(who, at=moment(day), on=day)
    assert found is not None
    return found


def later(person: Acting, days: int) -> Acting:
    """The same person some days later."""
    day = person.on + timedelta(days)
    return replace(person, on=day, at=moment(day))
