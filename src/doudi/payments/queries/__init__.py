"""Reads about money: runs, their lines and rosters, what the bank answered, awards, the month reconciled, imports."""

from doudi.payments.queries.accounts import OpenChange, accounts_to_do, on_their_way, open_changes
from doudi.payments.queries.awards import AwardPage, AwardQuery, AwardRow, award_for, award_page, award_rows, awards_for
from doudi.payments.queries.figures import Addend, TownSum, addends_of, town_sums
from doudi.payments.queries.held import HeldRow, Part, held_of, held_rows
from doudi.payments.queries.imports import CellDiff, ImportPage, ImportRowView, import_page, import_rows, imports
from doudi.payments.queries.lines import (
    LineView,
    RosterView,
    Within,
    families_in,
    line_sums,
    lines_of,
    payroll_status,
    roster,
    run_lines,
    status_of,
)
from doudi.payments.queries.paper import PaymentList, PaymentRow, payment_list
from doudi.payments.queries.reconciliation import (
    Reconciled,
    Sums,
    last_month,
    reconciliation,
    reconciliation_sums,
    total_of,
)
from doudi.payments.queries.returns import (
    Answered,
    CorrectionView,
    FailedPayment,
    ReturnRow,
    Wanted,
    corrections_of,
    failed_counts,
    failed_payments,
    open_runs,
    return_page,
    returned_of,
    returns,
)
from doudi.payments.queries.runs import RunPage, RunRow, held_in, parts_of, run_for, run_page, run_rows, runs

__all__ = [
    "Addend", "Answered", "AwardPage", "AwardQuery", "AwardRow", "CellDiff", "CorrectionView", "FailedPayment",
    "HeldRow", "ImportPage", "ImportRowView", "LineView", "OpenChange", "Part", "PaymentList", "PaymentRow", "Reconciled",
    "ReturnRow", "RosterView", "RunPage", "RunRow", "Sums", "TownSum", "Wanted", "Within", "accounts_to_do", "addends_of",
    "award_for", "award_page", "award_rows", "awards_for", "corrections_of", "failed_counts", "failed_payments",
    "families_in", "held_in", "held_of", "held_rows", "import_page", "import_rows", "imports", "last_month",
    "line_sums", "lines_of", "on_their_way", "open_changes", "open_runs", "parts_of", "payment_list", "payroll_status", "reconciliation",
    "reconciliation_sums", "return_page", "returned_of", "returns", "roster", "run_for", "run_lines", "run_page",
    "run_rows", "runs", "status_of", "total_of", "town_sums",
]  # fmt: skip
