"""What was adopted of an obligor as 0.00 on one's own account said that there is no such property: it says so now."""

from django.db import migrations

STRUCK = """
update households_obligorasset set details = '{"struck": "yes"}' where source = 'adopted' and amount = 0
"""


class Migration(migrations.Migration):
    dependencies = [("households", "0007_obligors_corrected")]

    operations = [migrations.RunSQL(STRUCK, migrations.RunSQL.noop)]
