"""What a process is told from outside: environment first, then the secrets file, else a clear refusal."""

import os
import re
import secrets
from pathlib import Path

from guitai.config.terms import CannotStart

ROOT = Path(__file__).resolve().parents[2]
HEX_KEY = re.compile(r"[0-9a-fA-F]{64,}")
VAR = Path(os.environ.get("GUITAI_VAR", ROOT / "var"))
SECRETS_FILE = Path(os.environ.get("GUITAI_SECRETS_FILE", VAR / "secrets.env"))


def read_secrets_file(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#") and "=" in line)


def make_demo_secrets(path: Path) -> bool:
    """A file of fresh keys for the demo is there, readable by us only; answers whether it is new."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    lines = ["# Made for the demo of this machine. Production brings its own.", "GUITAI_DEMO=1"]
    lines += [f"{name}={secrets.token_hex(32)}" for name in ("GUITAI_SECRET_KEY", "GUITAI_MASTER_KEY")]
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write("\n".join(lines) + "\n")
    return True


_SECRETS = read_secrets_file(SECRETS_FILE)


def value(name: str, default: str = "") -> str:
    return os.environ.get(name) or _SECRETS.get(name) or default


def required(name: str, remedy: str) -> str:
    found = value(name)
    if not found:
        raise CannotStart(f"{name} is missing. {remedy}")
    return found


def hex_key(name: str, remedy: str) -> str:
    """Answer a key of at least 32 bytes, written as hex digits."""
    found = required(name, remedy)
    if not HEX_KEY.fullmatch(found):
        raise CannotStart(f"{name} is no key: it needs 64 hex digits or more. {remedy}")
    return found


def require_secrets() -> None:
    """Both secrets are told; asked before anything is made that would be left behind."""
    secret_key()
    master_key()


def secret_key() -> str:
    return required("GUITAI_SECRET_KEY", "Run `make setup`, or put it into the secrets file.")


def master_key() -> str:
    return hex_key("GUITAI_MASTER_KEY", "Put 64 hex digits into the secrets file or the environment.")


def flag(name: str) -> bool:
    return value(name).lower() in {"1", "true", "yes"}
