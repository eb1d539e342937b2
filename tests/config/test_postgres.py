"""The launcher: made once, found again, raised from the dead, apart from every other checkout's."""

import json
import os
import pwd
import signal
import socket
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from doudi.config import cluster, paths, postgres, server_binaries

SOURCES = sorted({found.source for found in server_binaries.available("auto")})
ROOT = os.geteuid() == 0


def ask(url: str, question: str) -> object:
    """The single value that a statement answers."""
    with psycopg.connect(url) as connection:
        row = connection.execute(question).fetchone()  # type: ignore[arg-type]
    assert row is not None
    return row[0]


def postmaster(profile: str = "demo") -> int:
    pid_file = Path(postgres.status(profile).data) / "postmaster.pid"
    return int(pid_file.read_text().splitlines()[0])


def superuser() -> str:
    """The address of the cluster's superuser, whom nothing but the launcher uses."""
    record = json.loads((paths.var() / "postgres.json").read_text())
    return f"postgresql://postgres:{record['passwords']['postgres']}@127.0.0.1:{record['port']}/postgres"


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize("source", SOURCES)
def test_cluster_is_made_once_and_outlives_a_killed_postmaster(
    own_var: Path, monkeypatch: pytest.MonkeyPatch, source: str
) -> None:
    monkeypatch.setenv("DOUDI_POSTGRES", source)
    urls = postgres.ensure()
    assert postgres.status().source.startswith(source)
    first = postmaster()
    assert (postgres.ensure(), postmaster()) == (urls, first)
    with psycopg.connect(urls.owner_url) as connection:
        connection.execute("create table kept (what text)")
        connection.execute("insert into kept values ('acknowledged')")
    with psycopg.connect(urls.owner_url):  # a backend is alive while its postmaster dies
        os.kill(first, signal.SIGKILL)
    assert postgres.ensure() == urls
    assert ask(urls.owner_url, "select what from kept") == "acknowledged"
    assert postgres.stop()
    assert not postgres.stop()
    assert not postgres.status().running
    assert json.loads((own_var / "database.json").read_text()) == {"owner_url": urls.owner_url, "web_url": urls.web_url}


def test_cluster_is_durable_and_sorts_alike_everywhere(standing: postgres.Urls) -> None:
    expected = {
        "server_encoding": "UTF8",
        "data_checksums": "on",
        "fsync": "on",
        "password_encryption": "scram-sha-256",
    }
    assert {name: ask(standing.owner_url, f"show {name}") for name in expected} == expected
    assert ask(standing.owner_url, "select datcollate from pg_database where datname = 'doudi'") == "C.UTF-8"


def test_pid_given_out_again_is_not_taken_for_the_server(own_var: Path) -> None:
    urls = postgres.ensure("test")
    data = Path(postgres.status("test").data)
    lines = (data / "postmaster.pid").read_text().splitlines()
    postgres.stop("test")
    stranger = subprocess.Popen(["/bin/sleep", "60"], user=data.stat().st_uid if ROOT else None)
    try:
        (data / "postmaster.pid").write_text("\n".join([str(stranger.pid), *lines[1:]]) + "\n")
        assert not postgres.status("test").running
        assert postgres.ensure("test") == urls
        assert ask(urls.owner_url, "select 1") == 1
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_processes_that_start_together_find_one_server(own_var: Path) -> None:
    program = "from doudi.config import postgres; print(postgres.ensure('test').owner_url)"

    def start(_: int) -> str:
        return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout

    with ThreadPoolExecutor(4) as pool:
        said = set(pool.map(start, range(4)))
    assert len(said) == 1
    assert ask(said.pop().strip(), "select 1") == 1


