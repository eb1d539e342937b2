"""`doudi demo load`: the demonstration district, by the real actions; running it again changes nothing."""

import argparse
import os
import sys

from doudi.command import setup


def run(argv: list[str]) -> int:
    """Load staff, ledger and cases, then print the table of log-ins. Exit 2 outside a demonstration."""
    parser = argparse.ArgumentParser(prog="doudi demo", description="装入演示区：真实的区划、虚构的人。")
    parser.add_argument("what", choices=["load", "logins"], help="load 装入；logins 只列登录名")
    args = parser.parse_args(argv)
    if os.environ.get("DOUDI_DEMO") != "1":
        print("只在演示环境装入（DOUDI_DEMO=1）；正式环境不装虚构数据。", file=sys.stderr)
        return 2
    setup.django()
    if args.what == "load":
        setup.load("doudi.command.demo.district").load(print)
    print(setup.load("doudi.command.demo.staff").table())
    return 0
