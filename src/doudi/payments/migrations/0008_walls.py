"""Grants of 资金测算: the bureau asks and reads; towns have no part in it."""

from typing import ClassVar

from django.db import migrations

from doudi.vault import walls

TABLES = ("payments_estimate", "payments_estimateline")
bureau = walls.Statements(
    [
        *(f"grant select on {table} to {walls.DISTRICT}" for table in TABLES),
        f"grant insert on payments_estimate to {walls.DISTRICT}",
    ],
    [f"revoke all on {table} from {walls.DISTRICT}" for table in TABLES],
)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("payments", "0007_estimate"), ("audit", "0002_walls")]
    operations: ClassVar = [walls.operation(bureau)]
