"""Reads about money: runs, their lines and rosters, what the bank answered, awards, the month reconciled, imports."""

from doudi.payments.queries.awards import AwardPage, AwardQuery, AwardRow, award_for, award_page, award_rows, awards_for
from doudi.payments.queries.imports import CellDiff, ImportPage, ImportRowView, import_page, import_rows, imports
from doudi.payments.queries.lines import LineView, RosterView, payroll_status, roster, run_lines, status_of
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
from doudi.payments.queries.runs import Part, RunPage, RunRow, held_of, parts_of, run_for, run_page, run_rows, runs

__all__ = [
    "Answered", "AwardPage", "AwardQuery", "AwardRow", "CellDiff", "CorrectionView", "FailedPayment", "ImportPage",
    "ImportRowView", "LineView", "Part", "PaymentList", "PaymentRow", "Reconciled", "ReturnRow", "RosterView",
    "RunPage", "RunRow", "Sums", "Wanted", "award_for", "award_page", "award_rows", "awards_for", "corrections_of",
    "failed_counts", "failed_payments", "held_of", "import_page", "import_rows", "imports", "last_month", "open_runs", "parts_of",
    "payment_list", "payroll_status", "reconciliation", "reconciliation_sums", "return_page", "returned_of", "returns",
    "roster", "run_for", "run_lines", "run_page", "run_rows", "runs", "status_of", "total_of",
]  # fmt: skip
