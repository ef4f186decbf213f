"""Signatures over the head of the chain, with a key that comes from the master key."""

from datetime import datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import transaction

from guitai.audit.models import Checkpoint
from guitai.audit.statements import Statement
from guitai.audit.witness import tell_witness
from guitai.core import encryption


def sign(position: int, head: bytes, *, now: datetime) -> None:
    """Leave a checkpoint at the head; the witness gets it when the transaction has committed."""
    last = Checkpoint.objects.order_by("-number").first()
    statement = Statement((last.number if last else 0) + 1, position, head, now)
    key = _key()
    row = Checkpoint.objects.create(
        number=statement.number,
        position=position,
        head=head,
        at=now,
        key=key.public_key().public_bytes_raw(),
        signature=key.sign(statement.message()),
    )
    transaction.on_commit(lambda: tell_witness(statement, bytes(row.signature)))


def is_ours(statement: Statement, signature: bytes) -> bool:
    """Say whether the signature was made with the key of this system."""
    try:
        _key().public_key().verify(signature, statement.message())
    except InvalidSignature:
        return False
    return True


def _key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(encryption.derived_key("audit-checkpoint"))
