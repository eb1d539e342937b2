"""Awards and the people on them, the opening balance row by row, monthly runs, bank files and what the bank answered."""

from doudi.payments.models.ahead import AheadCount, AheadDay, AheadNote
from doudi.payments.models.awards import Award, AwardPerson, Counter, StepCursor
from doudi.payments.models.calculation import Calculation
from doudi.payments.models.estimate import Estimate, EstimateLine
from doudi.payments.models.holds import AwardHold
from doudi.payments.models.opening import LedgerImport, LedgerImportRow, MarkedWorkbook, OpeningMonth
from doudi.payments.models.recalculation import RecalculatedAward, Recalculation
from doudi.payments.models.returns import AccountCorrection, BankReturn, Returned
from doudi.payments.models.runs import BankFile, RosterConfirmation, Run, RunLine, RunTown

__all__ = [
    "AccountCorrection", "AheadCount", "AheadDay", "AheadNote", "Award", "AwardHold", "AwardPerson", "BankFile", "BankReturn", "Calculation", "Counter", "Estimate", "EstimateLine",
    "LedgerImport", "LedgerImportRow", "MarkedWorkbook", "OpeningMonth", "RecalculatedAward", "Recalculation", "Returned",
    "RosterConfirmation", "Run", "RunLine", "RunTown", "StepCursor",
]  # fmt: skip
