"""One officer acting in one post, for one area, at one moment of one day."""

from dataclasses import dataclass
from datetime import date, datetime

from doudi.audit import Actor
from doudi.law.posts import Post


@dataclass(frozen=True)
class Acting:
    """谁、以什么岗位、为哪里、何时: passed to every action; `on` is the day that limits count from.

    `on_behalf_of` names the leader for whom a deputy signs; `name` then says so too (受…委托), so that the log, the steps
    taken and the papers show it wherever they name who acted.
    """

    officer_id: int
    login: str
    name: str
    post: Post
    division: str
    at: datetime
    on: date
    on_behalf_of: str = ""

    @property
    def actor(self) -> Actor:
        """The same person as the log keeps them: plain values that outlive the account."""
        return Actor(number=self.login, name=self.name, post=self.post.value)

    def covers(self, town: str, village: str = "") -> bool:
        """Whether the area of the post holds a village (12 digits) or a town (9 digits)."""
        if self.post.is_administrator:
            return False
        if self.post.is_district:
            return True
        return self.division in (town, village)
