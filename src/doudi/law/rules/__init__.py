"""The rules of eligibility and amount, written once: read members, income, property, then the amounts."""

from doudi.law.rules import allowance, grace, hardship, income, members, obligors, property_limits, single, supplements

__all__ = [
    "allowance",
    "grace",
    "hardship",
    "income",
    "members",
    "obligors",
    "property_limits",
    "single",
    "supplements",
]
