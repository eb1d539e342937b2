"""Where a case stands: its rows gathered into what `law.procedure` asks about."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from doudi.accounts.acting import Acting
from doudi.accounts.calendar import calendar
from doudi.accounts.queries import Kin, kin_of
from doudi.cases.models import Case, Objection, Opinion, Outcome, StepTaken
from doudi.cases.rows import StandingRows, standing_rows
from doudi.households.models import Member, Obligor
from doudi.law.codes import PROGRAMMES
from doudi.law.findings import FINDINGS, blocks
from doudi.law.papers import REQUIRED_TO_ACCEPT, PaperKind
from doudi.law.procedure import Procedure, Standing, Step, Taken, due_of, obstacles, pauses_of, taken_of
from doudi.law.procedures.registry import edition

CONSENT = PaperKind.PROMISE_AND_CONSENT
NEVER_LACKING = (PaperKind.APPLICATION, CONSENT, PaperKind.OBLIGOR_CONSENT)
OBJECTIONS = {Objection.State.RECEIVED.value: "received_objection", Objection.State.OPEN.value: "open_objection"}


@dataclass(frozen=True)
class Missing:
    """One paper that still lacks; `who` names the person it concerns, else empty, `key` is that person's."""

    kind: PaperKind
    who: str = ""
    key: UUID | None = None
    title: str = ""

    @property
    def words(self) -> str:
        """The paper as the family is told of it."""
        title = self.title or self.kind.title
        return f"{self.who}的《{title}》" if self.who else f"《{title}》"


@dataclass(frozen=True)
class Position:
    """A case with everything its procedure asks about, read once; `is_relative`: somebody of the family is a registered
    close relative of an officer; `was_upheld`: an objection held."""

    case: Case
    procedure: Procedure
    standing: Standing
    missing: Sequence[Missing]
    must_stand_aside: bool
    is_relative: bool
    was_upheld: bool
    last_seq: int

    def obstacles(self, step: Step, acting: Acting) -> list[str]:
        """Why this person can't take a step today, in words; empty when they can (N5, N11)."""
        found = obstacles(
            self.procedure,
            step,
            self.standing,
            person=acting.login,
            post=acting.post,
            on=acting.on,
            calendar=calendar(),
        )
        return ["本案家庭中有您本人或您登记的近亲属，须回避", *found] if self.must_stand_aside else found

    def due(self, step: Step) -> date | None:
        """The last day on which a step is in time; None without a clock."""
        found = due_of(step.within, self.standing, calendar())
        return date.fromisoformat(str(found.due)) if found else None


def position(case: Case, acting: Acting, rows: StandingRows | None = None) -> Position:
    """Gather a case's standing. Two statements, whatever the case's size; one where its `rows` were read already."""
    rows = rows or standing_rows(case)
    members = [member for member in rows.members if member.until is None]
    kin = kin_of([bytes(member.id_index) for member in members])
    owing = [obligor for obligor in rows.obligors if obligor.until is None]
    missing = missing_papers(_papers(rows), who_consents(case, members, owing), case)
    return Position(
        case, edition(case.edition), _standing(case, rows, missing, kin), missing,
        must_stand_aside=acting.officer_id in kin.themselves | kin.relatives_of,
        is_relative=bool(kin.relatives_of),
        was_upheld=any(one.state == Objection.State.UPHELD for one in rows.objections),
        last_seq=max((step.seq for step in rows.steps), default=0),
    )  # fmt: skip


def _papers(rows: StandingRows) -> list[tuple[str, UUID | None, UUID | None]]:
    return [(paper.kind, paper.member_id, paper.obligor_id) for paper in rows.papers]


def _standing(case: Case, rows: StandingRows, missing: Sequence[Missing], kin: Kin) -> Standing:
    procedure, papers = edition(case.edition), _papers(rows)
    taken = [(step.code, Taken(step.on, step.by_login, step.since)) for step in rows.steps]
    return Standing(
        state=case.state,
        taken=taken_of(procedure, taken),
        pauses=pauses_of(procedure, taken),
        signers=_signers(rows.steps),
        on_file={PaperKind(kind) for kind, *_ in papers},
        open_findings=_findings(case, procedure, missing, rows) | _of_relatives(case, kin, papers),
    )


