"""Row-level security of what was found of those who owe support (N4)."""

from django.db import migrations

from doudi.vault.walls import area_wall, operation


class Migration(migrations.Migration):
    dependencies = [("verification", "0005_obligors_corrected")]
    operations = [operation(area_wall("verification_obligorfinding", writes=("insert", "delete")))]
