"""How an ID number, an account and a telephone number are shown to those who need not see them whole."""

from doudi.vault.fields import Unreadable


def mask_id(value: str) -> str:
    """公民身份号码: the six digits of the place and the last four: 140502********1234."""
    return _mask(value, head=6, tail=4)


def mask_account(value: str) -> str:
    """银行账号: the first and last four and always eight stars, so that the length stays hidden: 6239********4821."""
    return _mask(value, head=4, tail=4, stars=8)


def mask_phone(value: str) -> str:
    """电话: the first three and the last four: 139****5678."""
    return _mask(value, head=3, tail=4)


def _mask(value: str, *, head: int, tail: int, stars: int = 0) -> str:
    if isinstance(value, Unreadable):
        return value
    hidden = len(value) - head - tail
    if hidden < 4:  # too short for its kind: whatever it is, show nothing of it
        return "*" * len(value)
    return value[:head] + "*" * (stars or hidden) + value[-tail:]
