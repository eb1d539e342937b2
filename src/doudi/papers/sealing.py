"""Bytes sealed for the database, each bound to its place: table, column and row."""

import logging

from doudi.vault.crypto import DecryptionError, provider

log = logging.getLogger("doudi.papers")


class Unreadable(Exception):
    """Sealed bytes were changed or their key is gone; the text is the sentence for the screen."""


def seal(body: bytes, place: str) -> bytes:
    """Ciphertext that can be opened only for the same place, as `papers_paperbody.pdf/<number>`."""
    return provider().encrypt(body, place.encode())


def unseal(stored: bytes | memoryview, place: str) -> bytes:
    """The bytes of a place. Errors: Unreadable, reported to the logger without the content."""
    try:
        return provider().decrypt(bytes(stored), place.encode())
    except DecryptionError as reason:
        log.error("%s cannot be decrypted: %s", place, reason)
        raise Unreadable("无法解密") from reason
