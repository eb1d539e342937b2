from django.db import migrations

from doudi.vault import walls


class Migration(migrations.Migration):
    dependencies = [("households", "0004_obligor_assets"), ("audit", "0002_walls")]

    operations = [
        walls.operation(walls.area_wall("households_obligorasset", writes=("insert", "update", "delete"))),
    ]
