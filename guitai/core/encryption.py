"""Personal values are unreadable in the database, and still found by equality.

AES-256-GCM with a key derived from the master key for each purpose (HKDF-SHA-256); the blind index is an HMAC-SHA-256
under another derived key, so equal numbers meet without being readable. The first byte names the way of sealing, so
that a later one can be told apart when keys are rotated.
"""

import hmac
import os
from functools import lru_cache
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from guitai.core.keys import masters
from guitai.core.terms import SealBroken

VERSION = b"\x01"
NONCE_BYTES = 12
TAG_BYTES = 16


def encrypt(plain: bytes, *, purpose: str) -> bytes:
    """Answer the value sealed for one purpose; twice the same value gives two different seals."""
    nonce = os.urandom(NONCE_BYTES)
    return VERSION + nonce + AESGCM(derived_key(purpose)).encrypt(nonce, plain, VERSION + purpose.encode())


def decrypt(sealed: bytes, *, purpose: str) -> bytes:
    """Answer what was sealed; raises SealBroken for another key or purpose, or a changed byte."""
    if len(sealed) < len(VERSION) + NONCE_BYTES + TAG_BYTES or not sealed.startswith(VERSION):
        raise SealBroken("This is not a value that was sealed here.")
    nonce, body = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
    try:
        return AESGCM(derived_key(purpose)).decrypt(nonce, body, VERSION + purpose.encode())
    except InvalidTag as broken:
        raise SealBroken(f"A value sealed for “{purpose}” was changed, or the master key is another.") from broken


def blind_index(value: str, *, purpose: str) -> bytes:
    """Answer 32 bytes that are equal exactly for equal values under the same purpose."""
    return hmac.new(derived_key("blind:" + purpose), value.encode(), sha256).digest()


def derived_keys(purpose: str) -> tuple[bytes, ...]:
    """Answer what this purpose has under every master key given to this process, the newest first."""
    versions = range(masters.newest(), 0, -1)
    return tuple(_derive(purpose, masters.of(version).hex()) for version in versions)


def derived_key(purpose: str) -> bytes:
    """Answer the 32 bytes that serve this purpose and no other."""
    return _derive(purpose, settings.MASTER_KEY)


@lru_cache(maxsize=128)
def _derive(purpose: str, master: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode()).derive(bytes.fromhex(master))
