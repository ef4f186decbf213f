"""What a process is told from outside: environment first, then the secrets file, else a clear refusal."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class SettingMissing(SystemExit):
    """One line a person can act on; the process ends with code 2."""

    def __init__(self, name: str, remedy: str) -> None:
        super().__init__(f"guitai: {name} is missing. {remedy}")
        self.code = 2


def read_secrets_file(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#") and "=" in line)


VAR = Path(os.environ.get("GUITAI_VAR", ROOT / "var"))
SECRETS_FILE = Path(os.environ.get("GUITAI_SECRETS_FILE", VAR / "secrets.env"))
_SECRETS = read_secrets_file(SECRETS_FILE)


def value(name: str, default: str = "") -> str:
    return os.environ.get(name) or _SECRETS.get(name) or default


def required(name: str, remedy: str) -> str:
    found = value(name)
    if not found:
        raise SettingMissing(name, remedy)
    return found


def flag(name: str) -> bool:
    return value(name).lower() in {"1", "true", "yes"}