def test_taken_port_gives_way_to_another(own_var: Path) -> None:
    postgres.ensure("test")
    port = postgres.status("test").port
    postgres.stop("test")
    with socket.socket() as squatter:
        squatter.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        squatter.bind((cluster.HOST, port))
        squatter.listen()
        urls = postgres.ensure("test")
    assert postgres.status("test").port not in {None, port}
    assert json.loads((own_var / "test-database.json").read_text())["owner_url"] == urls.owner_url
    assert ask(urls.owner_url, "select 1") == 1


def test_only_the_loopback_address_and_only_with_the_password(standing: postgres.Urls) -> None:
    assert ask(superuser(), "show listen_addresses") == "127.0.0.1"
    assert ask(superuser(), "show unix_socket_directories") == ""
    data = Path(postgres.status().data)
    assert (data / "pg_hba.conf").read_text() == "host all all 127.0.0.1/32 scram-sha-256\n"
    password = psycopg.conninfo.conninfo_to_dict(standing.owner_url)["password"]
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(standing.owner_url.replace(str(password), "guess"))


@pytest.mark.usefixtures("standing")
def test_passwords_are_for_our_eyes_only(lasting_var: Path) -> None:
    assert {mode(lasting_var / name) for name in ("database.json", "postgres.json")} == {0o600}
    data = Path(postgres.status().data)
    assert mode(data) == 0o700
    assert not (data.parent / "superuser.new").exists()
    record = json.loads((lasting_var / "postgres.json").read_text())
    command = Path(f"/proc/{postmaster()}/cmdline").read_text()
    assert not [secret for secret in record["passwords"].values() if secret in command]


def test_web_roles_own_nothing_and_are_lent_to_the_log_in_roles(standing: postgres.Urls) -> None:
    with psycopg.connect(standing.web_url) as web:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            web.execute("create table public.anything (i int)")
        web.rollback()
        for role in postgres.WEB_ROLES:
            web.execute(f"set local role {role}")  # type: ignore[arg-type]
    rights = "rolcanlogin, rolcreatedb, rolinherit, rolsuper, rolcreaterole, rolbypassrls"
    with psycopg.connect(standing.owner_url) as owner:
        for role in postgres.WEB_ROLES:
            owner.execute(f"set local role {role}")  # type: ignore[arg-type]
        owner.rollback()
        found = {row[0]: row[1:] for row in owner.execute(f"select rolname, {rights} from pg_roles")}  # type: ignore[arg-type]
        owns = owner.execute(
            "select count(*) from pg_class where relowner in (select oid from pg_roles where rolname like 'doudi_web%')"
        ).fetchone()
    assert found["doudi_web"] == found["doudi_web_district"] == (False, False, True, False, False, False)
    assert found["doudi_owner"] == (True, True, True, False, False, False)
    assert found["doudi_app"] == (True, False, False, False, False, False)
    assert owns == (0,)


def test_server_log_holds_no_value_of_a_failing_statement(standing: postgres.Urls) -> None:
    with psycopg.connect(standing.owner_url, autocommit=True) as connection:
        connection.execute("create table person (number text unique)")
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("insert into person values ('14050219900101000X'), ('14050219900101000X')")
    log = (Path(postgres.status().data).parent / "server.log").read_text()
    assert "person_number_key" in log
    assert "14050219900101000X" not in log


def test_tests_have_a_fast_cluster_of_their_own(standing: postgres.Urls) -> None:
    test = postgres.ensure("test")
    assert ask(standing.owner_url, "show synchronous_commit") == "on"
    assert ask(test.owner_url, "show fsync") == "off"
    assert postgres.status("demo").port != postgres.status("test").port
    assert postgres.stop("test")
    assert postgres.status("demo").running


