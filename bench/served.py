"""The product's own web processes over the place of this run, and browsers that are signed in."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import place
from django.conf import settings
from django.test import Client

from guitai.accounts.models import Account

PATIENCE = 300


@contextmanager
def web() -> Iterator[int]:
    """The pages are served on a free port while the block runs, as `guitai run` serves them."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "guitai.config.cli", "web", f"--bind=127.0.0.1:{port}"]
    with (place.FOLDER / "web.log").open("w") as log:
        served = subprocess.Popen(command, env=os.environ | {"GUITAI_DB_ROLE": "web"}, stdout=log, stderr=log)
        try:
            _wait_for(port)
            yield port
        finally:
            served.terminate()
            served.wait()


def memory_of_web(port: int) -> list[float]:
    """Answer how many MB each process has for itself that listens on this port, by its share of the common ones."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if f"127.0.0.1:{port}" in (folder / "cmdline").read_text():
                found.append(_share(folder / "smaps_rollup"))
        except OSError:  # gone meanwhile
            continue
    return sorted(found)


def _share(rollup: Path) -> float:
    line = next(line for line in rollup.read_text().splitlines() if line.startswith("Pss:"))
    return int(line.split()[1]) / 1024


def cookie_of(account: Account) -> str:
    """Answer the cookie of this account, signed in."""
    browser = Client()
    browser.force_login(account)
    return f"{settings.SESSION_COOKIE_NAME}={browser.cookies[settings.SESSION_COOKIE_NAME].value}"


class Browser:
    """One connection that stays open, as a browser's does."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def get(self, path: str, cookie: str) -> bytes:
        """Answer the page; anything but a page ends the measurement."""
        for _again in range(2):
            try:
                self.line.request("GET", path, headers={"Cookie": cookie, "Accept-Language": "zh-TW"})
                answer = self.line.getresponse()
                body = answer.read()
                break
            except (http.client.RemoteDisconnected, ConnectionResetError):  # the server let an idle line go
                self.line.close()
        if answer.status != http.client.OK:
            raise SystemExit(f"{path}: {answer.status}")
        return body


def _wait_for(port: int) -> None:
    for _try in range(PATIENCE):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise SystemExit("the pages are not served")
