"""guitai sequencer: chains, signs and has stamped the audit, as the role audit; start exactly one."""

import argparse
import signal
import threading

from guitai.audit import sequencer, stamping
from guitai.config import database, preflight, schema


def main(arguments: list[str]) -> int:
    argparse.ArgumentParser(prog="guitai sequencer").parse_args(arguments)
    preflight.postgres(database.address())
    schema.require_current()
    schema.require_key()
    stop = threading.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda *_: stop.set())
    # Asking an authority may take seconds; the chain does not wait for it.
    stamper = threading.Thread(target=stamping.run_stamper, args=(stop,), name="stamper")
    stamper.start()
    sequencer.run_sequencer(stop)
    stamper.join()
    return 0
