"""What a page hands to the components: frozen plain data, never models."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from doudi.ui.words import Figure

Text = str | Promise
Tone = Literal["", "mine", "waiting", "soon", "late", "settled", "paid"]
Unit = Literal["working", "calendar"]
SOON = 2  # working days within which a limit is drawn as near


def tone_of(left: int) -> Literal["", "soon", "late"]:
    """The tone of a limit with this many days left (negative: over)."""
    return "late" if left < 0 else "soon" if left <= SOON else ""


# ---------- frame ----------


@dataclass(frozen=True)
class Link:
    """One link of a row of chips, crumbs or papers; `here` marks the page or filter one is at."""

    label: Text
    url: str
    here: bool = False


@dataclass(frozen=True)
class MenuItem:
    """A page in the side menu, with how much waits there."""

    label: Text
    url: str
    count: int | None = None
    late: bool = False
    here: bool = False


@dataclass(frozen=True)
class MenuGroup:
    """A heading of the side menu and its pages."""

    title: Text
    items: Sequence[MenuItem]


@dataclass(frozen=True)
class Who:
    """Who is logged in: name, and place with post (北石店镇 · 镇经办); `url` leads to their own page."""

    name: str
    place: Text
    url: str = ""


@dataclass(frozen=True)
class DemoDay:
    """The demo's own day; `url` takes POST move=next|working|to (with day=) from those who may move it."""

    on: date
    url: str
    may_move: bool = False


# ---------- time ----------


@dataclass(frozen=True)
class Due:
    """The nearest limit of a row: days left until it (0 today, negative over) and its last day."""

    left: int
    on: date
    provisional: bool = False

    @property
    def tone(self) -> str:
        return tone_of(self.left)

    @property
    def words(self) -> str:
        if self.left < 0:
            return _("超期 %d 日") % -self.left
        return _("今日到期") if self.left == 0 else _("剩 %d 日") % self.left


@dataclass(frozen=True)
class Clock:
    """A statutory limit drawn one cell a day.

    `limit` days were given, `day` of them have come (today being the last of these when `today_counts`);
    `waits` numbers the days spent waiting for others, from 1; they are drawn hollow and still count.
    """

    limit: int
    day: int
    due: date
    basis: Text
    clause: str
    clause_url: str = ""
    waits: Sequence[int] = ()
    today_counts: bool = True
    provisional: bool = False
    unit: Unit = "working"
    remark: Text = ""

    @property
    def left(self) -> int:
        return self.limit - self.day

    @property
    def tone(self) -> str:
        return tone_of(self.left)


@dataclass(frozen=True)
class StepMark:
    """One stage of what is still to come; `note` says its day, limit or person."""

    title: Text
    note: Text = ""
    state: Literal["done", "now", "ahead"] = "ahead"


@dataclass(frozen=True)
class StoryItem:
    """One thing that happened: when, what, who with which papers, under which clause.

    `node`: done (our act), open (begun, not finished), aside (another's act). `waiting` draws the line dashed:
    between this and the next newer item somebody else was waited for.
    """

    at: date | datetime
    title: Text
    text: Text = ""
    note: Text = ""
    clause: str = ""
    clause_url: str = ""
    node: Literal["done", "open", "aside"] = "done"
    waiting: bool = False
    links: Sequence[Link] = ()


# ---------- lists ----------


@dataclass(frozen=True)
class Tag:
    """A state as an adjective: word and shape on a light ground."""

    word: Text
    tone: Tone = ""


@dataclass(frozen=True)
class Task:
    """One line of 我的待办: the act, whose, why, by when; the whole row is the link."""

    act: Text
    url: str
    about: Text
    why: Text
    due: Due | None
    verb: Text
    clause: str = ""


@dataclass(frozen=True)
class TaskGroup:
    """Tasks of like urgency under one heading."""

    title: Text
    tasks: Sequence[Task]
    late: bool = False
    note: Text = ""
    more: Link | None = None


@dataclass(frozen=True)
class Count:
    """A figure that is a link to exactly its rows."""

    value: Figure
    unit: Text
    label: Text
    url: str
    tone: Literal["", "late", "soon"] = ""


@dataclass(frozen=True)
class AheadDay:
    """A day ahead and how many limits end on it."""

    on: date
    count: int
    url: str
    today: bool = False


@dataclass(frozen=True)
class Fact:
    """A label and its value; `number` sets it to the right in even figures."""

    label: Text
    value: Figure | Promise
    number: bool = False
    note: Text = ""


