"""A message centre process of its own, for tests here and of the packages that send."""

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
READY = re.compile(r"ready sms smpp://127\.0\.0\.1:(\d+) (http://\S+)\n")


@dataclass(frozen=True)
class Centre:
    smpp_port: int
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
def message_centre() -> Iterator[Centre]:
    command = [sys.executable, "-m", "standins.sms", "--smpp-port", "0", "--http-port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        try:
            assert process.stdout is not None
            ready = READY.fullmatch(process.stdout.readline())
            assert ready is not None
            yield Centre(smpp_port=int(ready[1]), http=ready[2])
        finally:
            process.terminate()
            process.wait(timeout=10)
