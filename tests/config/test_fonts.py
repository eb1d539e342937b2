"""Chinese faces: where they come from, and that Typst sets Chinese with them."""

import io
import shutil
from pathlib import Path

import pytest
import typst
from pypdf import PdfReader

from doudi.config import fonts

NO_SUCH = Path("/nowhere/noto")


def typeset(folder: Path) -> tuple[str, set[str]]:
    """The text of a page set with the faces of one folder, and the names of the faces embedded in it."""
    source = '#set text(font: "Noto Sans CJK SC", lang: "zh")\n最低生活保障、特困人员救助供养'.encode()
    pdf = typst.compile(source, font_paths=[folder], ignore_system_fonts=True, pdf_standards="a-2b")
    assert pdf is not None
    page = PdfReader(io.BytesIO(pdf)).pages[0]
    faces = page["/Resources"]["/Font"].values()
    return page.extract_text(), {face.get_object()["/BaseFont"].split("+")[-1] for face in faces}


def fake_face(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "NotoSansCJK-Regular.ttc").write_bytes(b"face")
    return folder


def test_typst_sets_chinese_with_the_faces_of_this_machine() -> None:
    text, faces = typeset(fonts.paths()[0])
    assert text.strip() == "最低生活保障、特困人员救助供养"
    assert {face.removesuffix("-Identity-H") for face in faces} == {"NotoSansCJKsc-Regular"}


def test_faces_of_the_system_are_used_as_they_are(
    own_var: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fonts, "SYSTEM", fake_face(tmp_path / "noto"))
    assert fonts.provide() == tmp_path / "noto"
    assert fonts.paths()[0] == tmp_path / "noto"
    assert not (own_var / "fonts").exists()


def test_package_of_debian_is_unpacked_without_root(
    own_var: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fonts, "SYSTEM", NO_SUCH)
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "apt-get").write_text('#!/bin/sh\n[ "$1 $3" = "download fonts-noto-cjk" ] && : > it.deb\n')
    (tools / "dpkg-deb").write_text(
        "#!/bin/sh\nmkdir -p nowhere/noto && echo face > nowhere/noto/NotoSansCJK-Bold.ttc\n"
    )
    for tool in tools.iterdir():
        tool.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tools}:/usr/bin:/bin")
    assert fonts.provide() == own_var / "fonts"
    assert [face.name for face in (own_var / "fonts").iterdir()] == ["NotoSansCJK-Bold.ttc"]
    (tools / "apt-get").write_text("#!/bin/sh\nexit 100\n")
    assert fonts.provide() == own_var / "fonts"


@pytest.mark.parametrize("trouble", ["no apt", "apt fails"])
def test_wheel_serves_where_debian_cannot(
    own_var: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trouble: str
) -> None:
    monkeypatch.setattr(fonts, "SYSTEM", NO_SUCH)
    if trouble == "no apt":
        monkeypatch.setattr(shutil, "which", lambda _: None)
    else:
        (tmp_path / "apt-get").write_text("#!/bin/sh\nexit 100\n")
        (tmp_path / "apt-get").chmod(0o755)
        monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    assert fonts.provide() == own_var / "fonts"
    text, faces = typeset(own_var / "fonts")
    assert "特困人员" in text
    assert {face.removesuffix("-Identity-H") for face in faces} == {"NotoSansCJKsc-Regular"}


def test_no_source_at_all_is_said(own_var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "SYSTEM", NO_SUCH)
    monkeypatch.setattr(fonts, "WHEEL", "no_such_wheel")
    monkeypatch.setattr(shutil, "which", lambda _: None)
    assert fonts.paths() == []
    with pytest.raises(FileNotFoundError, match="没有找到中文字体"):
        fonts.provide()