@dataclass(frozen=True)
class BatchAct:
    """An act on the ticked rows of the list's form, sent as name=value."""

    label: Text
    value: str
    name: str = "act"


@dataclass(frozen=True)
class Pager:
    """Where one is in a long list; the rest of the URL's query is kept in every link."""

    total: int
    page: int
    per: int
    query: Sequence[tuple[str, str]] = ()

    @classmethod
    def of(cls, *, total: int, page: int, per: int, query: Mapping[str, Sequence[str]]) -> "Pager":
        """From `dict(request.GET.lists())`; a page past the end is the last one."""
        kept = tuple((name, value) for name, values in query.items() if name != "page" for value in values)
        last = max(1, -(-total // per))
        return cls(total, min(max(page, 1), last), per, kept)

    @property
    def last(self) -> int:
        return max(1, -(-self.total // self.per))

    @property
    def links(self) -> list[Link | None]:
        """Pages to offer, None where some are left out."""
        near = {1, self.last, *range(self.page - 2, self.page + 3)}
        numbers = sorted(n for n in near if 1 <= n <= self.last)
        row: list[Link | None] = []
        for before, number in zip([0, *numbers], numbers, strict=False):
            if number - before > 1:
                row.append(None)
            row.append(Link(str(number), self.url(number), here=number == self.page))
        return row

    @property
    def previous(self) -> str:
        return self.url(self.page - 1) if self.page > 1 else ""

    @property
    def next(self) -> str:
        return self.url(self.page + 1) if self.page < self.last else ""

    def url(self, page: int) -> str:
        """The same list at another page."""
        return "?" + urlencode([*self.query, ("page", str(page))])


# ---------- evidence and money ----------


@dataclass(frozen=True)
class Said:
    """What one source says of an item, and the paper that shows it."""

    value: Figure = None
    note: Text = ""
    url: str = ""
    here: bool = False
    answered: bool = True  # False: asked and not answered, which is not nothing


@dataclass(frozen=True)
class EvidenceRow:
    """One compared item: 自报 | 核对 | 调查, the difference, what was adopted and why."""

    item: Text
    declared: Said
    checked: Said
    surveyed: Said
    note: Text = ""
    gap: Figure = None
    gap_note: Text = ""
    adopted: Literal["", "declared", "checked", "surveyed", "other"] = ""
    adopted_as: Figure = None
    reason: Text = ""
    url: str = ""
    here: bool = False
    swap: str = ""  # the id of the region that a link of this row draws anew, where scripts run

    @property
    def adopted_word(self) -> str:
        words = {"declared": _("自报"), "checked": _("核对"), "surveyed": _("调查"), "other": _("另行认定")}
        return words.get(self.adopted, "")


@dataclass(frozen=True)
class EvidenceGroup:
    """Rows under a heading: those that differ first, those that agree after."""

    title: Text
    rows: Sequence[EvidenceRow]
    note: Text = ""


@dataclass(frozen=True)
class WorkLine:
    """One line of how an amount came about; `was` is the figure by what the family said, `url` leads to its rows."""

    label: Text
    value: Figure
    formula: Text = ""
    clause: str = ""
    clause_url: str = ""
    was: Figure = None
    summed: bool = False
    sources: Sequence[Text] = ()  # each parameter used: name, value, where it was published
    url: str = ""

    @property
    def moved(self) -> bool:
        return self.was is not None and self.was != self.value


@dataclass(frozen=True)
class Working:
    """All lines of an amount and its last line; `basis` says which rules and parameters were in force."""

    lines: Sequence[WorkLine]
    total: WorkLine
    unit: Text = ""
    basis: Text = ""

    @property
    def compared(self) -> bool:
        return any(line.was is not None for line in (*self.lines, self.total))


# ---------- acts ----------


@dataclass(frozen=True)
class Action:
    """A button: a link, a POST without questions (`post`), or, with a `reason`, one that says why not yet."""

    label: Text
    url: str = ""
    reason: Text = ""
    look: Literal["primary", "plain", "refuse"] = "plain"
    post: bool = False
    hidden: Sequence[tuple[str, str]] = ()
    note: Text = ""


@dataclass(frozen=True)
class ActionBar:
    """The end of a case page: what must be done now, by whom and when, then the buttons; `more` folds away."""

    now: Text
    note: Text = ""
    actions: Sequence[Action] = field(default_factory=tuple)
    more: Sequence[Action] = field(default_factory=tuple)
