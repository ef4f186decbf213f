"""What must come from the machine itself: found, installed when we may, else named. Runs before any environment exists.

python3 tools/system_packages.py run|test
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

DEBIAN = "/usr/bin/apt-get"
# Debian would start a server of its own after installing; we only want the binaries.
NO_CLUSTER = Path("/etc/postgresql-common/createcluster.conf")


class Need(NamedTuple):
    package: str
    there: bool
    lost: str  # what does not work without it
    must: bool = True  # nothing runs without it


def command(name: str) -> bool:
    return shutil.which(name, path=os.environ.get("PATH", os.defpath) + ":/usr/sbin") is not None


def for_running() -> "list[Need]":
    return [
        Need("python3-venv", has_ensurepip() or Path(".venv/bin/python").exists(), "no environment can be made"),
        Need("nodejs", command("node"), "no style sheets can be built"),
        Need("npm", command("npm"), "no style sheets can be built"),
        Need("gettext", command("msgfmt"), "pages cannot be translated"),
        Need("openssl", command("openssl"), "the demo has no time-stamps, and nobody can verify exports", must=False),
        Need("clamav-daemon", command("clamd"), "attachments are not looked at for viruses", must=False),
        Need("fonts-noto-cjk", fonts("NotoSerifCJK*") or fonts("NotoSansCJK*"), "letters have no characters"),
        Need("fonts-babelstone-han", fonts("BabelStoneHan*"), "rare characters in names cannot be printed"),
    ]


def for_testing() -> "list[Need]":
    return [
        Need("chromium", command("chromium"), "the tests marked browser do not run"),
        Need("postgresql-15", Path("/usr/lib/postgresql/15/bin/postgres").exists(), "nothing runs on PostgreSQL 15"),
    ]


def has_ensurepip() -> bool:
    return subprocess.run([sys.executable, "-c", "import ensurepip"], capture_output=True, check=False).returncode == 0


def fonts(pattern: str) -> bool:
    return any(Path("/usr/share/fonts").rglob(pattern))


def install(packages: "list[str]") -> None:
    """The packages are installed, if apt can."""
    say(f"Installing {' '.join(packages)} …")
    if "postgresql-15" in packages and not NO_CLUSTER.exists():
        NO_CLUSTER.parent.mkdir(parents=True, exist_ok=True)
        NO_CLUSTER.write_text("create_main_cluster = false\n", encoding="ascii")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update"], ["install", "--yes", "--no-install-recommends", *packages]):
        subprocess.run([DEBIAN, "-qq", *words], env=quiet, stdout=subprocess.DEVNULL, check=False)


def missing(purpose: str) -> "list[Need]":
    needs = {"run": for_running, "test": for_testing}[purpose]()
    return [need for need in needs if not need.there]


def main(purpose: str) -> int:
    if not (3, 11) <= sys.version_info[:2] < (3, 14):
        say(f"Python {sys.version_info[0]}.{sys.version_info[1]} does not fit: use 3.11, 3.12 or 3.13.")
        return 1
    if missing(purpose) and os.geteuid() == 0 and Path(DEBIAN).exists():
        install([need.package for need in missing(purpose)])
    lacking = missing(purpose)
    for need in lacking:
        say(f"Missing: {need.package}; {need.lost}. Get it by: apt install {need.package}")
    must_have = purpose == "run" or os.environ.get("CI") == "true"
    return 1 if must_have and any(need.must for need in lacking) else 0


def say(line: str) -> None:
    sys.stderr.write(line + "\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
