"""The blind index: equal values give equal bytes, and without the key nobody can guess which value it was."""

import unicodedata

from doudi.vault.crypto import provider

DOMAINS = frozenset({"id", "account", "phone"})


def blind_index(domain: str, value: str) -> bytes:
    """32 bytes to search a value by, under the index key; the domain keeps equal digits of different kinds apart.

    Writing differences that mean nothing are levelled first: full-width digits, blanks and hyphens, a small x,
    +86 before a telephone number. Raises `ValueError` for a domain that isn't named in `DOMAINS`.
    """
    if domain not in DOMAINS:
        raise ValueError(f"no blind index for {domain!r}, only {', '.join(sorted(DOMAINS))}")
    return provider().mac(f"{domain}\0{normal(domain, value)}".encode())


def normal(domain: str, value: str) -> str:
    """The one writing of a value that its index is taken of."""
    plain = "".join(unicodedata.normalize("NFKC", value).upper().split()).replace("-", "")
    return plain.removeprefix("+86") if domain == "phone" else plain
