"""`doudi lawpages`: write `docs/law/` from the rules, or say whether it is as the rules are."""

import argparse
import sys
from pathlib import Path

from doudi.law.pages import pages

FOLDER = Path("docs/law")


def run(argv: list[str]) -> int:
    """Exit 0: written, or as it should be; 1: some page differs; 2: the folder can't be written."""
    parser = argparse.ArgumentParser(prog="doudi lawpages", description="由规则写出供人阅读的说明页")
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER, help="写到哪个文件夹（默认 docs/law）")
    parser.add_argument("--check", action="store_true", help="只比较，不写")
    options = parser.parse_args(argv)
    wanted = pages()
    if options.check:
        stale = stale_pages(options.folder, wanted)
        print("\n".join(f"{name} 与规则不一致，请运行 doudi lawpages" for name in stale) or "各页与规则一致。")
        return 1 if stale else 0
    try:
        options.folder.mkdir(parents=True, exist_ok=True)
        for name, text in wanted.items():
            (options.folder / name).write_text(text, encoding="utf-8")
        for name in stale_pages(options.folder, wanted):
            (options.folder / name).unlink()
    except OSError as reason:
        print(f"{reason.filename}：写不进（{reason.strerror}）", file=sys.stderr)
        return 2
    print(f"已写入 {options.folder}，共 {len(wanted)} 页。")
    return 0


def stale_pages(folder: Path, wanted: dict[str, str]) -> list[str]:
    """The pages of a folder that are missing, different, or of no rules any more."""
    kept = {file.name: file.read_text(encoding="utf-8") for file in folder.glob("*.md")}
    return sorted(name for name in {*wanted, *kept} if wanted.get(name) != kept.get(name))
