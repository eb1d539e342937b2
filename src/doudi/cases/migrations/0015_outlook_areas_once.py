"""Lists and the workbench count many rows of `Outlook`: its wall reads the areas of the transaction once a statement."""

from django.db import migrations

from doudi.vault import walls


class Migration(migrations.Migration):
    dependencies = [("cases", "0014_papers_to_follow")]
    operations = [walls.operation(walls.read_once("cases_outlook"))]
