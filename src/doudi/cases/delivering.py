"""送达: how a paper reached its addressee, as the file and the log keep it."""

from dataclasses import dataclass
from uuid import UUID

from doudi.cases.steps import NotNow, Taking
from doudi.law.papers import PaperKind

LEFT_BEHIND = "留置送达"


@dataclass(frozen=True)
class Delivery:
    """How, to whom, before whom; with the scan of the signed slip where there is one."""

    how: str
    receiver: str
    witnesses: str = ""
    receipt: UUID | None = None
    digest: str = ""

    @property
    def words(self) -> str:
        """One sentence for the case's story."""
        seen = f"，见证人 {self.witnesses}" if self.witnesses else ""
        return f"{self.how}，签收人 {self.receiver}{seen}"


def hand_over(taking: Taking, delivery: Delivery) -> None:
    """Lay the slip on file. Errors: NotNow where nobody witnessed that a paper was left behind."""
    if delivery.how == LEFT_BEHIND and not delivery.witnesses.strip():
        raise NotNow(["留置送达须有两名见证人，请写姓名"])
    digest = delivery.digest or f"slip-{taking.seq}"
    taking.put(PaperKind.DELIVERY_RECEIPT, remark=delivery.how, file_key=delivery.receipt, digest=digest)
