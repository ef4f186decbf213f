"""What `guitai reports` says on the command line."""

import argparse
import sys
from collections.abc import Sequence

from guitai.reports import actions


def main(argv: Sequence[str]) -> int:
    """Make the summaries anew from the cases."""
    parser = argparse.ArgumentParser(prog="guitai reports", description="statistics")
    parser.add_subparsers(dest="verb", required=True).add_parser("rebuild", help=main.__doc__)
    parser.parse_args(argv)
    sys.stdout.write(f"The summaries count {actions.rebuild()} steps of cases.\n")
    return 0
