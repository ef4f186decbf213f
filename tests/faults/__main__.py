"""python -m tests.faults --seed 1 --minutes 60: one campaign; its verdict is the exit code."""

import argparse
import importlib
import signal
import sys
from pathlib import Path

from tests.faults import place


def main() -> int:
    parser = argparse.ArgumentParser(prog="tests.faults", description="Break everything while people apply.")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=40)
    parser.add_argument("--faults", type=int, default=0, help="how many; else one every ten seconds")
    parser.add_argument("--drafts", type=int, default=0, help="applications prepared; else twelve a second")
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--officials", type=int, default=4)
    parser.add_argument("--only", default="", help="nothing but this kind of fault")
    parser.add_argument("--folder", type=Path, default=None, help="kept afterwards; else a temporary one")
    parser.add_argument("--port", type=int, default=8400)
    told = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_told: sys.exit(143))  # told to stop, we clean up too
    here, own_disk = place.begin(told.folder, told.port)
    return int(importlib.import_module("tests.faults.campaign").main(here, told, own_disk=own_disk))


if __name__ == "__main__":
    sys.exit(main())
