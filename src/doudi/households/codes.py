"""The codes of a family's facts as choices of models and forms; codes and words are those of `law.codes`."""

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from doudi.law import codes as law


class Area(TextChoices):
    """城乡: which standard applies."""

    URBAN = "urban", law.AREAS["urban"]
    RURAL = "rural", law.AREAS["rural"]


class Sex(TextChoices):
    """性别."""

    MALE = "M", law.SEXES["M"]
    FEMALE = "F", law.SEXES["F"]


class Relation(TextChoices):
    """与户主关系."""

    HEAD = "head", law.RELATIONS["head"]
    SPOUSE = "spouse", law.RELATIONS["spouse"]
    CHILD = "child", law.RELATIONS["child"]
    CHILD_IN_LAW = "child_in_law", law.RELATIONS["child_in_law"]
    PARENT = "parent", law.RELATIONS["parent"]
    PARENT_IN_LAW = "parent_in_law", law.RELATIONS["parent_in_law"]
    GRANDCHILD = "grandchild", law.RELATIONS["grandchild"]
    GRANDPARENT = "grandparent", law.RELATIONS["grandparent"]
    SIBLING = "sibling", law.RELATIONS["sibling"]
    OTHER = "other", law.RELATIONS["other"]


class Disability(TextChoices):
    """残疾类别; empty when none."""

    PHYSICAL = "physical", law.DISABILITIES["physical"]
    VISUAL = "visual", law.DISABILITIES["visual"]
    HEARING = "hearing", law.DISABILITIES["hearing"]
    SPEECH = "speech", law.DISABILITIES["speech"]
    INTELLECTUAL = "intellectual", law.DISABILITIES["intellectual"]
    MENTAL = "mental", law.DISABILITIES["mental"]
    MULTIPLE = "multiple", law.DISABILITIES["multiple"]


class Study(TextChoices):
    """全日制就读."""

    NONE = "none", law.STUDIES["none"]
    COMPULSORY = "compulsory", law.STUDIES["compulsory"]
    SENIOR_HIGH = "senior_high", law.STUDIES["senior_high"]
    SECONDARY_VOCATIONAL = "secondary_vocational", law.STUDIES["secondary_vocational"]
    UNDERGRADUATE = "undergraduate", law.STUDIES["undergraduate"]
    POSTGRADUATE = "postgraduate", law.STUDIES["postgraduate"]


class Absence(TextChoices):
    """不计入家庭成员的情形 (民发〔2021〕57号 第七条)."""

    NONE = "none", law.ABSENCES["none"]
    IN_PRISON = "in_prison", law.ABSENCES["in_prison"]
    COMPULSORY_ISOLATION = "compulsory_isolation", law.ABSENCES["compulsory_isolation"]
    MISSING = "missing", law.ABSENCES["missing"]
    CLERGY_AWAY = "clergy_away", law.ABSENCES["clergy_away"]


class Support(TextChoices):
    """供养方式 (国务院令第649号 第十九条): the person's own choice."""

    HOME = "home", law.SUPPORT_MODES["home"]
    INSTITUTION = "institution", law.SUPPORT_MODES["institution"]


class Sort(TextChoices):
    """条目类别."""

    INCOME = "income", _("收入")
    SPENDING = "spending", _("支出")
    ASSET = "asset", _("财产")


class Source(TextChoices):
    """条目来源: declared by the family, found by the check, seen by the survey, or adopted with a reason."""

    DECLARED = "declared", _("自报")
    CHECKED = "checked", _("核对")
    SURVEYED = "surveyed", _("调查")
    ADOPTED = "adopted", _("采信")


class Per(TextChoices):
    """每月或每年; empty for property."""

    MONTH = "month", law.PERIODS["month"]
    YEAR = "year", law.PERIODS["year"]


class Income(TextChoices):
    """收入项目; those from `MERIT_PENSION` on are known and not counted (57号 第十三条)."""

    WAGE = "wage", law.INCOMES["wage"]
    BUSINESS = "business", law.INCOMES["business"]
    RENT = "rent", law.INCOMES["rent"]
    INTEREST = "interest", law.INCOMES["interest"]
    DIVIDEND = "dividend", law.INCOMES["dividend"]
    LAND_SUBLET = "land_sublet", law.INCOMES["land_sublet"]
    PENSION = "pension", law.INCOMES["pension"]
    CENTRAL_BASIC_PENSION = "central_basic_pension", law.INCOMES["central_basic_pension"]
    UNEMPLOYMENT_BENEFIT = "unemployment_benefit", law.INCOMES["unemployment_benefit"]
    SUPPORT_RECEIVED = "support_received", law.INCOMES["support_received"]
    MAINTENANCE_RECEIVED = "maintenance_received", law.INCOMES["maintenance_received"]
    GIFT = "gift", law.INCOMES["gift"]
    COMPENSATION = "compensation", law.INCOMES["compensation"]
    OTHER = "other", law.INCOMES["other"]
    MERIT_PENSION = "merit_pension", law.UNCOUNTED_INCOMES["merit_pension"]
    FAMILY_PLANNING_AWARD = "family_planning_award", law.UNCOUNTED_INCOMES["family_planning_award"]
    SCHOLARSHIP = "scholarship", law.UNCOUNTED_INCOMES["scholarship"]
    BRAVERY_AWARD = "bravery_award", law.UNCOUNTED_INCOMES["bravery_award"]
    GOVERNMENT_AID = "government_aid", law.UNCOUNTED_INCOMES["government_aid"]
    OLD_AGE_ALLOWANCE = "old_age_allowance", law.UNCOUNTED_INCOMES["old_age_allowance"]
    MEDICAL_INSURANCE_BENEFIT = "medical_insurance_benefit", law.UNCOUNTED_INCOMES["medical_insurance_benefit"]


class Spending(TextChoices):
    """支出项目."""

    MEDICAL = "medical", law.SPENDINGS["medical"]
    DISABILITY = "disability", law.SPENDINGS["disability"]
    EDUCATION = "education", law.SPENDINGS["education"]
    EMPLOYMENT_COST = "employment_cost", law.SPENDINGS["employment_cost"]
    SUPPORT_PAID = "support_paid", law.SPENDINGS["support_paid"]
    SOCIAL_INSURANCE = "social_insurance", law.SPENDINGS["social_insurance"]
    TAX = "tax", law.SPENDINGS["tax"]


class Asset(TextChoices):
    """财产项目."""

    CASH = "cash", law.ASSETS["cash"]
    DEPOSIT = "deposit", law.ASSETS["deposit"]
    SECURITY = "security", law.ASSETS["security"]
    FUND = "fund", law.ASSETS["fund"]
    INSURANCE = "insurance", law.ASSETS["insurance"]
    INTERNET_FINANCE = "internet_finance", law.ASSETS["internet_finance"]
    CLAIM = "claim", law.ASSETS["claim"]
    VEHICLE = "vehicle", law.ASSETS["vehicle"]
    HOUSE = "house", law.ASSETS["house"]
    SHOP = "shop", law.ASSETS["shop"]
    BUSINESS_REGISTRATION = "business_registration", law.ASSETS["business_registration"]


KINDS: Mapping[str, type[TextChoices]] = {Sort.INCOME: Income, Sort.SPENDING: Spending, Sort.ASSET: Asset}


def word(sort: str, kind: str) -> str:
    """The Chinese word of an item's kind. Errors: KeyError, ValueError for an unknown one."""
    return str(KINDS[sort](kind).label)
