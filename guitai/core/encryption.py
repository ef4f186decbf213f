"""Personal values are unreadable in the database, and still found by equality.

AES-256-GCM with a key derived from the master key for each purpose (HKDF-SHA-256); the blind index is an HMAC-SHA-256
under another derived key, so equal numbers meet without being readable.
"""

import hmac
import os
from functools import lru_cache
from hashlib import sha256

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

NONCE_BYTES = 12
VERSION = b"\x01"


@lru_cache(maxsize=128)
def _key(purpose: str, master: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode()).derive(bytes.fromhex(master))


def encrypt(plain: bytes, *, purpose: str) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return VERSION + nonce + AESGCM(_key(purpose, settings.MASTER_KEY)).encrypt(nonce, plain, purpose.encode())


def decrypt(sealed: bytes, *, purpose: str) -> bytes:
    """Answer what was sealed; raises cryptography.exceptions.InvalidTag for another key, purpose or a changed byte."""
    nonce, body = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
    return AESGCM(_key(purpose, settings.MASTER_KEY)).decrypt(nonce, body, purpose.encode())


def blind_index(value: str, *, purpose: str) -> bytes:
    """Answer 32 bytes that are equal exactly for equal values under the same purpose."""
    return hmac.new(_key("blind:" + purpose, settings.MASTER_KEY), value.encode(), sha256).digest()
