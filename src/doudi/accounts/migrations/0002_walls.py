"""Grants of the tables that have no areas: people of the office, sessions, lock-outs."""

from django.db import migrations

from doudi.vault.walls import operation, plain_wall


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("sessions", "0001_initial"),
        ("axes", "0010_accessattemptexpiration"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [
        operation(
            plain_wall("accounts_officer", writes=("update",)),
            plain_wall("accounts_postheld", writes=()),
            plain_wall("accounts_relative", writes=()),
            plain_wall("accounts_demoday"),
            plain_wall("django_session", writes=("insert", "update", "delete")),
            plain_wall("axes_accessattempt", writes=("insert", "update", "delete")),
            plain_wall("axes_accessattemptexpiration", writes=("insert", "update", "delete")),
            plain_wall("axes_accessfailurelog", writes=("insert",)),
            plain_wall("axes_accesslog", writes=("insert", "update")),
        )
    ]
