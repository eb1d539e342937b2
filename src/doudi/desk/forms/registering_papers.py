"""申请登记, the papers: each one ticked as received or uploaded, the consent by each person."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from doudi.desk.forms.registering_people import Around, Person
from doudi.law.papers import REQUIRED_TO_ACCEPT, SHEETS, PaperKind
from doudi.ui.fields import LineField, UploadsField
from doudi.ui.forms import Form

CONSENT, MANDATE = PaperKind.PROMISE_AND_CONSENT, PaperKind.MANDATE
OPTIONAL = (PaperKind.HARDSHIP_PROOF, PaperKind.ACCOUNT_PROOF, PaperKind.DECLARATION, PaperKind.PROMISE_INSTEAD)


REMARK = "promised-instead"


@dataclass(frozen=True)
class Asked:
    """One paper that is asked for: its kind, and the person whose own it is (a key of the draft, else empty)."""

    kind: PaperKind
    person: str = ""
    name: str = ""
    required: bool = True

    @property
    def slot(self) -> str:
        """Names the paper within the draft."""
        return f"{self.kind.value}-{self.person}" if self.person else self.kind.value

    @property
    def title(self) -> str:
        """The paper's name, with the person's where each has their own."""
        return (
            _t("%(name)s的%(title)s") % {"name": self.name, "title": self.kind.title} if self.name else self.kind.title
        )

    @property
    def how(self) -> str:
        """How a family gets it."""
        return SHEETS[self.kind].how


@dataclass(frozen=True)
class PaperRow:
    """One paper on the page: what is asked, its tick, its place for files, and how many files are kept already."""

    asked: Asked
    tick: forms.BoundField
    upload: forms.BoundField
    kept: int
    more: forms.BoundField | None = None


def asked_of(around: Around) -> list[Asked]:
    """Every paper of this registration: the required ones, the consent of each member, then what may help."""
    whole = [Asked(kind) for kind in REQUIRED_TO_ACCEPT if kind != CONSENT]
    whole += [Asked(MANDATE)] if around.by_agent else []
    own = [Asked(CONSENT, one.key, one.name or _t("（未填姓名）")) for one in _consenting(around)]
    owing = around.obligors if around.hardship_of else ()
    theirs = [Asked(PaperKind.OBLIGOR_CONSENT, one.key, one.name) for one in owing]
    return [*whole, *own, *theirs, *(Asked(kind, required=False) for kind in OPTIONAL)]


def _consenting(around: Around) -> Iterable[Person]:
    """Whose consent is asked for: everybody's; for extreme hardship the applicant's (43号 第十条)."""
    return (one for one in around.people if around.hardship_of in ("", one.key))


class PapersForm(Form):
    """材料和授权: nothing here is an error; what lacks goes into the 一次性告知书."""

    def __init__(self, *args: Any, around: Around, **kwargs: Any) -> None:
        super().__init__(*args, on=around.on, **kwargs)
        self.asked = asked_of(around)
        self.received: Mapping[str, int] = around.received or {}
        for asked in self.asked:
            self.fields[f"got-{asked.slot}"] = forms.BooleanField(label=_("收到"), required=False)
            self.fields[f"file-{asked.slot}"] = UploadsField(label=_("拍照或扫描上传"), required=False)
        self.fields[REMARK] = LineField(
            label=_("代替哪些证明"), max_length=100, required=False,
            help_text=_("如 重病诊断证明；写入受理通知书。申请书、授权书、身份证不能用承诺代替"),
        )  # fmt: skip

    def rows(self) -> Iterator[PaperRow]:
        """The papers in the order in which they are asked for."""
        for asked in self.asked:
            slot = asked.slot
            more = self[REMARK] if asked.kind == PaperKind.PROMISE_INSTEAD else None
            yield PaperRow(asked, self[f"got-{slot}"], self[f"file-{slot}"], self.received.get(slot, 0), more)

    def has(self, asked: Asked) -> bool:
        """Whether a paper was ticked or uploaded."""
        return bool(self[f"got-{asked.slot}"].value()) or bool(self.received.get(asked.slot))

    def lacking(self) -> list[Asked]:
        """The required papers that are neither ticked nor uploaded."""
        return [asked for asked in self.asked if asked.required and not self.has(asked)]
