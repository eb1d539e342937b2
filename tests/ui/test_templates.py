"""Every template of the room is rendered; none breaks the strict policy or the rules of access for all."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.contrib.messages.storage.base import Message
from django.template import engines
from django.template.loader import render_to_string
from django.test.signals import template_rendered

import doudi.ui
from doudi.ui.templatetags import doudi_ui
from ui import specimen
from ui.specimen import TODAY, WRONG, ApplicationForm, Incomes, posted, request

ROOT = Path(doudi.ui.__file__).parent
TEMPLATES = ROOT / "templates"
ERRORS = ("400", "403", "403_csrf", "404", "500", "ui/409", "ui/410", "ui/429")
VOID = {"input", "meta", "link", "br", "img", "hr"}


def pages() -> Iterator[tuple[str, str]]:
    """Every page of the specimen and every base page of the room."""
    wrong = posted(WRONG)
    bound = {"form": ApplicationForm(wrong, on=TODAY), "lines": Incomes(wrong, prefix="income")}
    fresh = {"form": ApplicationForm(on=TODAY), "lines": Incomes(prefix="income")}
    said = [Message(25, "已保存"), Message(40, "<b>没有保存</b>")]
    for name in ("desk", "case", "list", "parts"):
        yield name, specimen.render(name, **bound, messages=said)
    yield "elder", specimen.render("desk", elder=True, complaint_phone="0356-0000000", keys_off=True)
    yield "form", specimen.render("form", **bound)
    yield "blank", specimen.render("form", **fresh, demo_day=None)
    yield "login", render_to_string("ui/login.html", {"form": ApplicationForm(on=TODAY), "next": "/x/"}, request())
    kept = {"typed": {"shown": ["写了很久"], "fields": [("note", "写了很久")], "path": "/x/", "had_files": False}}
    yield "kept", render_to_string("403_csrf.html", kept, request())
    for name in ERRORS:
        changes = {"changes": ["常慧 09:58 改过“存款”"], "back": "/cases/1/"}
        yield name, render_to_string(f"{name}.html", changes, request())


@pytest.fixture(scope="module")
def rendered() -> dict[str, str]:
    """All pages once."""
    return dict(pages())


class Reader(HTMLParser):
    """Collects tags with their attributes and checks that they close in order."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.faults: list[str] = []
        self.within_labels: list[dict[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self.faults.append(f"attribute twice: {tag} {names}")
        self.tags.append((tag, dict(attrs)))
        if "label" in self.open:
            self.within_labels.append(dict(attrs))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"closes out of order: {tag}")


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader


def test_every_template_of_the_room_is_rendered() -> None:
    seen: set[str] = set()

    def note(template: Any, **_: Any) -> None:
        seen.add(template.name or "")

    template_rendered.connect(note)
    try:
        for _name, html in pages():
            assert html
        str(ApplicationForm(on=TODAY))
        render_to_string("ui/form.html", {"form": ApplicationForm(on=TODAY)})
    finally:
        template_rendered.disconnect(note)
    every = {str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html")}
    assert every - seen == set()


def test_no_page_breaks_the_strict_policy(rendered: dict[str, str]) -> None:
    for name, html in rendered.items():
        for tag, attrs in read(html).tags:
            assert "style" not in attrs, (name, tag)
            assert not [each for each in attrs if each.startswith("on") or each.startswith("hx-on")], (name, tag)
            assert tag != "style", name
            assert tag != "script" or attrs.get("src"), name
            assert not str(attrs.get("href", "")).startswith("javascript:"), name


def test_templates_on_disk_hold_no_inline_style_or_script() -> None:
    for path in TEMPLATES.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"""\sstyle=|<style|\son\w+=|<script(?![^>]*\ssrc=)""", text), path
        assert "|safe" not in text, path


def test_pages_are_well_formed_and_ids_are_unique(rendered: dict[str, str]) -> None:
    for name, html in rendered.items():
        reader = read(html)
        assert reader.faults == [], name
        assert reader.open == [], name
        ids = [attrs["id"] for _, attrs in reader.tags if attrs.get("id")]
        twice = {each for each in ids if ids.count(each) > 1}
        assert twice == set(), (name, twice)


def test_every_field_has_a_name_for_those_who_listen(rendered: dict[str, str]) -> None:
    for name, html in rendered.items():
        reader = read(html)
        labelled = {attrs["for"] for tag, attrs in reader.tags if tag == "label" and attrs.get("for")}
        for tag, attrs in reader.tags:
            if tag in {"input", "select", "textarea"} and attrs.get("type") != "hidden":
                named = attrs.get("id") in labelled or attrs.get("aria-label") or attrs in reader.within_labels
                assert named, (name, tag, attrs)


def test_every_described_field_has_its_description(rendered: dict[str, str]) -> None:
    for name, html in rendered.items():
        tags = read(html).tags
        ids = {attrs.get("id") for _, attrs in tags}
        for _, attrs in tags:
            for key in ("aria-describedby", "aria-labelledby"):
                for each in (attrs.get(key) or "").split():
                    assert each in ids, (name, each)


def test_pages_say_their_language_title_and_stay_out_of_search_engines(rendered: dict[str, str]) -> None:
    for name, html in rendered.items():
        assert f'<html lang="zh-CN"{" data-elder data-keys-off" if name == "elder" else ""}>' in html, name
        title = re.search(r"<title>(.*?)</title>", html)
        assert title, name
        assert title[1].endswith(" · 兜底"), name
        assert '<meta name="robots" content="noindex, nofollow">' in html, name


def test_the_title_says_first_that_something_is_wrong(rendered: dict[str, str]) -> None:
    assert "<title>错误：登记申请" in rendered["form"]
    assert "<title>登记申请" in rendered["blank"]


def test_the_summary_takes_the_focus_without_scripts(rendered: dict[str, str]) -> None:
    assert 'role="alert" tabindex="-1" autofocus' in rendered["form"]
    assert "autofocus" not in rendered["blank"]


def test_a_button_not_yet_possible_says_why(rendered: dict[str, str]) -> None:
    grey = '<span class="btn-not-yet" tabindex="0" role="button" aria-disabled="true">提交审核<small>还差 1 项采信理由</small></span>'
    assert grey in rendered["case"]


def test_an_act_without_questions_is_a_post_with_a_token() -> None:
    page = engines["django"].from_string("{% actionbar bar %}")
    html = page.render({"bar": specimen.BAR}, request())
    form = re.search(r'<form method="post" action="/cases/4/withdraw/">(.*?)</form>', html)
    assert form
    assert "csrfmiddlewaretoken" in form[1]
    assert '<input type="hidden" name="version" value="7">' in form[1]


def test_words_from_outside_are_escaped(rendered: dict[str, str]) -> None:
    assert "&lt;b&gt;没有保存&lt;/b&gt;" in rendered["desk"]
    html = specimen.render("desk", watermark="<script>alert(1)</script>")
    assert "<script>alert" not in html


def test_days_carry_the_year_of_another_year(rendered: dict[str, str]) -> None:
    assert "2025-12-31" in rendered["case"]
    assert "<b>11-19</b>周四 16:20" in rendered["case"]


def test_masks_are_those_of_the_vault(rendered: dict[str, str]) -> None:
    assert "140502********1234" in rendered["case"]
    assert "6239********4821" in rendered["case"]
    assert "196501011234" not in rendered["case"]


def test_the_demo_day_is_moved_by_those_who_may(rendered: dict[str, str]) -> None:
    assert 'name="move" value="working"' in rendered["parts"]
    still = specimen.render("desk", demo_day=specimen.DemoDay(TODAY, "/demo/day/"))
    assert "由系统管理员移动日期" in still
    assert 'name="move"' not in still
    assert "demoband" not in rendered["blank"]


def test_icons_are_those_drawn() -> None:
    drawn = set(re.findall(r'<symbol id="([^"]+)"', (ROOT / "static/ui/icons.svg").read_text()))
    assert drawn == doudi_ui.ICONS
    with pytest.raises(KeyError):
        doudi_ui.icon("smiley")


def test_htmx_keeps_nothing_and_evaluates_nothing(rendered: dict[str, str]) -> None:
    config = re.search(r"name=\"htmx-config\" content='([^']+)'", rendered["desk"])
    assert config
    for wanted in ('"allowEval":false', '"includeIndicatorStyles":false', '"historyCacheSize":0'):
        assert wanted in config[1]
