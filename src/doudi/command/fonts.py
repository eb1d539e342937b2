"""`doudi fonts`: make sure that papers can be set in Chinese, and say with which faces."""

import argparse
import sys

from doudi.command import setup


def run(argv: list[str]) -> int:
    """Provide the faces and print their folder; exit 1 when there are none to be had."""
    argparse.ArgumentParser(prog="doudi fonts", description="准备文书所用的中文字体。").parse_args(argv)
    try:
        print(f"中文字体：{setup.load('doudi.config.fonts').provide()}")
    except FileNotFoundError as trouble:
        print(trouble, file=sys.stderr)
        return 1
    return 0
