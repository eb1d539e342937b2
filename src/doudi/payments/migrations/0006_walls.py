"""Grants and row-level security of 提标重算: asked for by the bureau, each town sees and confirms its own awards."""

from typing import ClassVar

from django.db import migrations

from doudi.vault import walls

BOTH = f"{walls.WEB}, {walls.DISTRICT}"
asked = walls.Statements(
    [
        f"grant select on payments_recalculation to {BOTH}",
        f"grant insert on payments_recalculation to {walls.DISTRICT}",
    ],
    [f"revoke all on payments_recalculation from {BOTH}"],
)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("payments", "0005_uplift"), ("audit", "0002_walls")]
    operations: ClassVar = [walls.operation(walls.area_wall("payments_recalculatedaward", writes=("update",)), asked)]
