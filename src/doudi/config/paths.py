"""Where this checkout keeps what it makes: data, keys, fonts, logs."""

import os
from pathlib import Path


def var() -> Path:
    """The folder for everything made at run time: `DOUDI_VAR`, else `var` beside pyproject.toml, else under cwd."""
    if given := os.environ.get("DOUDI_VAR"):
        return Path(given)
    for folder in Path(__file__).resolve().parents:
        if (folder / "pyproject.toml").is_file():
            return folder / "var"
    return Path.cwd() / "var"
