"""`doudi serve [--background|--stop]`: the web pages of this checkout on the loopback address."""

import argparse
import json
import os
import signal
import socket
import sys
import time
import urllib.request
from dataclasses import asdict, dataclass
from pathlib import Path

from doudi.command import setup

HOST = "127.0.0.1"
FIRST_PORT = 8000
PATIENCE = 60  # seconds until a started server must answer
DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # a proxy knows nothing of our loopback


@dataclass(frozen=True)
class Serving:
    """A web server that this checkout started."""

    pid: int
    port: int

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}/"


def run(argv: list[str]) -> int:
    """Serve, in the foreground or behind; exit 1 when the server doesn't come up."""
    parser = argparse.ArgumentParser(prog="doudi serve", description=f"在 {HOST} 上提供网页服务。")
    parser.add_argument(
        "--port", type=int, default=int(os.environ.get("DOUDI_PORT", FIRST_PORT)), help="端口，被占用则用下一个"
    )
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--background", action="store_true", help="在后台运行，能应答后返回")
    how.add_argument("--stop", action="store_true", help="停止本目录启动的服务")
    args = parser.parse_args(argv)
    if args.stop:
        print("网页服务已停止。" if stop() else "没有由本目录启动的网页服务。")
        return 0
    if already := serving():
        print(f"网页服务已在运行：{already.url}")
        return 0
    try:
        setup.load("doudi.config.postgres").ensure()
    except setup.load("doudi.config.postgres").NoServer as refusal:
        print(refusal, file=sys.stderr)
        return 1
    return _serve(args.port, background=args.background)


def serving() -> Serving | None:
    """The server of this checkout, if it lives; a number alone may have been given to another process since."""
    try:
        found = Serving(**json.loads(_file("json").read_text()))
        command = Path(f"/proc/{found.pid}/cmdline").read_bytes().split(b"\0")
    except (OSError, ValueError):
        return None
    return found if str(_file("pid")).encode() in command else None


def stop() -> bool:
    """End the server of this checkout, letting requests finish; False when there is none."""
    found = serving()
    if found is None:
        return False
    os.kill(found.pid, signal.SIGTERM)
    deadline = time.monotonic() + 40
    while serving() and time.monotonic() < deadline:
        time.sleep(0.1)
    if serving():
        os.kill(found.pid, signal.SIGKILL)
    _wait_for_silence(found.port)
    _file("json").unlink(missing_ok=True)
    return True


def _wait_for_silence(port: int, seconds: float = 5) -> None:
    """The workers let go of the listening socket a moment after their master has ended."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with socket.socket() as caller:
            if caller.connect_ex((HOST, port)) != 0:
                return
        time.sleep(0.05)


def answers(url: str) -> bool:
    """Whether the server says that it is able to serve."""
    try:
        with DIRECT.open(f"{url}healthz", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def listen(first: int) -> socket.socket:
    """A socket on the first free port from `first` on; bound here, so that two clones can't take the same one."""
    for port in range(first, first + 200):
        candidate = socket.socket()
        candidate.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            candidate.bind((HOST, port))
            candidate.listen(2048)
        except OSError:
            candidate.close()
        else:
            return candidate
    raise OSError(f"{HOST} 的 {first}–{first + 199} 端口都被占用。")


def _file(kind: str) -> Path:
    var: Path = setup.load("doudi.config.paths").var().resolve()
    return var / f"serve.{kind}"


def _serve(first_port: int, *, background: bool) -> int:
    try:
        listener = listen(first_port)
    except OSError as trouble:
        print(trouble, file=sys.stderr)
        return 1
    port = listener.getsockname()[1]
    if port != first_port:
        print(f"端口 {first_port} 已被占用，改用 {port}。")
    command = [sys.executable, "-m", "gunicorn", "--config=python:doudi.config.gunicorn"]
    command += [f"--bind=fd://{listener.fileno()}", "--pid", str(_file("pid"))]
    environment = {**os.environ, "DOUDI_PROCESS": "web"}
    listener.set_inheritable(True)
    if not background:
        _remember(Serving(os.getpid(), port))
        print(f"网页服务：http://{HOST}:{port}/（Ctrl-C 停止）", flush=True)
        os.execve(sys.executable, command, environment)  # noqa: S606
    pid = os.posix_spawn(sys.executable, command, environment, file_actions=_to_log(), setsid=True)
    listener.close()
    found = Serving(pid, port)
    _remember(found)
    return _wait(found)


def _to_log() -> list[tuple[int, ...] | tuple[int, int, str, int, int]]:
    """Nothing to read from; what is said goes to the log."""
    log, flags = str(_file("log")), os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    nothing = (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0)
    return [nothing, (os.POSIX_SPAWN_OPEN, 1, log, flags, 0o600), (os.POSIX_SPAWN_DUP2, 1, 2)]


def _remember(found: Serving) -> None:
    _file("json").write_text(json.dumps(asdict(found)))


def _wait(found: Serving) -> int:
    deadline = time.monotonic() + PATIENCE
    while os.waitpid(found.pid, os.WNOHANG) == (0, 0):
        if answers(found.url):
            print(f"网页服务已启动：{found.url}")
            return 0
        if time.monotonic() > deadline:
            os.kill(found.pid, signal.SIGTERM)
            os.waitpid(found.pid, 0)
            break
        time.sleep(0.2)
    _file("json").unlink(missing_ok=True)
    print(f"网页服务没有启动成功，日志（{_file('log')}）的末尾：\n{_file('log').read_text()[-2000:]}", file=sys.stderr)
    return 1
