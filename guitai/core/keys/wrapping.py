"""One key sealed by the key above it, bound to what it is the key of."""

import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from guitai.core.keys import masters
from guitai.core.terms import SealBroken

NONCE_BYTES = 12
KEY_BITS = 256
_WRAPS = b"guitai wraps agency keys"


def new_key() -> bytes:
    return AESGCM.generate_key(bit_length=KEY_BITS)


def wrap(key: bytes, *, by: bytes, what: str) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(by).encrypt(nonce, key, what.encode())


def unwrap(wrapped: bytes, *, by: bytes, what: str) -> bytes:
    """Answer the key; raises SealBroken where it was changed, or belongs to something else."""
    try:
        return AESGCM(by).decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], what.encode())
    except (InvalidTag, ValueError) as broken:
        raise SealBroken(f"The key {what} was changed, or the key above it is another.") from broken


def master(version: int) -> bytes:
    """Answer what this version of the master key wraps agency keys with."""
    return _derived(masters.of(version))


@lru_cache(maxsize=16)
def _derived(plain: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=_WRAPS).derive(plain)
