"""Cases, the steps taken in them, what lies on file, opinions and decisions."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from doudi.cases.outlook import Changed, Outlook  # noqa: F401  (models of this room in a file of their own)
from doudi.households.models import Household, Member, Obligor
from doudi.law.codes import APPLY_AS
from doudi.law.papers import PaperKind
from doudi.law.procedures.registry import ENDED
from doudi.vault.fields import EncryptedTextField

PROGRAMMES = [
    ("subsistence_allowance", _("最低生活保障")),
    ("extreme_hardship_support", _("特困人员救助供养")),
]


class Placed(models.Model):
    """A row that lies in a village of a town: row-level security reads these two columns."""

    town = models.CharField(max_length=9, db_index=True)
    village = models.CharField(max_length=12, db_index=True)

    class Meta:
        abstract = True


class Draft(Placed):
    """草稿: a registration as far as it was typed, whatever is still wrong with it; holds ID numbers, so sealed."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    by_login = models.CharField(max_length=40, db_index=True)
    label = models.CharField(_("申请人"), max_length=50, blank=True)
    payload = EncryptedTextField()
    saved_at = models.DateTimeField()
    case_number = models.CharField(max_length=40, blank=True)

    def __str__(self) -> str:
        return str(self.key)


class Case(Placed):
    """案件: one request of one household. `version` rises with every change and is compared by every form (N11).

    `bring_by`: the day by which the papers of a 容缺受理 were to follow, while one of them still lacks."""

    number = models.CharField(_("案号"), max_length=40, unique=True)
    programme = models.CharField(_("救助类别"), max_length=32, choices=PROGRAMMES)
    household = models.ForeignKey(Household, models.PROTECT, related_name="cases")
    applicant = models.ForeignKey(Member, models.PROTECT, related_name="+")
    apply_as = models.CharField(_("申请方式"), max_length=16, default="household", choices=list(APPLY_AS.items()))
    head_name = models.CharField(_("户主"), max_length=50)
    state = models.CharField(_("状态"), max_length=20)
    edition = models.CharField(max_length=60)
    version = models.PositiveIntegerField(default=1)
    reason = EncryptedTextField(_("申请理由"), blank=True, default="")
    agent_name = models.CharField(_("代办人"), max_length=50, blank=True)
    agent_relation = models.CharField(_("与申请人关系"), max_length=20, blank=True)
    registered_by = models.CharField(_("登记人"), max_length=40)
    registered_on = models.DateField(_("登记日"))
    accepted_on = models.DateField(_("受理日"), null=True)
    due_on = models.DateField(_("至迟确认"), null=True)
    bring_by = models.DateField(_("容缺补交期限"), null=True)
    transfer_to = models.CharField(_("移交到"), max_length=9, blank=True)
    continues = models.ForeignKey("self", models.PROTECT, null=True, related_name="continued_by")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["town", "state", "due_on"]),
            models.Index(fields=["village", "state", "due_on"]),
            models.Index(fields=["state", "due_on"]),
            models.Index(fields=["town", "bring_by"], condition=Q(bring_by__isnull=False), name="case_town_lacks"),
            models.Index(
                fields=["village", "bring_by"], condition=Q(bring_by__isnull=False), name="case_village_lacks"
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["household", "programme"],
                condition=~Q(state__in=sorted(ENDED)),
                name="one_open_case_a_household",
            )
        ]

    def __str__(self) -> str:
        return self.number


class StepTaken(Placed):
    """One act: who, in which post, on which day, from which state to which, due when. Never changed.

    `since`: the day from which its limits count, where that isn't the day of the act."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="steps")
    seq = models.PositiveIntegerField()
    code = models.CharField(max_length=32)
    from_state = models.CharField(max_length=20)
    to_state = models.CharField(max_length=20)
    by_login = models.CharField(max_length=40)
    by_name = models.CharField(max_length=50)
    post = models.CharField(max_length=24)
    with_logins = models.JSONField(default=list)
    at = models.DateTimeField()
    on = models.DateField()
    since = models.DateField(null=True)
    due = models.DateField(null=True)
    edition = models.CharField(max_length=60)
    note = EncryptedTextField(blank=True, default="")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "seq"], name="one_step_a_number")]
        indexes: ClassVar = [models.Index(fields=["code", "id"])]

    def __str__(self) -> str:
        return f"{self.case_id}:{self.seq} {self.code}"


class OnFile(Placed):
    """在卷材料: a paper ticked, uploaded or issued; `member` or `obligor` where each person has their own, `step` the number of
    the step that laid it on file, if one did."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=32, choices=[(kind.value, kind.title) for kind in PaperKind])
    member = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    obligor = models.ForeignKey(Obligor, models.PROTECT, null=True, related_name="+")
    remark = models.CharField(max_length=200, blank=True)
    step = models.PositiveIntegerField(null=True)
    file_key = models.UUIDField(null=True)
    paper_number = models.CharField(max_length=60, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    on = models.DateField()
    by_login = models.CharField(max_length=40)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "kind", "member", "obligor", "digest"], name="one_paper_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"


