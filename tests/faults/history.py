"""What clients asked for and heard, on disk before they go on; the checker believes nothing else."""

import json
import os
import threading
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

INVOKE, OK, FAIL, UNKNOWN = "invoke", "ok", "fail", "unknown"


@dataclass(frozen=True)
class Entry:
    """One line: somebody asked for something (invoke), or heard what became of it."""

    at: float
    client: str
    deed: str  # submit, propose_grant, grant …
    thing: str  # the draft, or the case with the revision that was seen
    kind: str
    heard: str = ""


class History:
    """A file of entries; each is on disk when ``note`` returns."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._file = path.open("a", encoding="utf-8")

    def note(self, client: str, deed: str, thing: str, kind: str, heard: str = "") -> None:
        line = json.dumps(asdict(Entry(time.time(), client, deed, thing, kind, heard)), ensure_ascii=False)
        with self._lock:
            self._file.write(line + "\n")
            self._file.flush()
            os.fsync(self._file.fileno())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()


def read(path: Path) -> Iterator[Entry]:
    """Answer every whole line; the last one may be torn."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.endswith("\n"):
                yield Entry(**json.loads(line))
