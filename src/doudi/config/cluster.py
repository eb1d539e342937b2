"""One PostgreSQL data folder: made, started, found alive or dead, stopped."""

import os
import pwd
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from doudi.config.server_binaries import Binaries, NoServer

HOST = "127.0.0.1"
SUPERUSER = "postgres"
# Below the range that the system hands out to outgoing connections, so that a stopped server finds its port again.
PORTS = range(20000, 32000)
# Error texts carry statements and key values; neither may reach a log file, since they hold people's data.
COMMON = {
    "listen_addresses": HOST,
    "unix_socket_directories": "",
    "password_encryption": "scram-sha-256",
    "max_connections": "200",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length_on_error": "0",
    "timezone": "Asia/Shanghai",
    "log_timezone": "Asia/Shanghai",
}
DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
DISPOSABLE = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}
NEVER_A_PROCESS = 2**22 + 1  # Linux counts processes up to 2**22


@dataclass(frozen=True)
class Account:
    """The unprivileged user that runs the server when we are root."""

    uid: int
    gid: int


@dataclass(frozen=True)
class Cluster:
    """A data folder under `home`, the programs that run it and the account they run as (None: our own)."""

    home: Path
    binaries: Binaries
    account: Account | None

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def log(self) -> Path:
        return self.home / "server.log"


def reachable(path: Path, account: Account) -> bool:
    """Whether the account can walk into a folder: asked of the system itself, since modes tell only half."""
    return _run(["/usr/bin/test", "-x", str(path)], account=account).returncode == 0


def owner_of(path: Path) -> Account:
    """The user who owns a path; a server runs as the owner of its data."""
    stat = path.stat()
    return Account(stat.st_uid, pwd.getpwuid(stat.st_uid).pw_gid)


def initialise(cluster: Cluster, *, password: str, settings: Mapping[str, str]) -> None:
    """Make the data folder, whole or not at all: UTF-8, C.UTF-8, checksums, scram for the loopback address only."""
    fresh, secret = cluster.home / "data.new", cluster.home / "superuser.new"
    _run(["rm", "-rf", str(fresh), str(secret)], account=cluster.account)
    secret.touch(mode=0o600)
    secret.write_text(password)
    if cluster.account:
        os.chown(secret, cluster.account.uid, cluster.account.gid)
    options = ["--encoding=UTF8", "--locale=C.UTF-8", "--data-checksums", "--auth=scram-sha-256"]
    options += ["--no-sync"] if settings["fsync"] == "off" else []
    made = _run(
        [
            str(cluster.binaries.folder / "initdb"),
            *options,
            f"--username={SUPERUSER}",
            f"--pwfile={secret}",
            str(fresh),
        ],
        account=cluster.account,
        cwd=cluster.home,
    )
    secret.unlink()
    if made.returncode:
        raise NoServer(f"数据库初始化没有成功：{made.stdout.strip()}")
    lines = [f"{name} = '{value}'\n" for name, value in {**COMMON, **settings}.items()]
    with (fresh / "postgresql.conf").open("a") as conf:
        conf.writelines(lines)
    (fresh / "pg_hba.conf").write_text(f"host all all {HOST}/32 scram-sha-256\n")
    fresh.rename(cluster.data)


def running_port(data: Path) -> int | None:
    """The port of the live postmaster of a data folder; None when there is none (never started, stopped, killed)."""
    lines = _pid_lines(data)
    if len(lines) < 4 or not _is_postmaster(lines[0], data):
        return None
    return int(lines[3])


def start(cluster: Cluster, *, preferred: int) -> int:
    """Start the server and return its port: the preferred one, or the next one free.

    Raises `NoServer` with the end of the server's log when it doesn't come up within half a minute.
    """
    _retire_stale_pid(cluster.data)
    deadline = time.monotonic() + 30
    for port in _free_ports(preferred):
        started = _pg_ctl(cluster, "start", "--wait", "--timeout=60", f"--log={cluster.log}", f"--options=-p {port}")
        if started.returncode == 0:
            return port
        if time.monotonic() > deadline or not _passes(cluster.log):
            break
        time.sleep(0.3)
    raise NoServer(f"数据库没有启动成功，日志（{cluster.log}）的末尾：\n{_tail(cluster.log)}")


def stop(cluster: Cluster) -> bool:
    """Stop the server of this data folder, if it runs; False when there was nothing to stop."""
    if running_port(cluster.data) is None:
        return False
    stopped = _pg_ctl(cluster, "stop", "--wait", "--timeout=60", "--mode=fast")
    if stopped.returncode:
        raise NoServer(f"数据库没有停下来：{stopped.stdout.strip()}")
    return True


def _pg_ctl(cluster: Cluster, verb: str, *options: str) -> subprocess.CompletedProcess[str]:
    program = str(cluster.binaries.folder / "pg_ctl")
    return _run([program, verb, f"--pgdata={cluster.data}", *options], account=cluster.account, cwd=cluster.home)


def _run(command: Sequence[str], *, account: Account | None, cwd: Path = Path("/")) -> subprocess.CompletedProcess[str]:
    """Run a program as the account, in a session of its own, so that Ctrl-C at our terminal doesn't stop the server."""
    environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": str(cwd)}
    return subprocess.run(  # noqa: S603  programs of our own choosing
        list(command),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        cwd=cwd,
        env=environment,
        umask=0o077,
        start_new_session=True,
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=() if account else None,
    )


def _pid_lines(data: Path) -> list[str]:
    try:
        return (data / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return []


def _is_postmaster(pid: str, data: Path) -> bool:
    """Whether a process lives and was started on this data folder: a number alone may have been given out again."""
    try:
        command = Path(f"/proc/{int(pid)}/cmdline").read_bytes().split(b"\0")
    except (OSError, ValueError):
        return False
    return str(data).encode() in command


def _retire_stale_pid(data: Path) -> None:
    """Make the pid file of a killed postmaster name no process, for its number may belong to another one by now.

    The file itself stays: by its other lines the server makes sure that no backend of the killed one is left.
    """
    lines = _pid_lines(data)
    if lines and not _is_postmaster(lines[0], data):
        (data / "postmaster.pid").write_text("\n".join([str(NEVER_A_PROCESS), *lines[1:]]) + "\n")


def _free_ports(preferred: int) -> Iterator[int]:
    for step in range(len(PORTS)):
        port = PORTS[(preferred - PORTS.start + step) % len(PORTS)] if preferred in PORTS or step else preferred
        while _is_free(port):  # the same port again: it may be the data folder that wasn't ready
            yield port


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
        return True


def _passes(log: Path) -> bool:
    """Whether the start failed for a reason that passes: a taken port, or backends that outlive a killed postmaster."""
    return any(reason in _tail(log, 6) for reason in ("shared memory block", "Address already in use", "lock file"))


def _tail(log: Path, lines: int = 15) -> str:
    try:
        return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])
    except OSError:
        return "（没有日志）"
