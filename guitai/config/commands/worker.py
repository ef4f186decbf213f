"""guitai worker: background work of all queues, as the role worker."""

import argparse

from django.core.management import call_command

from guitai.config import database, preflight, schema


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="guitai worker", description="Do the background work.")
    parser.add_argument("--concurrency", type=int, default=2)
    told = parser.parse_args(arguments)
    preflight.postgres(database.address())
    schema.require_current()
    schema.require_key()
    call_command("procrastinate", "worker", f"--concurrency={told.concurrency}")
    return 0
