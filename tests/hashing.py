"""Passwords of the cast: argon2 as in the product, with the least work, since tests make hundreds of people."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class QuickArgon2(Argon2PasswordHasher):
    """Argon2id once over a few blocks."""

    time_cost = 1
    memory_cost = 8
    parallelism = 1
