"""Reads about money: runs, their lines and rosters, ledger imports."""

from doudi.payments.queries.imports import CellDiff, ImportPage, ImportRowView, import_page, import_rows, imports
from doudi.payments.queries.lines import LineView, RosterView, payroll_status, roster, run_lines, status_of
from doudi.payments.queries.runs import Part, RunPage, RunRow, held_of, parts_of, run_for, run_page, run_rows, runs

__all__ = [
    "CellDiff", "ImportPage", "ImportRowView", "LineView", "Part", "RosterView", "RunPage", "RunRow", "held_of",
    "import_page", "import_rows", "imports", "parts_of", "payroll_status", "roster", "run_for", "run_lines", "run_page",
    "run_rows", "runs", "status_of",
]  # fmt: skip
