"""`doudi doctor`: what is set up, what is missing, and what to do about it."""

import argparse
import importlib.metadata
import json
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from doudi.command import serve, setup

OLDEST_PYTHON = (3, 11)
LEAST_SPACE = 2**30
MARKS = {"ok": "✓", "warning": "！", "missing": "✗"}
LOOPBACK = {"", "127.0.0.1", "::1", "localhost"}


@dataclass(frozen=True)
class Finding:
    """One thing looked at: ok, warning (works, but ought to change) or missing, and what to do."""

    name: str
    state: str
    text: str
    remedy: str = ""


def run(argv: list[str]) -> int:
    """Look at everything; exit 1 when something is missing, 0 otherwise (warnings included)."""
    parser = argparse.ArgumentParser(prog="doudi doctor", description="检查安装情况，说明缺什么、怎么补。")
    parser.add_argument("--json", action="store_true", help="输出一个 JSON 对象")
    as_json = parser.parse_args(argv).json
    findings = [finding for look in LOOKS for finding in _looked(look)]
    healthy = all(finding.state != "missing" for finding in findings)
    if as_json:
        print(json.dumps({"ok": healthy, "findings": [asdict(finding) for finding in findings]}, ensure_ascii=False))
    else:
        _say(findings, healthy=healthy)
    return 0 if healthy else 1


def _say(findings: Sequence[Finding], *, healthy: bool) -> None:
    for finding in findings:
        print(f"{MARKS[finding.state]} {finding.name}：{finding.text}")
        if finding.remedy:
            print(f"    → {finding.remedy}")
    print("一切就绪。" if healthy else "有缺项，按箭头后的说明补齐即可。")


def _looked(look: Callable[[], Iterator[Finding]]) -> list[Finding]:
    """The findings of one look; a look that itself fails is a finding, for a doctor must always answer."""
    try:
        return list(look())
    except Exception as trouble:
        return [
            Finding(look.__doc__ or look.__name__, "missing", f"检查没有完成：{trouble}", "请把这句话告诉维护人员。")
        ]


def python() -> Iterator[Finding]:
    """Python"""
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info >= OLDEST_PYTHON:
        yield Finding("Python", "ok", version)
    else:
        yield Finding("Python", "missing", f"{version} 太旧", "请安装 Python 3.11 以上，再执行 make demo。")


def packages() -> Iterator[Finding]:
    """依赖包"""
    lock = _checkout() / "requirements" / "base.txt"
    if not lock.is_file():
        yield Finding("依赖包", "ok", "不是源码目录，未逐一核对")
        return
    wanted = re.findall(r"^([\w.-]+)==([^\s;]+)(?: ;[^\n]*)? \\$", lock.read_text(), re.MULTILINE)
    have = {_plain(found.name): found.version for found in importlib.metadata.distributions()}
    marked = set(re.findall(r"^([\w.-]+)==[^\s;]+ ;", lock.read_text(), re.MULTILINE))
    wrong = [name for name, version in wanted if name not in marked and have.get(_plain(name)) != version]
    if wrong:
        yield Finding("依赖包", "missing", f"与锁定的版本不符：{'、'.join(wrong)}", "请执行 make demo 重新安装。")
    else:
        yield Finding("依赖包", "ok", f"{len(wanted)} 个，与锁定的版本相符")


def database() -> Iterator[Finding]:
    """数据库"""
    launcher = setup.load("doudi.config.postgres")
    standing = launcher.status()
    if standing.running:
        yield Finding("数据库", "ok", f"{standing.source}，端口 {standing.port}")
        yield from _tables()
        return
    try:
        sources = setup.load("doudi.config.server_binaries").available()
    except launcher.NoServer as refusal:
        yield Finding("数据库", "missing", str(refusal), "安装后执行 doudi database start。")
        return
    text = f"{standing.source} 未运行" if standing.source else f"尚未建立（可用：{sources[0]}）"
    yield Finding("数据库", "missing", text, "请执行 doudi database start，再执行 doudi database migrate。")


def _tables() -> Iterator[Finding]:
    setup.django()
    connection = setup.load("django.db").connection
    executor = setup.load("django.db.migrations.executor").MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        text = f"有 {len(waiting)} 项结构变更未执行"
        yield Finding("数据表", "missing", text, "请执行 doudi database migrate。")
    else:
        yield Finding("数据表", "ok", "结构已是最新")


