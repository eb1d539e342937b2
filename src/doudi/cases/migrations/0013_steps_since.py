from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0012_words_of_opinions")]

    operations = [
        migrations.AddField(model_name="steptaken", name="since", field=models.DateField(null=True)),
    ]
