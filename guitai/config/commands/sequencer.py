"""guitai sequencer: chains and signs the audit, as the role audit; start exactly one."""

import argparse
import signal
import threading

from guitai.audit import sequencer
from guitai.config import database, preflight, schema


def main(arguments: list[str]) -> int:
    argparse.ArgumentParser(prog="guitai sequencer").parse_args(arguments)
    preflight.postgres(database.address())
    schema.require_current()
    schema.require_key()
    stop = threading.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda *_: stop.set())
    sequencer.run_sequencer(stop)
    return 0