class OpenFinding(Placed):
    """A reason, put by the room that computed it, why some step must wait; gone when settled."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="findings")
    code = models.CharField(max_length=32)
    sentence = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "code"], name="one_finding_a_code")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.code}"


class Outcome(models.TextChoices):
    """What an opinion proposes and a decision says."""

    GRANT = "grant", _("同意")
    REFUSE = "refuse", _("不予确认")
    STOP = "stop", _("终止供养")


class Opinion(Placed):
    """拟定意见: what the clerk proposes, with the calculation it rests on."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="opinions")
    outcome = models.CharField(max_length=8, choices=Outcome)
    text = EncryptedTextField()
    answer = models.JSONField()
    by_login = models.CharField(max_length=40)
    by_name = models.CharField(max_length=50)
    on = models.DateField()

    def __str__(self) -> str:
        return f"{self.case_id} {self.outcome}"


class Decision(Placed):
    """决定: outcome, amounts, and all it needs to replay (DESIGN: three days, three uses). Signed, never changed.

    `base` is the living money of extreme hardship, `care` its care money; `first_month` of a stop is the first unpaid.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="decisions")
    seq = models.PositiveIntegerField()
    outcome = models.CharField(max_length=8, choices=Outcome)
    base = models.DecimalField(max_digits=12, decimal_places=2)
    supplement = models.DecimalField(max_digits=12, decimal_places=2)
    care = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    total = models.DecimalField(max_digits=12, decimal_places=2)
    members = models.PositiveIntegerField()
    first_month = models.DateField(null=True)
    accepted_on = models.DateField()
    decided_on = models.DateField()
    edition = models.CharField(max_length=60)
    facts = models.JSONField()
    parameters = models.JSONField(default=dict)
    answer = models.JSONField()
    reasons = EncryptedTextField(blank=True, default="")
    screen_digest = models.CharField(max_length=64)
    by_login = models.CharField(max_length=40)
    by_name = models.CharField(max_length=50)
    post = models.CharField(max_length=24)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "seq"], name="one_decision_a_number"),
            models.CheckConstraint(
                condition=Q(outcome="grant", total__gt=0, first_month__isnull=False)
                | Q(outcome="refuse", total=0, first_month=None)
                | Q(outcome="stop", total=0, first_month__isnull=False),
                name="granted_sums_are_positive",
            ),
            models.CheckConstraint(
                condition=Q(total=models.F("base") + models.F("supplement") + models.F("care")), name="sums_add_up"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.outcome} {self.total}"


class Publicity(Placed):
    """公示: from the day of posting to the end of the seventh day after it."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="publicities")
    token = models.CharField(max_length=32, unique=True)
    programme = models.CharField(max_length=32)
    kind = models.CharField(max_length=8, default="grant", choices=[("grant", _("拟给予")), ("stop", _("拟终止"))])
    name_shown = models.CharField(max_length=50)
    members = models.PositiveIntegerField()
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    starts_on = models.DateField()
    ends_on = models.DateField()
    sheet_number = models.CharField(max_length=60)
    is_withdrawn = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["ends_on", "town"])]

    def __str__(self) -> str:
        return f"{self.case_id} {self.starts_on}–{self.ends_on}"


class Objection(Placed):
    """异议: what was said and by whom (sealed); open until answered or upheld, or the case ends
    without a decision."""

    class State(models.TextChoices):
        """How an objection stands."""

        RECEIVED = "received", _("待登记")
        OPEN = "open", _("待答复")
        DISMISSED = "dismissed", _("不成立")
        UPHELD = "upheld", _("成立")
        DROPPED = "dropped", _("随案办结")

    case = models.ForeignKey(Case, models.PROTECT, related_name="objections")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    received_on = models.DateField()
    how = models.CharField(max_length=20)
    objector = EncryptedTextField(blank=True, default="")
    text = EncryptedTextField()
    found = EncryptedTextField(blank=True, default="")
    answer = EncryptedTextField(blank=True, default="")
    answered_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case"], condition=Q(state="open"), name="one_open_objection_a_case")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.state}"


class NumberCounter(models.Model):
    """The last running number of a town's cases in a year and programme."""

    town = models.CharField(max_length=9)
    year = models.PositiveIntegerField()
    programme = models.CharField(max_length=32)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["town", "year", "programme"], name="one_case_counter")]

    def __str__(self) -> str:
        return f"{self.town} {self.year} {self.last}"


class PublicNoticeRow(models.Model):
    """The whitelist projection: a database view with these columns and no others, readable without an area."""

    token = models.CharField(max_length=32, primary_key=True)
    town = models.CharField(max_length=9)
    village = models.CharField(max_length=12)
    programme = models.CharField(max_length=32)
    name_shown = models.CharField(max_length=50)
    members = models.PositiveIntegerField()
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        managed = False
        db_table = "cases_public_notice"

    def __str__(self) -> str:
        return self.token
