"""Both suites: what goes in comes out, under its own key and column only, and the standard's vectors hold."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doudi.vault import crypto
from doudi.vault.crypto import CryptoProvider, DecryptionError, Gm, Intl
from doudi.vault.keys import KeyRing, Purpose

AAD = b"households_member.id_number"
PLAIN = b"140502199003072316"


@pytest.fixture
def ring(tmp_path: Path) -> KeyRing:
    return KeyRing(tmp_path / "keys")


@pytest.fixture(params=[Gm, Intl])
def provider(request: pytest.FixtureRequest, ring: KeyRing) -> CryptoProvider:
    made: CryptoProvider = request.param(ring)
    return made


def test_sm3_of_the_standard(ring: KeyRing) -> None:
    assert Gm(ring).digest(b"abc").hex() == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


def test_sha256_of_the_standard(ring: KeyRing) -> None:
    assert Intl(ring).digest(b"abc").hex() == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


@given(plain=st.binary(max_size=500))
def test_what_is_encrypted_can_be_read(tmp_path_factory: pytest.TempPathFactory, plain: bytes) -> None:
    keys = KeyRing(tmp_path_factory.getbasetemp() / "keys")
    for provider in (Gm(keys), Intl(keys)):
        assert provider.decrypt(provider.encrypt(plain, AAD), AAD) == plain


def test_equal_texts_give_different_ciphertexts_that_hold_nothing_of_them(provider: CryptoProvider) -> None:
    first, second = provider.encrypt(PLAIN, AAD), provider.encrypt(PLAIN, AAD)
    assert first != second
    assert PLAIN not in first


def test_every_changed_byte_is_noticed(provider: CryptoProvider) -> None:
    stored = provider.encrypt(PLAIN, AAD)
    for at in range(len(stored)):
        changed = stored[:at] + bytes([stored[at] ^ 1]) + stored[at + 1 :]
        with pytest.raises(DecryptionError):
            provider.decrypt(changed, AAD)


@pytest.mark.parametrize("length", [0, 1, 5, 32])
def test_what_is_too_short_is_no_ciphertext(provider: CryptoProvider, length: int) -> None:
    with pytest.raises(DecryptionError, match="shorter"):
        provider.decrypt(bytes(length), AAD)


def test_ciphertext_of_another_column_cannot_be_read(provider: CryptoProvider) -> None:
    with pytest.raises(DecryptionError):
        provider.decrypt(provider.encrypt(PLAIN, AAD), b"households_paymentaccount.number")


def test_either_suite_reads_what_the_other_wrote(ring: KeyRing) -> None:
    assert Intl(ring).decrypt(Gm(ring).encrypt(PLAIN, AAD), AAD) == PLAIN
    assert Gm(ring).decrypt(Intl(ring).encrypt(PLAIN, AAD), AAD) == PLAIN


def test_ciphertext_names_suite_and_key(provider: CryptoProvider, ring: KeyRing) -> None:
    stored = provider.encrypt(PLAIN, AAD)
    assert stored[0] == {"gm": 1, "intl": 2}[provider.suite]
    assert stored[1:5] == ring.active(Purpose.ENCRYPTION).id
    assert len(stored) == 5 + 12 + len(PLAIN) + 16


def test_new_key_for_new_texts_and_the_old_one_for_old(provider: CryptoProvider, ring: KeyRing) -> None:
    old = provider.encrypt(PLAIN, AAD)
    key = ring.add(Purpose.ENCRYPTION)
    new = provider.encrypt(PLAIN, AAD)
    assert new[1:5] == key.id != old[1:5]
    assert provider.decrypt(old, AAD) == provider.decrypt(new, AAD) == PLAIN


def test_text_whose_key_is_gone_says_which(provider: CryptoProvider, ring: KeyRing) -> None:
    old = provider.encrypt(PLAIN, AAD)
    ring.add(Purpose.ENCRYPTION)
    (ring.folder / "encryption-0001.key").unlink()
    ring.add(Purpose.ENCRYPTION)  # running processes keep the keys that they have read; this reads them again
    with pytest.raises(DecryptionError, match=f"no key file with id {old[1:5].hex()}"):
        provider.decrypt(old, AAD)


def test_mac_depends_on_key_message_and_suite(ring: KeyRing, tmp_path: Path) -> None:
    others = KeyRing(tmp_path / "others")
    macs = {Gm(ring).mac(b"a"), Gm(ring).mac(b"b"), Intl(ring).mac(b"a"), Gm(others).mac(b"a"), Gm(ring).digest(b"a")}
    assert len(macs) == 5
    assert {len(mac) for mac in macs} == {32}
    assert Gm(ring).mac(b"a") == Gm(ring).mac(b"a")


def test_provider_follows_the_settings(settings: object, tmp_path: Path) -> None:
    settings.DOUDI_KEYS_DIR = tmp_path / os.urandom(4).hex()  # type: ignore[attr-defined]
    for suite in ("gm", "intl"):
        settings.DOUDI_CRYPTO = suite  # type: ignore[attr-defined]
        assert crypto.provider().suite == suite
        assert crypto.provider() is crypto.provider()


def test_unknown_suite_is_refused(settings: object) -> None:
    settings.DOUDI_CRYPTO = "rot13"  # type: ignore[attr-defined]
    with pytest.raises(ValueError, match="gm or intl"):
        crypto.provider()
