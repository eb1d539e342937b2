"""Ed25519 signatures of the log: the private key stays in its file, the public one goes with every export."""

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key

from doudi.vault.keys import Key, KeyRing, Purpose


class Signer:
    """The newest log-signing key of a folder, made on first use."""

    def __init__(self, keys: KeyRing) -> None:
        self._private = _private(keys.active(Purpose.LOG_SIGNING))

    @property
    def public_key(self) -> str:
        """The public half: 32 bytes in hex."""
        return _hex(self._private.public_key())

    def sign(self, message: bytes) -> str:
        """64 bytes in hex."""
        return self._private.sign(message).hex()


def is_signed(public_key: str, signature: str, message: bytes) -> bool:
    """Whether `signature` (hex) over `message` was made with the private half of `public_key` (hex)."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key)).verify(bytes.fromhex(signature), message)
    except (InvalidSignature, ValueError):
        return False
    return True


def public_keys(keys: KeyRing) -> dict[str, str]:
    """Every log-signing key on file: hex of the public half → the same as PEM."""
    found = [_private(key).public_key() for key in keys.all(Purpose.LOG_SIGNING)]
    return {_hex(key): key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode() for key in found}


def public_key_in(pem: str) -> str | None:
    """The public key of a PEM text, in hex; None when it is no Ed25519 key."""
    try:
        key = load_pem_public_key(pem.encode())
    except (ValueError, UnsupportedAlgorithm):
        return None
    return _hex(key) if isinstance(key, Ed25519PublicKey) else None


def _private(key: Key) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(key.secret)


def _hex(key: Ed25519PublicKey) -> str:
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw).hex()
