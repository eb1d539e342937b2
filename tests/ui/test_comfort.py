"""长辈版 and the keys: chosen by links, kept in cookies, drawn by the server."""

import pytest
from django.test import Client

from cast import officer
from doors import client_of

pytestmark = pytest.mark.django_db


def test_the_elder_edition_is_kept_and_left_without_scripts() -> None:
    client = Client()
    assert "data-elder" not in client.get("/").content.decode()
    assert "长辈版" in client.get("/").content.decode()
    assert "data-elder" in client.get("/?elder=1").content.decode()
    assert client.cookies["elder"]["httponly"]
    assert "data-elder" in client.get("/guide/").content.decode()
    assert "data-elder" not in client.get("/?elder=0").content.decode()
    assert "data-elder" not in client.get("/guide/").content.decode()


def test_the_desk_has_the_switch_and_the_telephone_too() -> None:
    client = client_of("assistant")
    assert 'href="?elder=1">长辈版' in client.get("/desk/").content.decode()
    shown = client.get("/desk/?elder=1").content.decode()
    assert "data-elder" in shown
    assert "打电话问" in shown
    assert "data-speak-button hidden" in shown
    assert "data-elder" in client.get("/desk/drafts/").content.decode()


def test_what_is_chosen_is_one_of_two_and_nothing_else() -> None:
    client = Client()
    assert "data-elder" not in client.get("/?elder=<script>").content.decode()
    assert "elder" not in client.cookies


def test_keys_are_switched_off_for_one_person_only() -> None:
    client = client_of("leader")
    assert "data-keys-off" in client.get("/desk/?keys=off").content.decode()
    assert "data-keys-off" in client.get("/desk/signing/").content.decode()
    other = client_of("clerk")
    other.cookies.update(client.cookies)
    other.cookies["sessionid"] = client_of("clerk").cookies["sessionid"].value
    assert "data-keys-off" not in other.get("/desk/").content.decode()
    assert "data-keys-off" not in client.get("/desk/?keys=on").content.decode()
    assert officer("leader").pk != officer("clerk").pk
