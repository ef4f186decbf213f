"""An authority for tests: the stand-in as a process of its own, or keys of its own kind."""

import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Standing:
    """A stand-in that listens."""

    url: str
    roots: Path

    def order(self, mode: str, seconds: float = 0.0) -> None:
        body = json.dumps({"mode": mode, "seconds": seconds}).encode()
        asked = urllib.request.Request(f"{self.url}_control", data=body, headers={"content-type": "application/json"})
        urllib.request.urlopen(asked, timeout=10).close()


@contextmanager
def standing(folder: Path) -> Iterator[Standing]:
    """The stand-in runs while the block does."""
    command = [sys.executable, "-m", "standins.timestamps", "--port=0", f"--data={folder}"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            _ready, _name, url = process.stdout.readline().split()
            yield Standing(url, folder / "root.pem")
        finally:
            process.terminate()
            process.wait()
