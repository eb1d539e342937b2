"""An objection from the public page has its empty answer sealed for its own column, as every text is bound to its column."""

from importlib import import_module
from typing import ClassVar

from django.db import migrations

from doudi.vault.walls import Statements, operation

_first = import_module("doudi.cases.migrations.0005_public_objections")
NAME = "cases_receive_objection(text, date, bytea, bytea, bytea, bytea)"
RECEIVE = _first.RECEIVE.replace("nothing bytea)", "unfound bytea, unanswered bytea)").replace(
    "nothing, nothing)", "unfound, unanswered)"
)
SEALED = Statements(
    [
        f"drop function {_first.NAME}",
        RECEIVE,
        f"revoke all on function {NAME} from public",
        f"grant execute on function {NAME} to doudi_web, doudi_web_district",
    ],
    [f"drop function {NAME}", *_first.OBJECTIONS],
)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("cases", "0009_outlook_state")]
    operations: ClassVar = [operation(SEALED)]
