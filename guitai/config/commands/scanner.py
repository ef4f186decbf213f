"""guitai scanner: the virus scanner clamd with our configuration, or only our signatures for a clamd of yours."""

import argparse
import os
import shutil
import sys
from pathlib import Path

from guitai.config import environment
from guitai.config.terms import CannotStart
from guitai.files import signatures

OFFICIAL = Path("/var/lib/clamav")  # where freshclam puts what it fetches
OFFICIAL_KINDS = (".cvd", ".cld")
# A file larger than its limits is called clean unless AlertExceedsMax says otherwise.
CONFIGURATION = """\
LocalSocket {folder}/clamd.sock
LocalSocketMode 600
FixStaleSocket yes
DatabaseDirectory {folder}/signatures
TemporaryDirectory {folder}/temporary
Foreground yes
AlertExceedsMax yes
AlertEncrypted yes
AlertOLE2Macros yes
MaxScanSize 120M
MaxFileSize 32M
StreamMaxLength 32M
MaxRecursion 12
MaxFiles 2000
MaxScanTime 20000
ScanImageFuzzyHash no
MaxThreads 4
ReadTimeout 20
CommandReadTimeout 10
SelfCheck 600
"""


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="guitai scanner", description="Look for viruses in what people send.")
    parser.add_argument("--signatures", action="store_true", help="only print our signatures, for guitai.ndb")
    if parser.parse_args(arguments).signatures:
        sys.stdout.write(signatures.lines())
        return 0
    clamd = path()
    if clamd is None:
        raise CannotStart("No clamd: install clamav-daemon (apt install clamav-daemon).")
    folder = environment.VAR / "scanner"
    _become(clamd, prepare(folder))
    return 0  # never reached: clamd goes on in our place


def _become(clamd: str, configuration: Path) -> None:
    """This process is clamd from now on: whoever keeps us alive or ends us keeps or ends it."""
    os.execv(clamd, [clamd, f"--config-file={configuration}"])  # noqa: S606 - our own words


def path() -> str | None:
    return shutil.which("clamd", path=os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin"]))


def prepare(folder: Path, *, official: Path = OFFICIAL) -> Path:
    """The folder holds a configuration and signatures: ours, and whatever official ones this machine has."""
    for each in (folder, folder / "signatures", folder / "temporary"):
        each.mkdir(mode=0o700, parents=True, exist_ok=True)
    (folder / "signatures" / signatures.FILE_NAME).write_text(signatures.lines(), encoding="ascii")
    for found in official.glob("*"):
        link = folder / "signatures" / found.name
        if found.suffix in OFFICIAL_KINDS and not link.exists():
            link.symlink_to(found)
    configuration = folder / "clamd.conf"
    configuration.write_text(CONFIGURATION.format(folder=folder), encoding="utf-8")
    return configuration
