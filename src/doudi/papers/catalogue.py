"""The content of each numbered kind, and a content read back from plain values."""

from collections.abc import Mapping
from typing import Any

from doudi.law.papers import PaperKind
from doudi.papers import plain
from doudi.papers.content import (
    AcceptanceNotice,
    Content,
    DeficiencyNotice,
    GrantNotice,
    PublicitySheet,
    RefusalNotice,
)
from doudi.papers.plain import ContentError
from doudi.papers.turns import (
    ExtensionNotice,
    ObjectionAnswer,
    ReopeningNotice,
    StopNotice,
    StopSheet,
    TerminationNotice,
    TransferNotice,
)

_NUMBERED: tuple[type[Content], ...] = (
    AcceptanceNotice,
    DeficiencyNotice,
    PublicitySheet,
    GrantNotice,
    RefusalNotice,
    ObjectionAnswer,
    TerminationNotice,
    ExtensionNotice,
    TransferNotice,
    ReopeningNotice,
    StopSheet,
    StopNotice,
)
CONTENTS: Mapping[PaperKind, type[Content]] = {made.kind: made for made in _NUMBERED}


def read(kind: PaperKind, data: Mapping[str, Any]) -> Content:
    """The content of a kind from plain values as `Content.as_data` gives them.

    Errors: ContentError naming the field that is missing, unknown or of the wrong form.
    """
    if kind not in CONTENTS:
        raise ContentError(f"{kind}: this kind is filed, not printed")
    content: Content = plain.build(CONTENTS[kind], data, str(kind))
    return content
