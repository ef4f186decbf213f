"""The six stand-in agencies on free ports of this machine, started once and stopped by their own ids."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from standins import keys

ROOT = Path(__file__).resolve().parents[2]
SECONDS = "8"  # a busy machine is not a slow agency
SOURCES = {
    "household_register": "household",
    "tax": "tax",
    "insurance": "insurance",
    "pension_insurer": "pension",
    "welfare": "welfare",
    "bank": "bank",
}


@dataclass
class Agencies:
    """The running stand-ins, told to misbehave by source: ``order("tax", "down")``."""

    urls: dict[str, str]
    keys: Path
    told: set[str] = field(default_factory=set)

    def order(self, source: str, mode: str, **more: object) -> None:
        self.told.add(source)
        answer = httpx.post(f"{self.urls[source]}/_control", json={"mode": mode, **more})
        answer.raise_for_status()

    def behave(self) -> None:
        for source in sorted(self.told):
            self.order(source, "normal")
        self.told.clear()

    def settings(self) -> dict[str, dict[str, str]]:
        entries = {source: self._entry(source, agency) for source, agency in SOURCES.items()}
        return entries | {"welfare_precheck": entries["welfare"]}  # the same system, asked something else

    def _entry(self, source: str, agency: str) -> dict[str, str]:
        return {
            "url": self.urls[source],
            "agency": agency,
            "public_key": str(keys.public_path(self.keys, agency)),
            "our_key_id": keys.PRODUCT,
            "our_key": str(keys.private_path(self.keys, keys.PRODUCT)),
            "seconds": SECONDS,
        }


@contextmanager
def running(world: Path) -> Iterator[Agencies]:
    """All six answer while the block runs."""
    folder = world / "keys"
    keys.make(folder)
    with ExitStack() as stack:
        processes = {source: stack.enter_context(_process(agency, world)) for source, agency in SOURCES.items()}
        try:
            yield Agencies({source: _ready(process) for source, process in processes.items()}, folder)
        finally:
            for process in processes.values():
                process.terminate()


def _process(agency: str, world: Path) -> "subprocess.Popen[str]":
    options = ["--port=0", f"--data={world}", f"--keys={world / 'keys'}"]
    command = [sys.executable, "-m", f"standins.{agency}", *options]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def _ready(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    word, _name, url = process.stdout.readline().split()
    assert word == "ready"
    return url
