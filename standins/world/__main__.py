"""python -m standins.world --out DIR --seed N --households 2000"""

import argparse
import sys
from datetime import date
from pathlib import Path

from standins.world import writing


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="standins.world", description="Write a seeded, invented population.")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--households", type=int, default=2000)
    parser.add_argument("--day", type=date.fromisoformat, default=writing.DEFAULT_DAY)
    told = parser.parse_args(arguments)
    world = writing.write(told.out, seed=told.seed, households=told.households, day=told.day)
    sys.stdout.write(f"{len(world.homes)} households, {len(world.people)} people in {told.out}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
