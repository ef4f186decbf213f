"""Signatures over the head of the chain and the root of its tree, with a key that comes from the master key."""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.db import transaction

from guitai.audit import witness
from guitai.audit.chain import Head
from guitai.audit.models import Checkpoint
from guitai.audit.statements import Statement
from guitai.core import encryption

PURPOSE = "audit-checkpoint"
LATEST = b"guitai-audit-latest-1\n"


def sign(statement: Statement) -> None:
    """The statement is a checkpoint; the witness gets it when the transaction has committed."""
    key = _key()
    signature = key.sign(statement.message())
    Checkpoint.objects.create(
        number=statement.number,
        position=statement.position,
        head=statement.head,
        root=statement.root,
        at=statement.at,
        key=key.public_key().public_bytes_raw(),
        signature=signature,
    )
    transaction.on_commit(lambda: witness.tell(statement, signature))


def tell_latest(head: Head) -> None:
    """The witness knows how far the chain went between two checkpoints, once the transaction has committed."""
    signature = _key().sign(_latest(head))
    transaction.on_commit(lambda: witness.tell_latest(head, signature))


def is_ours(message: bytes, signature: bytes, *, key: bytes | None = None) -> bool:
    """Say whether the signature was made with a key of this system, and with that very one when it is named."""
    for ours in _public_keys():
        if key is not None and ours.public_bytes_raw() != key:
            continue
        try:
            ours.verify(signature, message)
        except InvalidSignature:
            continue
        return True
    return False


def is_latest(head: Head, signature: bytes) -> bool:
    return is_ours(_latest(head), signature)


def public_keys() -> list[bytes]:
    return [key.public_bytes_raw() for key in _public_keys()]


def _latest(head: Head) -> bytes:
    return LATEST + f"{head.position}\n{head.digest.hex()}\n".encode()


def _key() -> Ed25519PrivateKey:
    return _keys()[0]


def _public_keys() -> list[Ed25519PublicKey]:
    return [key.public_key() for key in _keys()]


def _keys() -> list[Ed25519PrivateKey]:
    """Answer a key for each master key that we still know, the newest first: what an older one signed stays signed."""
    return [Ed25519PrivateKey.from_private_bytes(key) for key in encryption.derived_keys(PURPOSE)]
