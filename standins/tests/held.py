"""A stand-in that holds messages, as a process of its own: read, told, stopped."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Held:
    port: int  # of the protocol it stands in for
    http: str

    def get(self, path: str) -> str:
        with urlopen(self.http + path, timeout=5) as answer:
            return str(answer.read().decode())

    def messages(self) -> list[dict[str, Any]]:
        return list(json.loads(self.get("/messages.json")))

    def order(self, **order: object) -> None:
        body = json.dumps(order).encode()
        request = Request(self.http + "/_control", data=body, headers={"Content-Type": "application/json"})
        urlopen(request, timeout=5).close()


@contextmanager
def running(name: str, protocol: str) -> Iterator[Held]:
    """The stand-in runs during the block, on free ports."""
    command = [sys.executable, "-m", f"standins.{name}", f"--{protocol}-port", "0", "--http-port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        try:
            assert process.stdout is not None
            words = rf"ready {name} {protocol}://127\.0\.0\.1:(\d+) (http://\S+)\n"
            ready = re.fullmatch(words, process.stdout.readline())
            assert ready is not None
            yield Held(port=int(ready[1]), http=ready[2])
        finally:
            process.terminate()
            process.wait(timeout=10)
