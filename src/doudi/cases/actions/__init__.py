"""Writes to cases: one verb, one transaction, one log entry each."""

from doudi.cases.actions.deciding import confirm, deliver_refusal, refuse
from doudi.cases.actions.handling import (
    accept,
    add_paper,
    file_with_bureau,
    notify_deficiency,
    return_to_survey,
    review,
    supplement,
)
from doudi.cases.actions.publicising import (
    answer_objection,
    close_publicity,
    deliver,
    publish,
    take_objection,
    uphold_objection,
)
from doudi.cases.actions.registering import open_case, save_draft
from doudi.cases.steps import NotNow, Stale

__all__ = [
    "NotNow", "Stale", "accept", "add_paper", "answer_objection", "close_publicity", "confirm", "deliver",
    "deliver_refusal", "file_with_bureau", "notify_deficiency", "open_case", "publish", "refuse", "return_to_survey",
    "review", "save_draft", "supplement", "take_objection", "uphold_objection",
]  # fmt: skip
