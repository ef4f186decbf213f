"""What `guitai audit` says on the command line."""

import argparse
import dataclasses
import json
import sys
from collections.abc import Sequence

from guitai.audit import verification
from guitai.audit.terms import Verification


def verify_command(argv: Sequence[str]) -> int:
    """Print one line that says whether the audit holds; answer 0 when it does, else 1."""
    parser = argparse.ArgumentParser(prog="guitai audit verify", description=verification.__doc__)
    parser.add_argument("--json", action="store_true", help="print one line of JSON")
    options = parser.parse_args(argv)
    result = verification.verify()
    line = json.dumps(dataclasses.asdict(result)) if options.json else _sentence(result)
    sys.stdout.write(line + "\n")
    return 0 if result.ok else 1


def _sentence(result: Verification) -> str:
    if result.ok:
        return f"The audit holds: {result.checked} records are as they were written."
    return f"The audit does NOT hold at {result.place}: {result.reason}."
