"""Encrypted columns in a real table."""

import copy
import logging
import pickle
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import FieldError
from django.db import connection, models
from django.test.utils import isolate_apps

from doudi.vault.fields import UNREADABLE, EncryptedTextField, Unreadable

ID_NUMBER = "140502196207011234"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_keys(settings: Any, tmp_path: Path) -> None:
    settings.DOUDI_KEYS_DIR = tmp_path / "keys"


@pytest.fixture
def person() -> Iterator[Any]:
    with isolate_apps("doudi.audit"):

        class Person(models.Model):
            id_number = EncryptedTextField("身份证号")
            note = EncryptedTextField(blank=True, default="")

            class Meta:
                app_label = "audit"
                db_table = "vault_test_person"

        with connection.schema_editor() as editor:
            editor.create_model(Person)
        yield Person


def stored(column: str) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute(f"select {column} from vault_test_person")
        return bytes(cursor.fetchone()[0])


def test_text_in_python_and_ciphertext_at_rest(person: Any) -> None:
    person.objects.create(id_number=ID_NUMBER)
    assert person.objects.get().id_number == ID_NUMBER
    assert ID_NUMBER.encode() not in stored("id_number")
    assert ID_NUMBER[:-1].encode() not in stored("id_number")


def test_column_is_bytea_and_empty_text_is_hidden_too(person: Any) -> None:
    person.objects.create(id_number=ID_NUMBER)
    assert len(stored("note")) == 5 + 12 + 16
    assert person.objects.get().note == ""


def test_same_number_twice_gives_different_bytes(person: Any) -> None:
    person.objects.bulk_create([person(id_number=ID_NUMBER), person(id_number=ID_NUMBER)])
    with connection.cursor() as cursor:
        cursor.execute("select count(distinct id_number) from vault_test_person")
        assert cursor.fetchone() == (2,)


def test_updates_and_values_go_through_the_cipher(person: Any) -> None:
    row = person.objects.create(id_number=ID_NUMBER)
    person.objects.update(id_number="140502196207011242")
    assert list(person.objects.values_list("id_number", flat=True)) == ["140502196207011242"]
    row.id_number = ID_NUMBER
    person.objects.bulk_update([row], ["id_number"])
    assert person.objects.get().id_number == ID_NUMBER
    assert ID_NUMBER.encode() not in stored("id_number")


def test_flipped_byte_reads_as_the_sentinel_is_logged_without_value_and_breaks_nothing_else(
    person: Any, caplog: pytest.LogCaptureFixture
) -> None:
    person.objects.create(id_number=ID_NUMBER, note="旧房")
    with connection.cursor() as cursor:
        cursor.execute(
            "update vault_test_person set id_number = set_byte(id_number, 20, 255 - get_byte(id_number, 20))"
        )
    with caplog.at_level(logging.ERROR, logger="doudi.vault"):
        found = person.objects.get()
    assert (found.id_number, found.note) == (UNREADABLE, "旧房")
    assert [record.name for record in caplog.records] == ["doudi.vault"]
    assert "vault_test_person.id_number" in caplog.text
    assert ID_NUMBER not in caplog.text


def test_unreadable_bytes_survive_a_save(person: Any) -> None:
    person.objects.create(id_number=ID_NUMBER)
    with connection.cursor() as cursor:
        cursor.execute(
            "update vault_test_person set id_number = set_byte(id_number, 20, 255 - get_byte(id_number, 20))"
        )
    before = stored("id_number")
    found = person.objects.get()
    found.note = "新的说明"
    found.save()
    assert stored("id_number") == before
    assert person.objects.get().note == "新的说明"


def test_value_moved_to_another_column_cannot_be_read(person: Any) -> None:
    person.objects.create(id_number=ID_NUMBER)
    with connection.cursor() as cursor:
        cursor.execute("update vault_test_person set note = id_number")
    assert person.objects.get().note == UNREADABLE


def test_left_join_without_a_row_gives_none(person: Any) -> None:
    assert person.objects.aggregate(last=models.Max(models.F("id")))["last"] is None
    field = person._meta.get_field("note")
    assert field.from_db_value(None, None, connection) is None


def test_searching_ciphertext_is_refused(person: Any) -> None:
    with pytest.raises(FieldError, match="Unsupported lookup 'exact'"):
        person.objects.filter(id_number=ID_NUMBER).exists()
    assert not person.objects.filter(id_number__isnull=True).exists()


def test_only_text_is_encrypted(person: Any) -> None:
    with pytest.raises(TypeError, match="id_number: text is encrypted, not int"):
        person.objects.create(id_number=140502)


def test_sentinel_can_be_copied_and_kept() -> None:
    sentinel = Unreadable(b"\x01bytes")
    for again in (copy.deepcopy(sentinel), pickle.loads(pickle.dumps(sentinel))):
        assert (again, again.stored) == (UNREADABLE, b"\x01bytes")
