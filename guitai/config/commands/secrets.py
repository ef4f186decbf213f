"""guitai secrets: fresh keys for the demo of this machine, unless there are keys already."""

import argparse
import sys

from guitai.config import environment, preflight


def main(arguments: list[str]) -> int:
    argparse.ArgumentParser(prog="guitai secrets").parse_args(arguments)
    preflight.writable(environment.SECRETS_FILE.parent)
    made = environment.make_demo_secrets(environment.SECRETS_FILE)
    sys.stdout.write(f"{'Made' if made else 'Kept'} {environment.SECRETS_FILE}\n")
    return 0
