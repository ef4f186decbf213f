"""File names as people give them, made harmless for headers and screens."""

from pathlib import PurePosixPath

from guitai.core import han
from guitai.files.terms import EXTENSIONS

LONGEST = 100
UNWANTED = frozenset('<>:"|?*%;')


def clean(given: str, media_type: str) -> str:
    """Answer a name with nothing invisible, no path and the extension of what the file is: never what it pretends."""
    last = given.replace("\\", "/").rsplit("/", 1)[-1]
    visible = "".join("_" if char in UNWANTED else char for char in last if not han.is_unwanted(char))
    stem = PurePosixPath(visible.strip(" .")).stem.strip(" .")[:LONGEST] or "file"
    return f"{stem}.{EXTENSIONS[media_type]}"
