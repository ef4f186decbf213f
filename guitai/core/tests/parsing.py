"""Reads Python as a tree, for tests about the code."""

import ast
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path


def parsed(path: Path) -> ast.Module:
    """In a thread of its own: tests with a browser leave Python 3.11 at a depth of recursion where it cannot parse."""
    with ThreadPoolExecutor(1) as fresh:
        return fresh.submit(ast.parse, path.read_text(encoding="utf-8")).result()
