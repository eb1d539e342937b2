"""Row-level security of records and assessments (N4)."""

from django.db import migrations

from doudi.vault.walls import area_wall, operation


class Migration(migrations.Migration):
    dependencies = [("verification", "0003_every_turn")]
    operations = [
        operation(
            area_wall("verification_record", writes=("insert",)),
            area_wall("verification_selfcareassessment", writes=("insert",)),
        )
    ]
