"""Writes to cases: one verb, one transaction, one log entry each."""

from doudi.cases.actions.deciding import confirm, deliver_refusal, refuse
from doudi.cases.actions.ending import (
    confirm_stop,
    deliver_stop,
    drop_stop,
    propose_stop,
    publish_stop,
    report_self_care,
)
from doudi.cases.actions.handling import (
    accept,
    accept_lacking,
    add_paper,
    file_with_bureau,
    notify_deficiency,
    return_to_survey,
    review,
    supplement,
)
from doudi.cases.actions.objecting import (
    receive_objection,
    register_objection,
    settle_objection,
    take_another,
    take_objection,
)
from doudi.cases.actions.publicising import close_publicity, deliver, publish
from doudi.cases.actions.registering import Opening, open_case, save_draft
from doudi.cases.actions.transferring import transfer
from doudi.cases.actions.turning import (
    approve_extension,
    ask_extension,
    ask_transfer,
    decline_extension,
    decline_transfer,
    deliver_termination,
    reopen,
    terminate,
    withdraw,
)
from doudi.cases.delivering import Delivery
from doudi.cases.steps import NotNow, Stale

__all__ = [
"Delivery", "NotNow", "Opening", "Stale", "accept", "accept_lacking", "add_paper", "approve_extension", "ask_extension", "ask_transfer", "close_publicity", "confirm", "confirm_stop", "decline_extension", "decline_transfer", "deliver", "deliver_refusal", "deliver_stop", "deliver_termination", "drop_stop", "file_with_bureau", "notify_deficiency", "open_case", "propose_stop", "publish", "publish_stop", "receive_objection", "refuse", "register_objection", "reopen", "report_self_care", "return_to_survey", "review", "save_draft", "settle_objection", "supplement", "take_another", "take_objection", "terminate", "transfer", "withdraw"
]  # fmt: skip
