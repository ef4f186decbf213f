"""Fails when a text for people has no Traditional Chinese, or one that is only a guess (fuzzy).

Extracts into a copy of the tree, so that no file of the work tree changes.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LANGUAGE = "zh_Hant"
MSGID = re.compile(r'^msgid "(.+)"$', re.MULTILINE)


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "guitai"
        shutil.copytree(ROOT / "guitai", copy, ignore=shutil.ignore_patterns("tests", "migrations", "static_built"))
        run([str(Path(sys.executable).with_name("django-admin")), "makemessages", "-l", LANGUAGE, "-v0"], cwd=copy)
        lines = [line for po in sorted(copy.rglob(f"{LANGUAGE}/LC_MESSAGES/*.po")) for line in problems(po, copy)]
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    return 1 if lines else 0


def problems(po: Path, root: Path) -> list[str]:
    name = po.relative_to(root.parent)
    found = {"untranslated": "--untranslated", "only guessed (fuzzy)": "--only-fuzzy"}
    return [
        f"{name}: {kind}: {msgid}"
        for kind, option in found.items()
        for msgid in MSGID.findall(run(["msgattrib", "--no-obsolete", "--no-wrap", option, str(po)], cwd=root))
    ]


def run(command: list[str], *, cwd: Path) -> str:
    environment = {name: told for name, told in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    told = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)
    if told.returncode:
        raise SystemExit(told.stderr)
    return told.stdout


if __name__ == "__main__":
    sys.exit(main())
