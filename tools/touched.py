"""Prints the test folders of the packages that differ from the main branch, for `make test-fast`."""

import subprocess
import sys
from pathlib import Path, PurePosixPath

ALWAYS = "tests/architecture"


def changed() -> list[str]:
    base = _git("merge-base", "HEAD", "main")
    told = _git("diff", "--name-only", base[0] if base else "HEAD") + _git("diff", "--name-only", "HEAD~1")
    return told + _git("ls-files", "--others", "--exclude-standard")


def folders(paths: list[str]) -> set[str]:
    """Answer where the tests of these files are; a service's examples are the catalogue's tests."""
    found = {ALWAYS}
    for path in map(PurePosixPath, paths):
        match path.parts:
            case ["guitai", package, _, *_]:
                found.add(f"guitai/{package}")
            case ["standins", *_]:
                found.add("standins")
            case ["services", *_]:
                found |= {"guitai/catalogue", "guitai/rules"}
    return {each for each in found if any(Path(each).rglob("test_*.py"))}


def _git(*words: str) -> list[str]:
    told = subprocess.run(["git", *words], capture_output=True, text=True, check=False)
    return told.stdout.split() if told.returncode == 0 else []


if __name__ == "__main__":
    sys.stdout.write(" ".join(sorted(folders(changed()))) + "\n")
