"""Awards and the people on them, the opening balance row by row, monthly runs with lines, rosters and bank files."""

from doudi.payments.models.awards import Award, AwardPerson, Counter, StepCursor
from doudi.payments.models.opening import LedgerImport, LedgerImportRow, MarkedWorkbook, OpeningMonth
from doudi.payments.models.runs import BankFile, RosterConfirmation, Run, RunLine, RunTown

__all__ = [
    "Award", "AwardPerson", "BankFile", "Counter", "LedgerImport", "LedgerImportRow", "MarkedWorkbook", "OpeningMonth",
    "RosterConfirmation", "Run", "RunLine", "RunTown", "StepCursor",
]  # fmt: skip