@pytest.mark.skipif(len(SOURCES) < 2, reason="only one PostgreSQL on this machine")
def test_another_source_replaces_the_test_cluster_but_never_the_demo(
    standing: postgres.Urls, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = postgres.status("demo").source
    other = "wheel" if before.startswith("debian") else "debian"
    postgres.ensure("test")
    monkeypatch.setenv("DOUDI_POSTGRES", other)
    assert postgres.ensure("demo") == standing
    postgres.ensure("test")
    assert postgres.status("demo").source == before
    assert postgres.status("test").source.startswith(other)


def test_data_without_its_passwords_is_left_alone(own_var: Path) -> None:
    postgres.ensure("test")
    data = Path(postgres.status("test").data)
    postgres.stop("test")
    record = own_var / "test-postgres.json"
    record.rename(own_var / "lost")
    with pytest.raises(postgres.NoServer, match="以前的数据"):
        postgres.ensure("test")
    assert (data / "PG_VERSION").is_file()
    (own_var / "lost").rename(record)
    assert ask(postgres.ensure("test").owner_url, "select 1") == 1


def test_discard_leaves_nothing(own_var: Path) -> None:
    postgres.ensure("test")
    home = Path(postgres.status("test").data).parent
    postgres.discard("test")
    assert not home.exists()
    assert (
        sorted(file.name for file in own_var.iterdir())
        == ["test-postgres.lock", "test-postgres.lock"][: len(list(own_var.iterdir()))]
    )
    assert postgres.status("test") == postgres.Standing("", False, None, "")


@pytest.mark.skipif(not ROOT, reason="what root must take care of")
def test_root_starts_the_server_as_somebody_else_and_opens_no_folder(
    own_var: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    monkeypatch.setenv("DOUDI_VAR", str(closed / "var"))
    monkeypatch.setenv("DOUDI_POSTGRES", "wheel")
    monkeypatch.setattr(postgres, "SHARED_HOME", own_var / "shared")
    before = {folder: mode(folder) for folder in (closed, *closed.parents)}
    try:
        urls = postgres.ensure("test")
        assert ask(urls.owner_url, "select 1") == 1
        server = Path(f"/proc/{postmaster('test')}").stat().st_uid
        assert pwd.getpwuid(server).pw_name in {"postgres", "nobody"}
        assert Path(postgres.status("test").data).is_relative_to(own_var / "shared")
        assert {folder: mode(folder) for folder in before} == before
    finally:
        postgres.discard("test")
    assert list((own_var / "shared").iterdir()) == []


@pytest.mark.usefixtures("standing")
def test_given_database_is_used_and_lent_the_roles(monkeypatch: pytest.MonkeyPatch) -> None:
    given = superuser()
    with psycopg.connect(given, autocommit=True) as connection:
        connection.execute("revoke doudi_web_district from doudi_owner, doudi_app")
        connection.execute("drop role doudi_web_district")
    monkeypatch.setenv("DATABASE_URL", given)
    assert postgres.ensure() == postgres.Urls(given, given)
    monkeypatch.setenv("DOUDI_WEB_DATABASE_URL", "postgresql://web@127.0.0.1/doudi")
    assert postgres.ensure().web_url == "postgresql://web@127.0.0.1/doudi"
    assert ask(given, "select pg_has_role('doudi_app', 'doudi_web_district', 'member')") is True
    assert postgres.status().running
    assert postgres.status().source == "DATABASE_URL"


def test_given_user_without_the_right_is_told_what_to_ask_for(
    standing: postgres.Urls, monkeypatch: pytest.MonkeyPatch
) -> None:
    with psycopg.connect(superuser(), autocommit=True) as connection:
        connection.execute("revoke doudi_web from doudi_owner")
    monkeypatch.setenv("DATABASE_URL", standing.owner_url)
    with pytest.raises(postgres.NoServer, match=r"请由数据库管理员执行：.*grant doudi_web, doudi_web_district"):
        postgres.ensure()


def test_given_database_that_is_not_there(own_var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as probe:
        probe.bind((cluster.HOST, 0))
        monkeypatch.setenv("DATABASE_URL", f"postgresql://nobody@127.0.0.1:{probe.getsockname()[1]}/none")
    with pytest.raises(postgres.NoServer, match="连不上"):
        postgres.ensure()
    assert not postgres.status().running
