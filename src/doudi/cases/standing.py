"""Where a case stands: its rows gathered into what `law.procedure` asks about."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from doudi.accounts.acting import Acting
from doudi.accounts.queries import related
from doudi.cases.models import Case, Objection, OnFile, StepTaken
from doudi.households.models import Member
from doudi.law.calendar import Calendar
from doudi.law.papers import REQUIRED_TO_ACCEPT, PaperKind
from doudi.law.procedure import Procedure, Standing, Step, Taken, due_of, obstacles
from doudi.law.procedures.subsistence_allowance import edition

CALENDAR = Calendar()


@dataclass(frozen=True)
class Missing:
    """One paper that still lacks; `who` names the member it concerns, else empty."""

    kind: PaperKind
    who: str = ""

    @property
    def words(self) -> str:
        """The paper as the family is told of it."""
        return f"{self.who}的《{self.kind.title}》" if self.who else f"《{self.kind.title}》"


@dataclass(frozen=True)
class Position:
    """A case with everything its procedure asks about, read once."""

    case: Case
    procedure: Procedure
    standing: Standing
    missing: Sequence[Missing]
    must_stand_aside: bool

    def obstacles(self, step: Step, acting: Acting) -> list[str]:
        """Why this person can't take a step today, in words; empty when they can (N5, N11)."""
        found = obstacles(
            self.procedure, step, self.standing, person=acting.login, post=acting.post, on=acting.on, calendar=CALENDAR
        )
        return ["本案家庭中有您本人或您登记的近亲属，须回避", *found] if self.must_stand_aside else found

    def due(self, step: Step) -> date | None:
        """The last day on which a step is in time; None without a clock."""
        found = due_of(step.within, self.standing, CALENDAR)
        return date.fromisoformat(str(found.due)) if found else None


def position(case: Case, acting: Acting) -> Position:
    """Gather a case's standing. Five statements, whatever the case's size."""
    steps = list(StepTaken.objects.filter(case=case).order_by("seq"))
    papers = list(OnFile.objects.filter(case=case).values_list("kind", "member_id"))
    members = list(Member.objects.filter(household=case.household_id, until=None))
    missing = missing_papers(papers, members, by_agent=bool(case.agent_name))
    standing = Standing(
        state=case.state,
        taken={step.code: Taken(step.on, step.by_login) for step in steps},
        signers=_signers(steps),
        on_file={PaperKind(kind) for kind, _ in papers},
        open_findings=_findings(case, missing),
    )
    aside = related(acting.officer_id, [bytes(member.id_index) for member in members if member.id_index])
    return Position(case, edition(case.edition), standing, missing, aside)


def missing_papers(
    papers: Iterable[tuple[str, UUID | None]], members: Sequence[Member], *, by_agent: bool
) -> list[Missing]:
    """Everything that lacks before acceptance: each required paper, and each member's own consent (57号 第九条)."""
    on_file = set(papers)
    kinds = {kind for kind, _ in on_file}
    wanted = [*REQUIRED_TO_ACCEPT, PaperKind.MANDATE] if by_agent else [*REQUIRED_TO_ACCEPT]
    consent = PaperKind.PROMISE_AND_CONSENT
    found = [Missing(kind) for kind in wanted if kind != consent and kind.value not in kinds]
    signed = {member for kind, member in on_file if kind == consent.value}
    return found + [Missing(consent, member.name) for member in members if member.pk not in signed]


def _signers(steps: Iterable[StepTaken]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for step in steps:
        found.setdefault(step.code, set()).update([step.by_login, *step.with_logins])
    return found


def _findings(case: Case, missing: Sequence[Missing]) -> Mapping[str, str]:
    found = {finding.code: finding.sentence for finding in case.findings.all()}
    if missing:
        found["papers_missing"] = f"还缺{'、'.join(item.words for item in missing)}，共 {len(missing)} 项"
    else:
        found["papers_complete"] = "材料已齐，可以直接受理"
    if Objection.objects.filter(case=case, state=Objection.State.OPEN).exists():
        found["open_objection"] = "有异议未答复，答复后才能往下办"
    else:
        found["no_objection"] = "没有待答复的异议"
    return found
