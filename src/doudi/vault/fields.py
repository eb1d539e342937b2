"""A model field whose text is encrypted in the database and plain in Python."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Lookup, Transform
from django.db.models.expressions import Expression

from doudi.vault.crypto import DecryptionError, provider

UNREADABLE = "无法解密"

if TYPE_CHECKING:
    Column = models.Field[str, str]
else:
    Column = models.Field  # takes no type arguments at run time

log = logging.getLogger("doudi.vault")


class Unreadable(str):
    """What a value reads as that cannot be decrypted: the word for the screen, and the bytes as they lie there."""

    __slots__ = ("stored",)
    stored: bytes

    def __new__(cls, stored: bytes) -> Unreadable:
        made = super().__new__(cls, UNREADABLE)
        made.stored = stored
        return made

    def __deepcopy__(self, memo: dict[int, Any]) -> Unreadable:
        return self

    def __reduce__(self) -> tuple[type[Unreadable], tuple[bytes]]:
        return (Unreadable, (self.stored,))


class EncryptedTextField(Column):
    """密文字段: str in Python, ciphertext bound to its table and column in the database; cannot be searched or sorted.

    Equality search goes by a column of `doudi.vault.index.blind_index` beside it. A changed value reads as 无法解密 and
    is reported to the logger `doudi.vault`; writing such a row back leaves the stored bytes as they were. Not for null:
    no text is the empty text, which is encrypted too.
    """

    def get_internal_type(self) -> str:
        return "BinaryField"

    def get_lookup(self, lookup_name: str) -> type[Lookup[Any]] | None:
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None

    def get_transform(self, lookup_name: str) -> type[Transform] | None:
        return None

    def get_prep_value(self, value: Any) -> Any:
        if value is None or isinstance(value, str | Expression):
            return value
        raise TypeError(f"{self.name}: text is encrypted, not {type(value).__name__}")

    def get_db_prep_value(self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False) -> Any:
        if isinstance(value, Unreadable):
            return value.stored
        text = value if prepared else self.get_prep_value(value)
        return provider().encrypt(text.encode(), self._aad()) if isinstance(text, str) else text

    def from_db_value(self, value: Any, expression: Expression, connection: BaseDatabaseWrapper) -> str | None:
        return None if value is None else self.plain(bytes(value))

    def plain(self, stored: bytes) -> str:
        """The text of a ciphertext of this column; `Unreadable` where it can't be decrypted."""
        try:
            return provider().decrypt(stored, self._aad()).decode()
        except DecryptionError as reason:
            log.error("%s cannot be decrypted: %s", self._aad().decode(), reason)
            return Unreadable(stored)

    def _aad(self) -> bytes:
        return f"{self.model._meta.db_table}.{self.column}".encode()
