"""Chinese faces for papers: the system's, else Debian's package unpacked under var/fonts, else the wheel's.

Only static faces will do: Typst sets a variable font in its thinnest weight.
"""

import importlib.util
import shutil
import subprocess
import tempfile
from pathlib import Path

from doudi.config import paths as places

SYSTEM = Path("/usr/share/fonts/opentype/noto")
FACES = "Noto*CJK*.ttc"
PACKAGE = "fonts-noto-cjk"
WHEEL = "noto_cjk_sans_otc"
PATIENCE = 180  # seconds for a download of 60 MB


def paths() -> list[Path]:
    """The folders with Chinese faces that exist now, best first; empty before `provide`. Downloads nothing."""
    return [folder for folder in (SYSTEM, _own(), *_wheel()) if any(folder.glob(FACES))]


def provide() -> Path:
    """A folder with Chinese faces where the settings look for them, fetched or copied on first use.

    Raises `FileNotFoundError` when no source has one.
    """
    for folder in (SYSTEM, _own()):
        if any(folder.glob(FACES)):
            return folder
    if not _from_debian():
        _from_wheel()
    return _own()


def _own() -> Path:
    return places.var().resolve() / "fonts"


def _wheel() -> list[Path]:
    spec = importlib.util.find_spec(WHEEL)
    return [Path(place) for place in (spec and spec.submodule_search_locations) or []]


def _from_debian() -> bool:
    """Fetch Debian's package, whose signature apt checks, and unpack it without root; False when it can't be had."""
    if not (shutil.which("apt-get") and shutil.which("dpkg-deb")):
        return False
    with tempfile.TemporaryDirectory() as folder:
        try:
            for command in (["apt-get", "download", "--quiet", PACKAGE], ["sh", "-c", "dpkg-deb --extract *.deb ."]):
                subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=PATIENCE)  # noqa: S603
        except (subprocess.SubprocessError, OSError):
            return False
        return _take(Path(folder) / SYSTEM.relative_to("/"))


def _from_wheel() -> None:
    if not any(_take(folder) for folder in _wheel()):
        raise FileNotFoundError("没有找到中文字体：系统、Debian 软件包和 noto-cjk-sans-otc 里都没有。")


def _take(folder: Path) -> bool:
    """Copy the faces of a folder to var/fonts, each whole or not at all."""
    _own().mkdir(parents=True, exist_ok=True)
    faces = sorted(folder.glob(FACES))
    for face in faces:
        half = _own() / f"{face.name}.new"
        shutil.copyfile(face, half)
        half.replace(_own() / face.name)
    return bool(faces)