def who_consents(case: Case, members: Sequence[Member], obligors: Sequence[Obligor]) -> list[Member | Obligor]:
    """Whose own consent to the check a case needs: each member's; for extreme hardship the applicant's and each
    obligor's (43号 第十条)."""
    if case.programme == "subsistence_allowance":
        return list(members)
    return [
        *(member for member in members if member.pk == case.applicant_id),
        *(obligor for obligor in obligors if case.applicant_id in obligor.of),
    ]


def missing_papers(
    papers: Iterable[tuple[str, UUID | None, UUID | None]], people: Sequence[Member | Obligor], case: Case
) -> list[Missing]:
    """Everything that lacks before acceptance: each required paper, and each person's own consent (57号 第九条)."""
    on_file = set(papers)
    kinds = {kind for kind, *_ in on_file}
    wanted = [*REQUIRED_TO_ACCEPT, PaperKind.MANDATE] if case.agent_name else [*REQUIRED_TO_ACCEPT]
    found = [
        Missing(kind, title=kind.title_in(PROGRAMMES[case.programme]))
        for kind in wanted
        if kind != CONSENT and kind.value not in kinds
    ]
    signed = {member or obligor for kind, member, obligor in on_file if kind in (CONSENT, PaperKind.OBLIGOR_CONSENT)}
    return found + [Missing(consent_of(one), one.name, one.pk) for one in people if one.pk not in signed]


def consent_of(person: Member | Obligor) -> PaperKind:
    """The paper by which a person consents to the check."""
    return CONSENT if isinstance(person, Member) else PaperKind.OBLIGOR_CONSENT


def _signers(steps: Iterable[StepTaken]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for step in steps:
        found.setdefault(step.code, set()).update([step.by_login, *step.with_logins])
    return found


def _findings(case: Case, procedure: Procedure, missing: Sequence[Missing], rows: StandingRows) -> dict[str, str]:
    found = {finding.code: blocks(finding.code, finding.sentence) for finding in rows.findings}
    if missing:
        found["papers_missing"] = f"还缺{words_of(missing)}，共 {len(missing)} 项"
    if core := [item for item in missing if item.kind in NEVER_LACKING]:
        found["core_missing"] = f"{words_of(core)}不能容缺，须先补齐"
    if _is_paid(rows.steps):
        found["in_payment"] = FINDINGS["in_payment"].blocks
    for code in {OBJECTIONS[one.state] for one in rows.objections if one.state in OBJECTIONS}:
        found[code] = FINDINGS[code].blocks
    return found | _of_proposal(case, procedure)


def _is_paid(steps: Iterable[StepTaken]) -> bool:
    """Whether a grant was delivered and nothing that ends it: a case begun anew meanwhile is no mere request."""
    told = [step.code for step in steps if step.code in ("deliver", "deliver_refusal", "deliver_stop")]
    return told[-1:] == ["deliver"]


def _of_proposal(case: Case, procedure: Procedure) -> dict[str, str]:
    """Where the proposal is published first: whether it must be, or proposes a refusal, which isn't."""
    if procedure.order != "national" or case.state != "proposed":
        return {}
    code = "proposes_refusal" if _proposes_refusal(case) else "must_be_published"
    return {code: FINDINGS[code].blocks}


WEIGHED = frozenset({"surveying", "proposed", "publicised", "reviewed"})


def _of_relatives(case: Case, kin: Kin, papers: Iterable[tuple[str, UUID | None, UUID | None]]) -> dict[str, str]:
    """Somebody of the family is a registered relative of an officer: the decider visits before deciding (57号 第二十条).

    Asked anew each time, since a relative may be registered at any time."""
    code = "decider_visit_missing"
    visited = any(kind == PaperKind.DECIDER_VISIT for kind, *_ in papers)
    if case.state not in WEIGHED or visited or not kin.relatives_of:
        return {}
    return {code: FINDINGS[code].blocks}


def words_of(missing: Iterable[Missing]) -> str:
    """Papers that lack, in one phrase."""
    return "、".join(item.words for item in missing)


def _proposes_refusal(case: Case) -> bool:
    newest = Opinion.objects.filter(case=case).order_by("-pk").first()
    return newest is not None and newest.outcome == Outcome.REFUSE
