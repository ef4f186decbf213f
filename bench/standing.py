"""Processes of the product that are started, killed and begun again in the midst of a run, and what they use."""

import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import place

GUITAI = (sys.executable, "-m", "guitai.config.cli")
PATIENCE = 120.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Standing:
    """One command with all its children; its port stays the same when it is begun anew."""

    name: str
    arguments: tuple[str, ...]
    role: str
    told: dict[str, str]
    port: int = 0
    process: subprocess.Popen[bytes] | None = None
    used_before: float = 0.0
    most: dict[str, float] = field(default_factory=dict)

    def start(self) -> None:
        with (place.FOLDER / f"{self.name}.log").open("a") as log:
            self.process = subprocess.Popen(
                [*GUITAI, *self.arguments],
                env=os.environ | {"GUITAI_DB_ROLE": self.role} | self.told,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def end(self, how: signal.Signals = signal.SIGTERM) -> None:
        """It is gone; a kill reaches its children too."""
        if self.process is None:
            return
        self.used_before += self._used_now()
        if how is signal.SIGKILL:
            os.killpg(self.process.pid, how)
        else:
            self.process.send_signal(how)
        self.process.wait()
        self.process = None

    def wait_until_open(self) -> None:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.1)
        raise SystemExit(f"{self.name} does not answer: {(place.FOLDER / f'{self.name}.log').read_text()[-2000:]}")

    def used(self) -> float:
        """Answer the seconds of one core that it has used, with all its children."""
        return self.used_before + self._used_now()

    def memory(self) -> list[float]:
        """Answer how many MB each of its processes has, by its share of what they have in common."""
        return sorted(filter(None, map(share, self._processes())))

    def _used_now(self) -> float:
        ticks = 0
        for pid in self._processes():
            try:
                ticks += sum(map(int, Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:15]))
            except OSError:  # gone meanwhile
                continue
        return ticks / os.sysconf("SC_CLK_TCK")

    def _processes(self) -> list[int]:
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                session = int((folder / "stat").read_text().rpartition(")")[2].split()[3])
            except OSError:  # gone meanwhile
                continue
            if self.process is not None and session == self.process.pid:
                found.append(int(folder.name))
        return found


def share(pid: int) -> float:
    """Answer the MB of one process, by its share of the common ones; 0 where it is gone."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0.0)
