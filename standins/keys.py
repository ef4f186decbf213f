"""Makes the Ed25519 keys with which the demo's product and stand-ins know each other: NAME.key.pem and NAME.pub.pem.

Not for production: there every party makes its own and hands over the public half.
"""

import argparse
import sys
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

PRODUCT = "guitai"
AGENCIES = ("household", "tax", "insurance", "pension", "welfare", "bank")


def make(folder: Path, names: tuple[str, ...] = (PRODUCT, *AGENCIES)) -> None:
    """Each name has a pair of keys in the folder; those already there stay."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        if not private_path(folder, name).exists():
            _make_pair(folder, name)


def private_path(folder: Path, name: str) -> Path:
    return folder / f"{name}.key.pem"


def public_path(folder: Path, name: str) -> Path:
    return folder / f"{name}.pub.pem"


def _make_pair(folder: Path, name: str) -> None:
    key = Ed25519PrivateKey.generate()
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    public_path(folder, name).write_bytes(public)
    path = private_path(folder, name)
    path.touch(mode=0o600)
    path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="standins.keys", description="Make the demo's signing keys.")
    parser.add_argument("--out", type=Path, required=True)
    make(parser.parse_args(arguments).out)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
