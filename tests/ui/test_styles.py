"""Our style sheets: plain CSS of the browser floor, small, colours by meaning, text that can be read."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

import doudi.ui

STATIC = Path(doudi.ui.__file__).parent / "static" / "ui"
SHEETS = sorted(STATIC.glob("*.css"))
NEWER = (
    ":has(",
    "@layer",
    "oklch",
    "oklab",
    "color-mix",
    "@container",
    "@scope",
    "@property",
    "subgrid",
    "inset:",
    "dvh",
)


def rules(text: str) -> Iterator[tuple[str, list[str]]]:
    """Every block's head with the heads it lies in; fails on unbalanced braces."""
    inside: list[str] = []
    head = ""
    for sign in re.sub(r"/\*.*?\*/|\"[^\"]*\"", "", text, flags=re.S):
        if sign == "{":
            inside.append(head.strip())
            yield inside[-1], inside[:-1]
            head = ""
        elif sign == "}":
            inside.pop()
            head = ""
        elif sign == ";":
            head = ""
        else:
            head += sign
    assert inside == []
    assert head.strip() == ""


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_nothing_newer_than_the_browser_floor(sheet: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.S)
    assert not [each for each in NEWER if each in text]
    for head, around in rules(text):
        assert all(each.startswith("@") for each in around), f"nesting: {around} {head}"
        assert "&" not in head
    assert len(text.splitlines()) <= 400


def test_all_sheets_together_stay_small() -> None:
    whole = b"\n".join(sheet.read_bytes() for sheet in SHEETS)
    assert len(gzip.compress(whole, 9)) <= 15 * 1024


def test_scripts_are_few_and_small() -> None:
    scripts = sorted(STATIC.glob("*.js"))
    assert [path.name for path in scripts] == ["desk.js", "signing.js", "speak.js"]
    assert sum(path.stat().st_size for path in scripts) < 9216
    assert not [
        path for path in scripts if re.search(r"\beval\(|innerHTML|localStorage|sessionStorage", path.read_text())
    ]


@pytest.mark.parametrize(
    "sheet", [s for s in SHEETS if s.name not in {"tokens.css", "print.css"}], ids=lambda p: p.name
)
def test_colours_are_named_by_what_they_mean(sheet: Path) -> None:
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?![^{]*\{)|rgba?\(", sheet.read_text(encoding="utf-8")) == []


def test_every_name_used_is_defined() -> None:
    text = "".join(sheet.read_text(encoding="utf-8") for sheet in SHEETS)
    used, defined = set(re.findall(r"var\((--[\w-]+)", text)), set(re.findall(r"(--[\w-]+)\s*:", text))
    assert used - defined == set()


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_text_can_be_read_on_every_ground() -> None:
    tokens = dict(re.findall(r"(--[\w-]+):\s*(#[0-9a-f]{6})", (STATIC / "tokens.css").read_text(encoding="utf-8")))
    inks = ["--text", "--text-quiet", "--action", "--action-strong", "--late", "--soon", "--paid", "--settled"]
    grounds = ["--surface-page", "--surface", "--surface-sunk", *(name for name in tokens if name.endswith("-wash"))]
    for ink in inks:
        for ground in grounds:
            light, dark = sorted((luminance(tokens[ink]), luminance(tokens[ground])), reverse=True)
            assert (light + 0.05) / (dark + 0.05) >= 4.5, (ink, ground)


def test_the_files_that_pages_name_are_there() -> None:
    templates = Path(doudi.ui.__file__).parent / "templates"
    named = {
        name
        for path in templates.rglob("*.html")
        for name in re.findall(r"{% asset '([^']+)' %}", path.read_text(encoding="utf-8"))
    }
    assert {"css/bootstrap.min.css", "django_htmx/htmx-2.min.js", "ui/tokens.css"} <= named
    assert [name for name in named if not finders.find(name)] == []
    assert [sheet.name for sheet in SHEETS if f"ui/{sheet.name}" not in named] == []
