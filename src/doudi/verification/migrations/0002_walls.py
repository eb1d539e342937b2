"""Row-level security of visits, reports and adopted amounts (N4)."""

from django.db import migrations

from doudi.vault.walls import area_wall, operation


class Migration(migrations.Migration):
    dependencies = [("verification", "0001_initial")]
    operations = [
        operation(
            area_wall("verification_homevisit", writes=("insert",)),
            area_wall("verification_checkreport", writes=("insert",)),
            area_wall("verification_checkresult", writes=("insert",)),
            area_wall("verification_adoption"),
        )
    ]
