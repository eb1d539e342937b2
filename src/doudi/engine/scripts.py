"""What every runner is given and gives: the statements of a program, said in its dialect, and the shape of the answers."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

import pyarrow as pa
from sqlglot import exp

from doudi.engine.binding import bind
from doudi.engine.outcome import FIGURES, OUTPUTS
from doudi.engine.snapshot import Batch
from doudi.engine.stages import stages
from doudi.engine.tables import Shape
from doudi.law.ops import Value

_SUMS = FIGURES[1:]
ANSWERS = pa.schema([
    ("household", pa.int64()),
    ("outcome", pa.string()),
    *((name, pa.int64() if name in _SUMS else pa.bool_()) for name in OUTPUTS[1:]),
    ("is_known", pa.bool_()),
])  # fmt: skip


class NotHere(Exception):
    """A runner that this machine can't start; the sentence says what to install."""


@dataclass(frozen=True)
class Script:
    """The statements of a program for one batch; the last one is the question for the answers."""

    tables: tuple[tuple[str, str], ...]
    answers: str
    missing: tuple[str, ...]


class Runner(Protocol):
    """What computes the statements of a batch: DuckDB (`duck`) or Spark (`spark`)."""

    def said(self, expression: Any) -> str:
        """An Ibis expression as a statement of this runner."""

    def answered(self, batch: Batch, divisions: tuple[str, ...], script: Script) -> pa.Table:
        """The answers of the batch's households in these divisions: the columns of `ANSWERS`, in any width of integers.

        A division by nought gives nothing, an integer that leaves 64 bits is an error.
        """


def script(shape: Shape, parameters: dict[str, Value], on: date, said: Callable[[Any], str]) -> Script:
    """The statements for households of one shape by one set of parameters on a day."""
    program = bind(shape, parameters, on)
    *tables, answers = [(each.name, said(each.expression)) for each in stages(program)]
    return Script(tuple(tables), answers[1], program.missing)


def widened(found: exp.Expr) -> exp.Expr:
    """The same tree of SQL in which every whole number has 64 bits.

    Ibis writes them bare, and both engines then take 3 for 32 bits: three yuan in units of 10⁻⁸ would overflow.
    """
    for literal in list(found.find_all(exp.Literal)):
        if literal.is_int and not isinstance(literal.parent, exp.DataTypeParam | exp.Group):
            literal.replace(exp.cast(literal.copy(), "BIGINT"))
    return found
