"""The running product as its tests see it: pages, stand-ins that can be told to misbehave, mails, commands."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import httpx

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = "guitai.config.settings"
ENDS_WITHIN = 30
PATIENCE = 60.0
LOOK_EVERY = 0.25
Seen = TypeVar("Seen")


def wait_for(look: Callable[[], Seen], what: str) -> Seen:
    """Answer what is seen at last; the worker needs its seconds."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        seen = look()
        if seen:
            return seen
        time.sleep(LOOK_EVERY)
    raise AssertionError(f"waited in vain: {what}")


@dataclass(frozen=True)
class Product:
    address: str
    standins: dict[str, int]
    environment: dict[str, str]
    people: dict[str, dict[str, Any]]  # the stories, by key

    def order(self, agency: str, mode: str) -> None:
        url = f"http://127.0.0.1:{self.standins[agency]}/_control"
        httpx.post(url, json={"mode": mode}, trust_env=False).raise_for_status()

    def mails(self, words: str) -> list[dict[str, Any]]:
        """Answer the mails that hold these words in their subject."""
        url = f"http://127.0.0.1:{self.standins['mailbox']}/messages.json"
        found = httpx.get(url, trust_env=False).json()
        return [mail for mail in found if words in mail["subject"]]

    def texts(self, number: str) -> list[str]:
        """Answer the words of the texts this telephone got, the newest first."""
        url = f"http://127.0.0.1:{self.standins['sms']}/messages.json"
        return [text["text"] for text in httpx.get(url, params={"to": number}, trust_env=False).json()]

    def run(self, *command: str, role: str = "") -> "subprocess.CompletedProcess[str]":
        """Run a command of the product to its end."""
        own = {"GUITAI_DB_ROLE": role} if role else {}
        told = os.environ | self.environment | own
        line = [sys.executable, "-m", *command]
        return subprocess.run(line, cwd=ROOT, env=told, capture_output=True, text=True, timeout=60, check=False)

    def look_again(self) -> None:
        """What the worker does every minute is done now."""
        job = ("procrastinate", "defer", "cases.look_again", '{"timestamp": 0}')
        done = self.run("django", *job, role="worker")
        assert done.returncode == 0, done.stderr


@contextmanager
def running(folder: Path) -> Iterator[Product]:
    """The product runs during the block, with all its files in the folder."""
    told = {"GUITAI_DEMO": "1", "DJANGO_SETTINGS_MODULE": SETTINGS, "GUITAI_VAR": str(folder)}
    (folder / "static").mkdir()
    environment = os.environ | told
    command = [sys.executable, "-m", "tests.browser"]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            line = process.stdout.readline()
            assert line.startswith("{"), f"the product did not start; its words stand above and in {folder}/log"
            ready = json.loads(line)
            stories = json.loads((folder / "world" / "people.json").read_text(encoding="utf-8"))["stories"]
            people = {story["key"]: story for story in stories}
            yield Product(ready["address"], ready["standins"], told | ready["environment"], people)
        finally:
            process.terminate()
            process.wait(ENDS_WITHIN)
