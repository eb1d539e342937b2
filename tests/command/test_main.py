"""The command: finds its verbs by name and loads no more than they need."""

import json
import pkgutil
import subprocess
import sys

import pytest

import doudi.command
from doudi.command import doctor, main


def test_unknown_verb_is_wrong_input_and_lists_the_verbs(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["nonsense"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("没有「nonsense」这个命令。")
    assert "doctor" in said.err


@pytest.mark.parametrize("name", ["main", "setup", "asking", "..config", "os.path", ""])
def test_only_modules_of_the_folder_that_are_verbs_run(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main([name]) == 2
    assert "没有" in capsys.readouterr().err


def test_no_verb_is_wrong_input_and_help_is_not(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main([]) == 2
    assert "用法" in capsys.readouterr().err
    assert main.main(["--help"]) == 0
    assert "用法" in capsys.readouterr().out


def test_arguments_and_exit_code_pass_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "run", lambda argv: {"--yes": 0, "--no": 1}[argv[0]])
    assert main.main(["doctor", "--yes"]) == 0
    assert main.main(["doctor", "--no"]) == 1


@pytest.mark.parametrize(
    "argv",
    [
        ["assess"],
        ["due", "confirm"],
        ["due", "confirm", "--after", "2026-02-30"],
        ["ledger", "check", "nowhere.xlsx"],
        ["log", "verify", "--export", "nowhere"],
        ["settle", "nowhere.json"],
    ],
)
def test_what_is_refused_is_one_object_where_json_is_asked(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main([*argv, "--json"]) == 2
    said = capsys.readouterr()
    error = json.loads(said.out)["error"]
    assert error
    assert said.err.strip().endswith(error)


def test_an_answer_in_json_stays_the_verbs_own(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["due", "confirm", "--after", "2026-11-02", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["due"] == "2026-11-30"


def test_every_verb_of_the_folder_is_in_the_usage_text() -> None:
    modules = {module.name for module in pkgutil.iter_modules(doudi.command.__path__)}
    verbs = {name for name in modules - main.NOT_VERBS if not name.startswith("_")}
    assert verbs - set(main.VERBS) == set()
    assert {verb for verb in verbs if f"\n  {verb} " not in main.usage()} == set()


def test_finding_a_verb_loads_no_django() -> None:
    program = "import sys; from doudi.command import main; main.main(['--help']); sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, check=False).returncode == 0


def test_module_is_the_command() -> None:
    done = subprocess.run([sys.executable, "-m", "doudi", "nonsense"], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "nonsense" in done.stderr
