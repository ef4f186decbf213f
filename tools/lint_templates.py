"""Runs curlylint, which still asks Python for a name that moved in 3.10; only its parser, it cannot indent blocks."""

import collections
import collections.abc
import importlib
import sys

if __name__ == "__main__":
    vars(collections)["Iterable"] = collections.abc.Iterable
    sys.argv.insert(1, "--parse-only")
    sys.exit(importlib.import_module("curlylint.cli").main())