def secret_keys() -> Iterator[Finding]:
    """密钥"""
    folder, var = _keys_folder(), setup.load("doudi.config.paths").var()
    made = sorted(folder.glob("*")) if folder.is_dir() else []
    if not made:
        yield Finding("密钥", "warning", f"{folder} 里还没有密钥", "第一次使用时会自动生成；请随后备份到别处。")
    elif open_to_others := [file.name for file in (folder, *made) if file.stat().st_mode & 0o077]:
        yield Finding("密钥", "missing", f"他人也能读：{'、'.join(open_to_others)}", f"请执行 chmod -R go= {folder}。")
    else:
        yield Finding("密钥", "ok", f"{len(made)} 个，在 {folder}")
    if _production() and (_within(folder, var) or _database_host() in LOOPBACK):
        text = f"密钥（{folder}）与数据库在同一台机器上：拿到这台机器的人两样都有"
        yield Finding(
            "密钥存放",
            "warning",
            text,
            "请把数据库移到另一台机器（DATABASE_URL），并用 DOUDI_KEYS_DIR 把密钥移出 var。",
        )


def mode() -> Iterator[Finding]:
    """运行方式"""
    demo, production = os.environ.get("DOUDI_DEMO") == "1", _production()
    if demo and production:
        yield Finding("运行方式", "missing", "DOUDI_DEMO 与 DOUDI_PRODUCTION 不能同时设置", "请只留一个。")
    else:
        yield Finding("运行方式", "ok", "正式" if production else "演示" if demo else "一般")
    if production and not os.environ.get("DOUDI_PARAMETERS"):
        text = "没有设置本区的参数文件，缺少的地方标准会显示「须先设定」"
        yield Finding("地方参数", "warning", text, "请用 DOUDI_PARAMETERS 指明本区公布的标准。")


def fonts() -> Iterator[Finding]:
    """中文字体"""
    folders = setup.load("doudi.config.fonts").paths()
    if folders:
        yield Finding("中文字体", "ok", str(folders[0]))
    else:
        yield Finding("中文字体", "missing", "没有，文书无法排版", "请执行 doudi fonts。")


def web() -> Iterator[Finding]:
    """网页服务"""
    found = serve.serving()
    if found is None:
        yield Finding("网页服务", "warning", "未运行", "需要时执行 doudi serve 或 make demo。")
    elif serve.answers(found.url):
        yield Finding("网页服务", "ok", found.url)
    else:
        log = setup.load("doudi.config.paths").var() / "serve.log"
        yield Finding("网页服务", "missing", f"{found.url} 没有应答", f"请看 {log}，再执行 make stop、make demo。")


def machine() -> Iterator[Finding]:
    """本机"""
    var: Path = setup.load("doudi.config.paths").var()
    free = shutil.disk_usage(next(folder for folder in (var, *var.absolute().parents) if folder.is_dir())).free
    if free < LEAST_SPACE:
        yield Finding("磁盘空间", "warning", f"{var} 所在磁盘只剩 {free // 2**20} MB", "请清理或换到更大的磁盘。")
    else:
        yield Finding("磁盘空间", "ok", f"剩余 {free // 2**30} GB")
    if shutil.which("openssl"):
        yield Finding("openssl", "ok", "日志的签名可以验证")
    else:
        yield Finding("openssl", "warning", "没有，日志的签名无法在命令行验证", "请安装 openssl。")


LOOKS = (python, packages, mode, database, secret_keys, fonts, web, machine)


def _production() -> bool:
    return os.environ.get("DOUDI_PRODUCTION") == "1"


def _checkout() -> Path:
    return Path(__file__).resolve().parents[3]


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _keys_folder() -> Path:
    return Path(os.environ.get("DOUDI_KEYS_DIR", setup.load("doudi.config.paths").var() / "keys"))


def _within(path: Path, folder: Path) -> bool:
    return path.resolve().is_relative_to(folder.resolve())


def _database_host() -> str:
    """The host of `DATABASE_URL`; empty for the server that this checkout starts itself."""
    parts = setup.load("psycopg.conninfo").conninfo_to_dict(os.environ.get("DATABASE_URL", ""))
    return str(parts.get("host", ""))
