"""One interface for encryption, MAC and digest with two suites: SM4, SM3 by default, AES and SHA-256 by setting."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers import Cipher, CipherAlgorithm, algorithms, modes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from doudi.vault.keys import ID_BYTES, Key, KeyRing, Purpose

NONCE_BYTES = 12
TAG_BYTES = 16
HEADER_BYTES = 1 + ID_BYTES


class DecryptionError(Exception):
    """A ciphertext cannot be read; the text says why, never what it holds."""


class CryptoProvider(Protocol):
    """What the product asks of cryptography; certified modules fit in behind the same five names."""

    @property
    def suite(self) -> str: ...

    def encrypt(self, plain: bytes, aad: bytes) -> bytes:
        """Ciphertext with suite, key id, nonce and tag; `aad` (table.column) must be given again to read it."""
        ...

    def decrypt(self, stored: bytes, aad: bytes) -> bytes:
        """The plain bytes of a ciphertext of either suite and any key on file. Raises `DecryptionError`."""
        ...

    def mac(self, message: bytes) -> bytes:
        """32 bytes under the index key: equal for equal messages, meaningless without the key."""
        ...

    def digest(self, message: bytes) -> bytes:
        """32 bytes, without a key."""
        ...


@dataclass(frozen=True)
class Suite:
    """The algorithms of one name; `number` opens every ciphertext made with it."""

    name: str
    number: int
    cipher: Callable[[bytes], CipherAlgorithm]
    cipher_key_bytes: int
    hash: Callable[[], hashes.HashAlgorithm]

    def key_for(self, use: str, key: Key) -> bytes:
        """A key of this suite alone, drawn from the one on file, which never enters an algorithm itself."""
        length = self.cipher_key_bytes if use == "encrypt" else self.hash().digest_size
        return HKDF(self.hash(), length, salt=None, info=f"doudi {self.name} {use}".encode()).derive(key.secret)


GM = Suite("gm", 1, algorithms.SM4, 16, hashes.SM3)
INTL = Suite("intl", 2, algorithms.AES256, 32, hashes.SHA256)
SUITES = {suite.name: suite for suite in (GM, INTL)}


class SoftwareProvider:
    """A suite computed by the `cryptography` library with the keys of one folder."""

    def __init__(self, suite: Suite, keys: KeyRing) -> None:
        self._suite = suite
        self._keys = keys
        self._derive = cache(lambda suite, use, key: suite.key_for(use, key))

    @property
    def suite(self) -> str:
        return self._suite.name

    def encrypt(self, plain: bytes, aad: bytes) -> bytes:
        key = self._keys.active(Purpose.ENCRYPTION)
        header = bytes([self._suite.number]) + key.id
        nonce = os.urandom(NONCE_BYTES)
        cipher = Cipher(self._suite.cipher(self._derive(self._suite, "encrypt", key)), modes.GCM(nonce)).encryptor()
        cipher.authenticate_additional_data(header + aad)
        return header + nonce + cipher.update(plain) + cipher.finalize() + cipher.tag

    def decrypt(self, stored: bytes, aad: bytes) -> bytes:
        if len(stored) < HEADER_BYTES + NONCE_BYTES + TAG_BYTES:
            raise DecryptionError("shorter than any ciphertext")
        suite = next((suite for suite in SUITES.values() if suite.number == stored[0]), None)
        if suite is None:
            raise DecryptionError(f"unknown suite {stored[0]}")
        header, key_id = stored[:HEADER_BYTES], stored[1:HEADER_BYTES]
        key = self._keys.find(Purpose.ENCRYPTION, key_id)
        if key is None:
            raise DecryptionError(f"no key file with id {key_id.hex()}")
        nonce, body = stored[HEADER_BYTES : HEADER_BYTES + NONCE_BYTES], stored[HEADER_BYTES + NONCE_BYTES : -TAG_BYTES]
        mode = modes.GCM(nonce, stored[-TAG_BYTES:])
        cipher = Cipher(suite.cipher(self._derive(suite, "encrypt", key)), mode).decryptor()
        cipher.authenticate_additional_data(header + aad)
        try:
            return cipher.update(body) + cipher.finalize()
        except InvalidTag as error:
            raise DecryptionError("changed since it was written, or written for another column") from error

    def mac(self, message: bytes) -> bytes:
        key = self._derive(self._suite, "index", self._keys.active(Purpose.INDEX))
        signer = hmac.HMAC(key, self._suite.hash())
        signer.update(message)
        return signer.finalize()

    def digest(self, message: bytes) -> bytes:
        digest = hashes.Hash(self._suite.hash())
        digest.update(message)
        return digest.finalize()


class Gm(SoftwareProvider):
    """SM4-GCM, HMAC-SM3, SM3."""

    def __init__(self, keys: KeyRing) -> None:
        super().__init__(GM, keys)


class Intl(SoftwareProvider):
    """AES-256-GCM, HMAC-SHA-256, SHA-256."""

    def __init__(self, keys: KeyRing) -> None:
        super().__init__(INTL, keys)


def keyring() -> KeyRing:
    """The key files of the folder that the settings name."""
    return _keyring(settings.DOUDI_KEYS_DIR)


@cache
def _keyring(folder: Path) -> KeyRing:
    return KeyRing(Path(folder))


def provider() -> CryptoProvider:
    """The provider that the settings name (DOUDI_CRYPTO, DOUDI_KEYS_DIR)."""
    return _provider(settings.DOUDI_CRYPTO, keyring())


@cache
def _provider(suite: str, keys: KeyRing) -> CryptoProvider:
    made = {"gm": Gm, "intl": Intl}.get(suite)
    if made is None:
        raise ValueError(f"DOUDI_CRYPTO: gm or intl, not {suite!r}")
    return made(keys)
