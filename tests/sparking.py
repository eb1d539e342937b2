"""Spark for the tests that need it: they are skipped where it isn't installed, and fail there under `make nightly`."""

import os

import pytest

from doudi.engine.run import start
from doudi.engine.scripts import NotHere, Runner


def spark() -> Runner:
    """A runner of Spark, or no test."""
    try:
        return start("spark")
    except NotHere as missing:
        if os.environ.get("DOUDI_SPARK") == "1":
            raise
        pytest.skip(str(missing))
