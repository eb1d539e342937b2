from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("verification", "0006_walls")]

    operations = [
        migrations.AddField(model_name="adoption", name="details", field=models.JSONField(blank=True, default=dict)),
    ]
