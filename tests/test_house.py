"""The project inspects itself: doors guarded, steps paged, papers printed, arrows kept, files small."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from doudi.accounts.access import PERMISSIONS
from doudi.audit.verbs import SENTENCES, Verb
from doudi.desk.casework import OWN_PAGES
from doudi.desk.frame import MENU
from doudi.desk.pages.sheets import SHEETS
from doudi.desk.printable import PRINTABLE
from doudi.law.papers import PaperKind
from doudi.law.procedures.registry import ALL, steps_by_code
from doudi.papers.catalogue import CONTENTS
from doudi.papers.forms.catalogue import FORMS, LAYOUTS
from doudi.papers.forms.word import PACKAGED, WORD

ROOT = Path(__file__).resolve().parents[1]
SRC = ROOT / "src" / "doudi"
MODULES = [file for file in SRC.rglob("*.py") if "migrations" not in file.parts]
TEMPLATES = list(SRC.rglob("templates/**/*.html"))
OPEN_DOORS = 13  # pages without a log-in; one more is a decision, not an accident


def routes(resolver: URLResolver | None = None) -> Iterator[URLPattern]:
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from routes(entry)
        else:
            yield entry


def test_every_route_names_its_permission() -> None:
    unnamed = [route.name for route in routes() if not hasattr(route.callback, "permission")]
    assert unnamed == []
    named = {route.callback.permission for route in routes()} - {""}  # type: ignore[attr-defined]
    assert named <= set(PERMISSIONS)


def test_open_doors_are_few() -> None:
    opened = [route.name for route in routes() if route.callback.permission == ""]  # type: ignore[attr-defined]
    assert len(opened) <= OPEN_DOORS, opened


def test_every_permission_is_used() -> None:
    text = "\n".join(file.read_text() for file in MODULES)
    assert [name for name in PERMISSIONS if f'"{name}"' not in text.replace(f'"{name}": ', "")] == []


def test_every_step_has_a_page() -> None:
    assert set(steps_by_code()) == set(SHEETS) | set(OWN_PAGES)
    assert set(SHEETS).isdisjoint(OWN_PAGES)


@pytest.mark.parametrize("procedure", ALL, ids=lambda each: each.code)
def test_every_paper_served_has_a_template(procedure) -> None:
    served = {paper for step in procedure.steps for paper in step.serves}
    assert served <= set(CONTENTS)


def test_every_numbered_paper_has_a_template() -> None:
    assert set(CONTENTS) == {kind for kind in PaperKind if kind.mark}
    marks = [kind.mark for kind in CONTENTS]
    assert len(set(marks)) == len(marks)
    for kind in CONTENTS:
        assert (SRC / "papers" / "templates" / f"{kind.value}.typ").is_file(), kind


def test_every_form_is_laid_out_and_every_word_template_is_packaged() -> None:
    assert set(FORMS) == set(LAYOUTS)
    assert set(FORMS).isdisjoint(CONTENTS)
    assert set(PRINTABLE) == set(FORMS) - {PaperKind.PAYMENT_LIST, PaperKind.DELEGATION}
    assert set(WORD) <= set(FORMS) | set(CONTENTS)
    assert {file.stem for file in PACKAGED.glob("*.docx")} == {kind.value for kind in WORD}


def test_every_verb_has_a_sentence() -> None:
    assert set(SENTENCES) == set(Verb)


def test_every_verb_is_written() -> None:
    text = "\n".join(file.read_text() for file in MODULES if file.name != "verbs.py")
    later = {
        Verb.CASE_DECIDED,
        Verb.CASE_OBJECTION,
        Verb.PAPER_ISSUED,
        Verb.FILE_STORED,
        Verb.AWARD_CHANGED,
        Verb.ACCESS_EXPORTED,
    }
    assert {verb for verb in Verb if f"Verb.{verb.name}" not in text} <= later


def test_every_template_is_used() -> None:
    text = "\n".join(file.read_text() for file in [*MODULES, *TEMPLATES])
    by_django = {"400.html", "403.html", "403_csrf.html", "404.html", "500.html"}
    for file in TEMPLATES:
        name = str(file).split("/templates/")[1]
        assert name in by_django or f'"{name}"' in text, name


def test_the_menu_leads_to_pages() -> None:
    assert {route for _group, _label, route, _may in MENU} <= {
        f"{space}:{route.name}" for space in ("desk", "portal") for route in routes()
    }
    assert {permission for *_rest, permission in MENU} <= set(PERMISSIONS)


FORKS = (ast.If, ast.For, ast.While, ast.ExceptHandler, ast.IfExp, ast.match_case, ast.comprehension)


@pytest.mark.parametrize("file", MODULES, ids=lambda file: str(file.relative_to(SRC)))
def test_files_are_small_and_functions_short(file: Path) -> None:
    """At most 400 lines that begin by saying what they are; functions of 50 lines, without hidden imports."""
    text = file.read_text()
    parsed = ast.parse(text)
    assert len(text.splitlines()) <= 400
    assert not text.strip() or ast.get_docstring(parsed)
    for function in ast.walk(parsed):
        if isinstance(function, ast.FunctionDef):
            nodes = list(ast.walk(function))
            assert (function.end_lineno or 0) - function.lineno <= 50, function.name
            assert [each for each in nodes if isinstance(each, ast.Import | ast.ImportFrom)] == [], function.name
            assert paths_through(nodes) <= 8, function.name


def paths_through(nodes: list[ast.AST]) -> int:
    """Paths through a function; stricter than ruff's C901: each `and`, `or`, choice and comprehension is a fork."""
    forks = sum(isinstance(node, FORKS) for node in nodes)
    return 1 + forks + sum(len(node.values) - 1 for node in nodes if isinstance(node, ast.BoolOp))


def test_nothing_is_asked_of_the_database_after_a_request_has_committed() -> None:
    """The web's log-in owns nothing: outside the request's transaction, in which it has a role, every statement fails."""
    assert [file.name for file in MODULES if "on_commit" in file.read_text()] == []


def test_no_inline_style_or_script() -> None:
    for file in TEMPLATES:
        text = file.read_text()
        assert not re.search(r"\sstyle=|<style|\son\w+=", text), file
        assert not re.search(r"<script(?![^>]*\ssrc=)", text), file


def test_law_reads_no_clock_and_no_django() -> None:
    for file in (SRC / "law").rglob("*.py"):
        assert not re.search(r"\bimport django|from django|\.today\(|\.now\(", file.read_text()), file


def test_assess_and_due_import_law_only() -> None:
    script = "import sys; import doudi.command.assess, doudi.command.due, doudi.command.ledger; print('django' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "False"


def test_no_machine_or_registry_is_named() -> None:
    wrong = re.compile(r"/work/main|/root/|pypi\.org|pythonhosted|npmjs|deb\.debian|127\.0\.0\.1:\d+/simple")
    files = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    for name in files:
        file = ROOT / name
        if (
            file.suffix in {".py", ".md", ".toml", ".txt", ".html", ""}
            and name != "tests/test_house.py"
            and file.is_file()
        ):
            assert not wrong.search(file.read_text(errors="ignore")), name
