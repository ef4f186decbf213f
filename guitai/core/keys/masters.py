"""The master keys this process was given, by version; the newest one wraps.

Version 1 is GUITAI_MASTER_KEY, version n GUITAI_MASTER_KEY_n. A process that meets a version it does not know looks
again into the secrets file: so the master key is rotated without restarting anybody.
"""

import os
import re
from pathlib import Path

from django.conf import settings

from guitai.core.keys.terms import MasterUnknown

FIRST = 1
NAME = "GUITAI_MASTER_KEY"
_LATER = re.compile(rf"{NAME}_(\d+)")
_HEX = re.compile(r"[0-9a-fA-F]{64,}")
_seen: dict[int, str] = {}


def of(version: int) -> bytes:
    """Answer this version's key; raises MasterUnknown."""
    if version == FIRST:
        return bytes.fromhex(settings.MASTER_KEY)
    if version not in _seen:
        _seen.update(_given())
    if version not in _seen:
        raise MasterUnknown(
            f"A key is wrapped by master key {version}: put {NAME}_{version} into the secrets file or environment."
        )
    return bytes.fromhex(_seen[version])


def newest() -> int:
    """Answer the version that new keys are wrapped by, as the secrets say at this moment."""
    return max([FIRST, *_given()])


def name_of(version: int) -> str:
    return NAME if version == FIRST else f"{NAME}_{version}"


def _given() -> dict[int, str]:
    """Answer every later version in the secrets file and the environment."""
    lines = _lines(Path(settings.SECRETS_FILE)) | dict(os.environ)
    found = ((_LATER.fullmatch(name), value) for name, value in lines.items())
    return {int(match[1]): value for match, value in found if match and _HEX.fullmatch(value)}


def _lines(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#") and "=" in line)
