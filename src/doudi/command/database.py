"""`doudi database start|stop|status|migrate|discard`: the PostgreSQL server of this checkout."""

import argparse
import json
import sys
from dataclasses import asdict

from doudi.command import setup

PROFILES = ("demo", "test")


def run(argv: list[str]) -> int:
    """Do one thing to the database; exit 1 when it can't be done or, for `status`, when it isn't running."""
    parser = argparse.ArgumentParser(
        prog="doudi database", description="本机数据库：启动、停止、查看、升级结构、删除。"
    )
    parser.add_argument(
        "what", choices=sorted(ACTS), help="start 启动；stop 停止；status 查看；migrate 升级结构；discard 删除"
    )
    parser.add_argument(
        "--profile", choices=PROFILES, help="demo 正式或演示（默认）；test 测试；stop、discard 默认两者"
    )
    parser.add_argument("--json", action="store_true", help="status：输出一个 JSON 对象")
    args = parser.parse_args(argv)
    try:
        return ACTS[args.what](args)
    except setup.load("doudi.config.postgres").NoServer as refusal:
        print(refusal, file=sys.stderr)
        return 1


def start(args: argparse.Namespace) -> int:
    launcher = setup.load("doudi.config.postgres")
    profile = args.profile or PROFILES[0]
    launcher.ensure(profile)
    standing = launcher.status(profile)
    print(
        f"数据库已启动：{standing.source}，127.0.0.1:{standing.port}"
        if standing.data
        else "使用 DATABASE_URL 的数据库。"
    )
    return 0


def stop(args: argparse.Namespace) -> int:
    for profile in [args.profile] if args.profile else PROFILES:
        if setup.load("doudi.config.postgres").stop(profile):
            print(f"数据库（{profile}）已停止。")
    return 0


def status(args: argparse.Namespace) -> int:
    standing = setup.load("doudi.config.postgres").status(args.profile or PROFILES[0])
    if args.json:
        print(json.dumps(asdict(standing), ensure_ascii=False))
    else:
        print(f"{standing.source or '尚未建立'}：{f'运行中，端口 {standing.port}' if standing.running else '未运行'}")
    return 0 if standing.running else 1


def migrate(_args: argparse.Namespace) -> int:
    """Bring the tables up to date, as the owner; the tests make their own database."""
    setup.load("doudi.config.postgres").ensure(PROFILES[0])
    setup.django()
    setup.load("django.core.management").call_command("migrate", interactive=False, verbosity=0)
    print("数据库结构已是最新。")
    return 0


def discard(args: argparse.Namespace) -> int:
    for profile in [args.profile] if args.profile else PROFILES:
        setup.load("doudi.config.postgres").discard(profile)
    return 0


ACTS = {"start": start, "stop": stop, "status": status, "migrate": migrate, "discard": discard}
