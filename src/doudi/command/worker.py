"""`doudi worker [--background|--once|--stop]`: does the jobs that wait in the queue, such as large exports."""

import argparse
import json
import logging
import os
import signal
import sys
import time
from pathlib import Path
from typing import Any

from doudi.command import setup

QUEUES = ["exports"]
PATIENCE = 40  # seconds that a job may still take when the worker is asked to end


def run(argv: list[str]) -> int:
    """Work until told to stop; `--once` does what waits and ends. Exit 1 when there is no database."""
    parser = argparse.ArgumentParser(prog="doudi worker", description="办理排队的任务（如大批量导出）。")
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--background", action="store_true", help="在后台运行")
    how.add_argument("--once", action="store_true", help="办完现有的任务就结束")
    how.add_argument("--stop", action="store_true", help="停止本目录启动的后台办理")
    args = parser.parse_args(argv)
    if args.stop:
        print("后台办理已停止。" if stop() else "没有由本目录启动的后台办理。")
        return 0
    if args.background:
        return _background()
    try:
        setup.load("doudi.config.postgres").ensure()
    except setup.load("doudi.config.postgres").NoServer as refusal:
        print(refusal, file=sys.stderr)
        return 1
    setup.django()
    work(wait=not args.once)
    return 0


def work(*, wait: bool) -> None:
    """Do the jobs of our queues in this process, until a signal (`wait`) or until none is left."""
    app: Any = setup.load("procrastinate.contrib.django").app
    logging.getLogger("procrastinate").setLevel(logging.WARNING)
    with app.replace_connector(app.connector.get_worker_connector()):
        app.run_worker(queues=QUEUES, wait=wait, listen_notify=wait, shutdown_graceful_timeout=PATIENCE)


def running() -> int | None:
    """The process of the worker of this checkout, if it lives; a number alone may belong to another process since."""
    try:
        pid = int(json.loads(_file("json").read_text())["pid"])
        command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except (OSError, ValueError, KeyError):
        return None
    return pid if b"worker" in command and _mark().encode() in command else None


def stop() -> bool:
    """End the worker of this checkout; a job under way is let finish, then left for the next worker."""
    pid = running()
    if pid is None:
        return False
    os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + PATIENCE + 5
    while running() and time.monotonic() < deadline:
        time.sleep(0.1)
    if running():
        os.kill(pid, signal.SIGKILL)
    _file("json").unlink(missing_ok=True)
    return True


def _background() -> int:
    if running():
        print("后台办理已在运行。")
        return 0
    # The mark tells this checkout's worker from that of another one; the command itself looks at nothing behind "-X".
    command = [sys.executable, "-X", _mark(), "-m", "doudi", "worker"]
    log, flags = str(_file("log")), os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    actions: Any = [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0), (os.POSIX_SPAWN_OPEN, 1, log, flags, 0o600),
        (os.POSIX_SPAWN_DUP2, 1, 2),
    ]  # fmt: skip
    pid = os.posix_spawn(sys.executable, command, os.environ, file_actions=actions, setsid=True)
    _file("json").write_text(json.dumps({"pid": pid}))
    time.sleep(0.5)
    if os.waitpid(pid, os.WNOHANG) != (0, 0):
        print(f"后台办理没有启动成功，见 {log}", file=sys.stderr)
        return 1
    print("后台办理已启动。")
    return 0


def _mark() -> str:
    return f"checkout={_file('json').parent}"


def _file(kind: str) -> Path:
    var: Path = setup.load("doudi.config.paths").var().resolve()
    return var / f"worker.{kind}"
