"""What a verb needs before its work: Django, and rooms that are loaded only when asked for."""

import importlib
import os
from types import ModuleType


def django() -> None:
    """Set Django up with the product's settings; calling it twice does no harm."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "doudi.config.settings")
    importlib.import_module("django").setup()


def load(module: str) -> ModuleType:
    """A module by its dotted name, such as `doudi.payments.actions`, imported at the moment it is needed."""
    return importlib.import_module(module)
