"""python -m tests.deep.fuzz: two hundred thousand strange requests over every route, from seeds of their own.

The same requests as in tests/security/test_fuzz.py, ten times as many; a failure names its seed and number.
"""

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

from bench.report import record

ROOT = Path(__file__).resolve().parents[2]
EACH = 2_000  # of one seed
FIRST_SEED = 1_000  # apart from those of the everyday suite


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=200_000)
    parser.add_argument("--first", type=int, default=FIRST_SEED, help="first seed")
    told = parser.parse_args()
    shards = max(1, told.requests // EACH)
    environment = os.environ | {"FUZZ_FIRST": str(told.first), "FUZZ_SHARDS": str(shards), "FUZZ_EACH": str(EACH)}
    began = time.monotonic()
    command = [sys.executable, "-m", "pytest", "-n", "2", "-q", "tests/security/test_fuzz.py"]
    done = subprocess.run(command, cwd=ROOT, env=environment, check=False)
    minutes = (time.monotonic() - began) / 60
    goal = "no request makes the program fail"
    record("fuzz: strange requests", shards * EACH, "requests", goal=goal, holds=done.returncode == 0)
    record("fuzz: time", round(minutes, 1), "minutes")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
