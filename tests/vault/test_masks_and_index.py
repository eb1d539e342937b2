"""Masks show who it is to those who know, the blind index finds equal values; neither gives the value away."""

from pathlib import Path

import pytest

from doudi.vault.fields import UNREADABLE, Unreadable
from doudi.vault.index import blind_index
from doudi.vault.masks import mask_account, mask_id, mask_phone


@pytest.fixture(autouse=True)
def _own_keys(settings: object, tmp_path: Path) -> None:
    settings.DOUDI_KEYS_DIR = tmp_path / "keys"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("140502196207011234", "140502********1234"),
        ("14050219620701123X", "140502********123X"),
        ("140502620701123", "140502*****1123"),
        ("1405021234", "**********"),
        ("", ""),
    ],
)
def test_mask_id(value: str, shown: str) -> None:
    assert mask_id(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [("6239000000004821", "6239********4821"), ("6239000000000004821", "6239********4821"), ("62394821", "********")],
)
def test_mask_account_hides_the_length_too(value: str, shown: str) -> None:
    assert mask_account(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"), [("13900005678", "139****5678"), ("0356-2010000", "035*****0000"), ("2010000", "*******")]
)
def test_mask_phone(value: str, shown: str) -> None:
    assert mask_phone(value) == shown


def test_what_cannot_be_decrypted_is_said_not_masked() -> None:
    for mask in (mask_id, mask_account, mask_phone):
        assert mask(Unreadable(b"")) == UNREADABLE


def test_equal_values_have_equal_indexes_and_others_have_not() -> None:
    value = "14050219620701123X"
    assert blind_index("id", value) == blind_index("id", value)
    assert len(blind_index("id", value)) == 32
    assert blind_index("id", value) != blind_index("id", "140502196207011231")
    assert blind_index("id", value) != blind_index("account", value)


@pytest.mark.parametrize(
    ("domain", "one", "other"),
    [
        ("id", "14050219620701123x", " １４０５０２19620701123Ｘ "),
        ("account", "6239 0000 0000 4821", "6239000000004821"),
        ("phone", "+86 139-0000-5678", "13900005678"),
    ],
)
def test_ways_of_writing_one_value_have_one_index(domain: str, one: str, other: str) -> None:
    assert blind_index(domain, one) == blind_index(domain, other)


def test_index_depends_on_the_key(settings: object, tmp_path: Path) -> None:
    before = blind_index("id", "140502196207011234")
    settings.DOUDI_KEYS_DIR = tmp_path / "others"  # type: ignore[attr-defined]
    assert blind_index("id", "140502196207011234") != before


def test_unknown_domain_is_refused() -> None:
    with pytest.raises(ValueError, match="no blind index for 'name'"):
        blind_index("name", "王芳")
