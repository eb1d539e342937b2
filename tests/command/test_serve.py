"""`doudi serve`: one server a checkout, on a port that was free, ended exactly."""

import json
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from doudi.command import serve
from doudi.config import postgres


@pytest.fixture
def served(standing: postgres.Urls, lasting_var: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A checkout with a database that has no tables: enough to start and stop a server."""
    monkeypatch.setenv("DATABASE_URL", standing.owner_url)
    monkeypatch.setenv("DOUDI_WORKERS", "1")
    # The port is bound before the server is there; its number is written once it is.
    monkeypatch.setattr(serve, "answers", lambda url: (lasting_var / "serve.pid").exists() and _open(url))
    yield lasting_var
    serve.stop()


def _open(url: str) -> bool:
    host, port = url.removeprefix("http://").rstrip("/").split(":")
    with socket.socket() as caller:
        return caller.connect_ex((host, int(port))) == 0


def test_listen_takes_the_next_port_when_one_is_taken() -> None:
    with serve.listen(8700) as first, serve.listen(first.getsockname()[1]) as second:
        assert second.getsockname()[1] > first.getsockname()[1]
        assert {first.getsockname()[0], second.getsockname()[0]} == {"127.0.0.1"}


def test_background_server_is_found_again_and_ended(served: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with serve.listen(8800) as squatter:
        taken = squatter.getsockname()[1]
        assert serve.run(["--background", "--port", str(taken)]) == 0
    found = serve.serving()
    assert found is not None
    assert found.port > taken
    said = capsys.readouterr().out
    assert f"端口 {taken} 已被占用，改用 {found.port}。" in said
    assert found.url in said
    assert serve.run(["--background"]) == 0
    assert serve.serving() == found
    assert serve.run(["--stop"]) == 0
    assert serve.serving() is None
    assert not _open(found.url)
    assert serve.run(["--stop"]) == 0
    assert "没有由本目录启动的网页服务" in capsys.readouterr().out


def test_number_given_to_another_process_is_left_alone(own_var: Path) -> None:
    stranger = subprocess.Popen(["/bin/sleep", "60"])
    try:
        (own_var / "serve.json").write_text(json.dumps({"pid": stranger.pid, "port": 8000}))
        assert serve.serving() is None
        assert not serve.stop()
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_server_that_does_not_come_up_says_why(
    served: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "doudi.config.no_such_settings")
    monkeypatch.setattr(serve, "answers", lambda url: False)
    assert serve.run(["--background", "--port", "8900"]) == 1
    assert "no_such_settings" in capsys.readouterr().err
    assert not (served / "serve.json").exists()


def test_no_database_is_a_sentence(
    own_var: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DOUDI_POSTGRES", "oracle")
    assert serve.run(["--background"]) == 1
    assert "oracle" in capsys.readouterr().err
    assert list(own_var.glob("serve.*")) == []


def test_silent_address_does_not_answer() -> None:
    with socket.socket() as closed:
        closed.bind((serve.HOST, 0))
        assert serve.answers(f"http://{serve.HOST}:{closed.getsockname()[1]}/") is False
