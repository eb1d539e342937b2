from django.db import migrations

from doudi.vault import walls

PLACED = ("household", "member", "paymentaccount", "registration")
REPLACED = ("item", "obligor", "namegram")

# Through the wall by blind index only: which programme, and in which town; never who or which family.
REGISTERED = """
create function doudi_registered(wanted bytea[], mine uuid) returns table (id_index bytea, programme text, town text)
language sql stable security definer set search_path = public, pg_temp as $$
    select r.id_index, r.programme::text, r.town::text
    from households_registration r
    where r.id_index = any(wanted) and r.until is null and r.household_id is distinct from mine
$$
"""
functions = walls.Statements(
    [
        REGISTERED,
        "revoke all on function doudi_registered(bytea[], uuid) from public",
        f"grant execute on function doudi_registered(bytea[], uuid) to {walls.WEB}, {walls.DISTRICT}",
    ],
    ["drop function doudi_registered(bytea[], uuid)"],
)


class Migration(migrations.Migration):
    dependencies = [("households", "0001_initial")]

    operations = [
        walls.operation(
            *(walls.area_wall(f"households_{name}") for name in PLACED),
            *(walls.area_wall(f"households_{name}", writes=("insert", "update", "delete")) for name in REPLACED),
            walls.plain_wall("households_filecounter"),
            functions,
        )
    ]
