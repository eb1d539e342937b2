"""What may enter an entry, and the one text that its hash is taken of."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import StrEnum
from typing import Any

import pytest

from doudi.audit.records import (
    NotPlainError,
    PersonalValueError,
    canonical,
    impersonal,
    moment,
    plain,
    redacted,
    seal,
    sm3,
)


class Colour(StrEnum):
    RED = "red"


def test_canonical_text_is_that_of_the_rfc() -> None:
    value = {"b": [1, True, None, '€$\u000f\nA\'B"\\\\"/'], "a": {"二": "福利", "": -5}, "aa": "\u20ac\x7f"}
    expected = '{"a":{"":-5,"二":"福利"},"aa":"€\x7f","b":[1,true,null,"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"]}'
    assert canonical(value).decode() == expected


def test_hash_covers_all_but_itself() -> None:
    entry = {"chain": "case/1", "number": 1, "facts": {}}
    assert seal(entry) == sm3(b'{"chain":"case/1","facts":{},"number":1}')
    assert seal({**entry, "hash": "x", "record": "entry", "signature": "y"}) == seal(entry)


def test_moment_is_utc_to_the_microsecond() -> None:
    at = datetime(2026, 11, 2, 9, 30, 0, 120, tzinfo=timezone(timedelta(hours=8)))
    assert moment(at) == "2026-11-02T01:30:00.000120Z"
    assert moment(datetime(2026, 11, 2, tzinfo=UTC)) == "2026-11-02T00:00:00.000000Z"


def test_plain_copies_and_levels() -> None:
    facts = {"state": Colour.RED, "lines": (1, None), "nested": {"yes": True}}
    copied = plain(facts)
    assert copied == {"state": "red", "lines": [1, None], "nested": {"yes": True}}
    assert type(copied["state"]) is str


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ({"total": Decimal("1.00")}, r"facts\.total: .*not Decimal"),
        ({"share": 0.5}, r"facts\.share: .*not float"),
        ({"on": date(2026, 11, 2)}, r"facts\.on: .*not date"),
        ({"lines": [{"index": b"x"}]}, r"facts\.lines\[0\]\.index: .*not bytes"),
        ({1: "x"}, "facts: names of facts"),
        ({"金额": "x"}, "facts: names of facts"),
        ({"big": 2**53}, r"facts\.big"),
        ({"note": "a\0b"}, r"facts\.note: holds a character"),
        ({"note": "a\ud800"}, r"facts\.note: holds a character"),
    ],
)
def test_what_the_log_does_not_keep(facts: dict[Any, Any], message: str) -> None:
    with pytest.raises(NotPlainError, match=message):
        plain(facts)


@pytest.mark.parametrize(
    "value",
    [
        "140502196207011234",
        "身份证14050219620701123X。",
        "14050219620701123x",
        13900005678,
        "电话：13900005678",
        "6239000000004821",
        ["ok", "6239000000000004821"],
        {"140502196207011234": "yes"},
    ],
)
def test_what_looks_like_a_citizens_number_is_refused_and_not_repeated(value: Any) -> None:
    with pytest.raises(PersonalValueError, match=r"^facts") as refusal:
        plain({"note": value})
    assert not any(part in str(refusal.value) for part in ("1405", "139", "6239"))


@pytest.mark.parametrize(
    "value",
    [
        "DB-140502001-2026-0001",
        "140502001002",
        "3f2b7c1e-13900005678a-4d",
        "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0",
        "482.00",
        "2026-11-02T01:30:00.000000Z",
        "123456789012345",
        "城民低受〔2026〕1号",
    ],
)
def test_keys_amounts_and_hashes_are_no_citizens_numbers(value: str) -> None:
    assert impersonal(value, "facts") == value


def test_free_text_is_kept_without_its_numbers() -> None:
    typed = "核对 14050219620701123x 的账号6239000000004821，电话 13900005678，案件 DB-140502001-2026-0001\0"
    told = redacted(typed)
    assert told == "核对 〔号码略〕 的账号〔号码略〕，电话 〔号码略〕，案件 DB-140502001-2026-0001"
    assert impersonal(told, "facts") == told
