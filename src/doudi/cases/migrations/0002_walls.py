"""Row-level security of the case tables, and the whitelist that the public reads (N4, N7)."""

from django.db import migrations

from doudi.vault.walls import Statements, append_only, area_wall, operation, plain_wall

# A view runs with its owner's rights: it is the only way by which a person without an area sees anything of a case.
PUBLIC = Statements(
    [
        """create view cases_public_notice as
           select token, town, village, programme, name_shown, members, amount, starts_on, ends_on
           from cases_publicity where not is_withdrawn""",
        "grant select on cases_public_notice to doudi_web, doudi_web_district",
    ],
    ["drop view cases_public_notice"],
)


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]
    operations = [
        operation(
            area_wall("cases_draft"),
            area_wall("cases_case"),
            area_wall("cases_steptaken", writes=("insert",)),
            area_wall("cases_onfile", writes=("insert", "delete")),
            area_wall("cases_openfinding", writes=("insert", "delete")),
            area_wall("cases_opinion", writes=("insert",)),
            area_wall("cases_decision", writes=("insert",)),
            area_wall("cases_publicity"),
            area_wall("cases_objection"),
            plain_wall("cases_numbercounter"),
            append_only("cases_steptaken"),
            append_only("cases_decision"),
            PUBLIC,
        )
    ]
