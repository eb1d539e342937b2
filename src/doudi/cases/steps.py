"""The only writer of a case's state: check, claim, record, log, in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import F

from doudi.accounts.acting import Acting
from doudi.audit.actions import append
from doudi.audit.queries import entries_since_version
from doudi.audit.verbs import Verb
from doudi.cases.models import Case, OnFile, OpenFinding, StepTaken
from doudi.cases.standing import Position, position
from doudi.households.models import Member, Obligor
from doudi.law.papers import PaperKind
from doudi.law.procedure import Step


class NotNow(Exception):
    """A step can't be taken; `obstacles` say why, in words fit for the screen. Nothing was changed."""

    def __init__(self, obstacles: Sequence[str]) -> None:
        super().__init__("；".join(obstacles))
        self.obstacles = list(obstacles)


class Stale(Exception):
    """The case changed after the page was opened; `changes` says what others did since. Nothing was changed."""

    def __init__(self, changes: Sequence[str]) -> None:
        super().__init__("；".join(changes))
        self.changes = list(changes)


@dataclass
class Taking:
    """A step being taken: the case is claimed, its effects follow, `finish` writes the row and the log entry."""

    position: Position
    step: Step
    acting: Acting
    seq: int
    puts: list[dict[str, Any]] = field(default_factory=list)

    @property
    def case(self) -> Case:
        """The claimed case, at its new version."""
        return self.position.case

    def put(
        self,
        kind: PaperKind,
        *,
        number: str = "",
        digest: str = "",
        file_key: Any = None,
        remark: str = "",
    ) -> None:
        """Lay one paper on file."""
        put_on_file(
            self.case, self.acting, kind, number=number, digest=digest, file_key=file_key, remark=remark, step=self.seq
        )
        self.puts.append({"kind": kind.value, "number": number, "digest": digest})

    def finish(
        self,
        *,
        note: str = "",
        with_logins: Sequence[str] = (),
        facts: Mapping[str, Any] | None = None,
        since: date | None = None,
    ) -> StepTaken:
        """Write the act and its one log entry; `since` where its limits count from an earlier day than this one."""
        case, step, acting = self.case, self.step, self.acting
        taken = StepTaken.objects.create(
            case=case, town=case.town, village=case.village, seq=self.seq, code=step.code,
            from_state=self.position.standing.state, to_state=case.state, by_login=acting.login, by_name=acting.name,
            post=acting.post.value, with_logins=list(with_logins), at=acting.at, on=acting.on,
            since=since, due=self.position.due(step), edition=case.edition, note=note,
        )  # fmt: skip
        log(case, acting, Verb.CASE_STEP_TAKEN, {
            "step": step.code, "title": step.title, "from": taken.from_state, "to": taken.to_state, "seq": self.seq,
            "with": list(with_logins), "limit": taken.due.isoformat() if taken.due else None, "papers": self.puts,
            **({"since": since.isoformat()} if since else {}), **(facts or {}),
        })  # fmt: skip
        return taken


def begin(*, case: Case, code: str, version: int, acting: Acting, where: Position | None = None) -> Taking:
    """Check every obstacle and claim the case for one step, inside the caller's transaction.

    `where` is the position when the caller has read it already. Errors: Stale when the case is no longer at `version`; NotNow with every obstacle.
    """
    refuse_stale(case, version)
    where = where or position(case, acting)
    step = where.procedure.step(code)
    if found := where.obstacles(step, acting):
        raise NotNow(found)
    claim(case, version, state=step.to or case.state)
    return Taking(where, step, acting, where.last_seq + 1)


def claim(case: Case, version: int, **changes: Any) -> None:
    """Raise the version by one if nobody was quicker, and make the changes. Errors: Stale."""
    won = Case.objects.filter(pk=case.pk, version=version).update(version=F("version") + 1, **changes)
    if not won:
        raise Stale(changes_since(case, version))
    case.version = version + 1
    for name, value in changes.items():
        setattr(case, name, value)


def refuse_stale(case: Case, version: int) -> None:
    """Errors: Stale, with what others did, when a form saw another version."""
    if case.version != version:
        raise Stale(changes_since(case, version))


def changes_since(case: Case, version: int) -> list[str]:
    """What happened to a case after a version, one sentence an entry."""
    return entries_since_version(f"case/{case.number}", version) or ["本案已被他人改动，请重新打开"]


def log(case: Case, acting: Acting, verb: Verb, facts: Mapping[str, Any]) -> None:
    """One entry in the case's own chain."""
    append(
        chain=f"case/{case.number}", actor=acting.actor, verb=verb, object_kind="case", object_key=case.number,
        facts={"version": case.version, "state": case.state, **facts}, at=acting.at, on=acting.on, town=case.town,
    )  # fmt: skip


def put_on_file(  # noqa: PLR0913 (a paper on file has this many sides, all but three by keyword)
    case: Case,
    acting: Acting,
    kind: PaperKind,
    *,
    of: Member | Obligor | None = None,
    number: str = "",
    digest: str = "",
    file_key: Any = None,
    remark: str = "",
    step: int | None = None,
) -> None:
    """One row of the file's contents, `of` the person whose paper it is; the same paper twice is one row."""
    whose = {"obligor": of} if isinstance(of, Obligor) else {"member": of}
    row = OnFile(
        case=case, kind=kind.value, digest=digest, town=case.town, village=case.village, paper_number=number,
        file_key=file_key, remark=remark, step=step, on=acting.on, by_login=acting.login, **whose,
    )  # fmt: skip
    OnFile.objects.bulk_create([row], ignore_conflicts=True)


def find(case: Case, code: str, sentence: str = "") -> None:
    """Put an open finding (`law.findings`); an older one of the code makes room."""
    settle(case, code)
    OpenFinding.objects.create(case=case, town=case.town, village=case.village, code=code, sentence=sentence)


def settle(case: Case, *codes: str) -> None:
    """Take findings away that are settled."""
    OpenFinding.objects.filter(case=case, code__in=codes).delete()
