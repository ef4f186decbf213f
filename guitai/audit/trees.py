"""The Merkle tree over the chain, as far as it is kept: links are its leaves, tiles its full subtrees of 256, 256² …"""

from functools import lru_cache

from django.db import connection

from guitai.audit import merkle
from guitai.audit.merkle import TILE_BITS

LEAVES = "SELECT digest FROM audit_link WHERE position > %s AND position <= %s ORDER BY position"
TILES = "SELECT digest FROM audit_tile WHERE level = %s AND number >= %s AND number < %s ORDER BY number"


class TreeIncomplete(Exception):
    """Links or tiles that the tree needs are not there."""


def stored(size: int) -> merkle.Growing:
    """Answer the tree over the first `size` links, from what is kept of it."""
    tree = merkle.Growing()
    for level in range(size.bit_length() // TILE_BITS, -1, -1):
        height = level * TILE_BITS
        for digest in digests(level, tree.size >> height, size >> height):
            tree.add(digest, height)
    return tree


def complete(size: int) -> None:
    """Every full subtree of the first `size` links is kept; a chain may be older than the keeping of them."""
    level = 1
    while size >> level * TILE_BITS:
        wanted = range(size >> level * TILE_BITS)
        with connection.cursor() as cursor:
            cursor.execute("SELECT number FROM audit_tile WHERE level = %s", [level])
            missing = set(wanted) - {row[0] for row in cursor.fetchall()}
            for number in sorted(missing):
                tile = merkle.root_of(digests(level - 1, number << TILE_BITS, (number + 1) << TILE_BITS))
                cursor.execute(
                    "INSERT INTO audit_tile (level, number, digest) VALUES (%s, %s, %s)", [level, number, tile]
                )
        level += 1


def stored_tiles() -> dict[tuple[int, int], bytes]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT level, number, digest FROM audit_tile")
        return {(level, number): bytes(digest) for level, number, digest in cursor.fetchall()}


def digests(level: int, first: int, end: int) -> list[bytes]:
    """Answer the digests of the subtrees of one level, from first to before end."""
    if first >= end:
        return []
    statement, values = (TILES, [level, first, end]) if level else (LEAVES, [first, end])
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found = [bytes(row[0]) for row in cursor.fetchall()]
    if len(found) != end - first:
        raise TreeIncomplete(f"Of {end - first} subtrees on level {level} from number {first}, {len(found)} are there.")
    return found if level else [merkle.leaf_hash(digest) for digest in found]


class Proofs:
    """Proofs about the tree as it is now; each subtree is read once."""

    def __init__(self) -> None:
        self._subtree = lru_cache(maxsize=4096)(_subtree)

    def inclusion(self, position: int, size: int) -> list[bytes]:
        return merkle.inclusion(position - 1, size, self._subtree)

    def consistency(self, old: int, new: int) -> list[bytes]:
        return merkle.consistency(old, new, self._subtree)


def _subtree(start: int, size: int) -> bytes:
    height = size.bit_length() - 1
    level = height // TILE_BITS
    width = level * TILE_BITS
    return merkle.root_of(digests(level, start >> width, (start + size) >> width))
