"""The Merkle tree of RFC 9162: its root, the proof that a leaf is in it, the proof that it only grew.

A tree is never held whole: a growing one keeps the digests of its full subtrees (at most one for each power of two),
and a proof asks for the digests it needs.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256

EMPTY = sha256(b"").digest()
TILE_BITS = 8  # the digest of each full subtree of 256, 256², … leaves is worth keeping
Subtree = Callable[[int, int], bytes]  # (first leaf, how many: a power of two) -> digest


@dataclass(frozen=True)
class Tile:
    """The digest over 256 to the power of `level` leaves, the `number`th such subtree from the left."""

    level: int
    number: int
    digest: bytes


def leaf_hash(data: bytes) -> bytes:
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


@dataclass
class Growing:
    """A tree to which leaves are added at the right."""

    size: int = 0
    _full: list[tuple[int, bytes]] = field(default_factory=list)  # (height, digest), the highest first

    def copy(self) -> "Growing":
        return Growing(self.size, list(self._full))

    def add(self, digest: bytes, height: int = 0) -> list[Tile]:
        """The leaf (or full subtree) is in the tree; answers the tiles that it made full."""
        self.size += 1 << height
        tiles = []
        while self._full and self._full[-1][0] == height:
            digest = node_hash(self._full.pop()[1], digest)
            height += 1
            if height % TILE_BITS == 0:
                tiles.append(Tile(height // TILE_BITS, (self.size >> height) - 1, digest))
        self._full.append((height, digest))
        return tiles

    def root(self) -> bytes:
        if not self._full:
            return EMPTY
        (_height, root), *others = reversed(self._full)
        for _height, left in others:
            root = node_hash(left, root)
        return root


def root_of(leaves: list[bytes]) -> bytes:
    tree = Growing()
    for leaf in leaves:
        tree.add(leaf)
    return tree.root()


def root_of_range(start: int, end: int, subtree: Subtree) -> bytes:
    """Answer the root over the leaves from start to before end, where start is a multiple of what they fill."""
    size = end - start
    if size & (size - 1) == 0:
        return subtree(start, size)
    middle = start + _half(size)
    return node_hash(root_of_range(start, middle, subtree), root_of_range(middle, end, subtree))


def inclusion(index: int, size: int, subtree: Subtree) -> list[bytes]:
    """Answer the path of RFC 9162 §2.1.3 from the leaf to the root of the first `size` leaves."""
    path, start, end = [], 0, size
    while end - start > 1:
        middle = start + _half(end - start)
        if index < middle:
            path.append(root_of_range(middle, end, subtree))
            end = middle
        else:
            path.append(root_of_range(start, middle, subtree))
            start = middle
    return path[::-1]


def consistency(old: int, new: int, subtree: Subtree) -> list[bytes]:
    """Answer the proof of RFC 9162 §2.1.4 that the first `old` leaves are the beginning of the first `new`."""
    return list(_consistency(old, 0, new, subtree, known=True)) if 0 < old < new else []


def _consistency(old: int, start: int, end: int, subtree: Subtree, *, known: bool) -> Iterator[bytes]:
    if old == end:
        if not known:
            yield root_of_range(start, end, subtree)
        return
    middle = start + _half(end - start)
    if old <= middle:
        yield from _consistency(old, start, middle, subtree, known=known)
        yield root_of_range(middle, end, subtree)
    else:
        yield from _consistency(old, middle, end, subtree, known=False)
        yield root_of_range(start, middle, subtree)


def _half(size: int) -> int:
    """Answer the largest power of two below the size."""
    return 1 << (size - 1).bit_length() - 1


def root_by_inclusion(leaf: bytes, index: int, size: int, path: list[bytes]) -> bytes | None:
    """Answer the root that the path leads to, or nothing when it has not the right length."""
    node, last, rest = leaf, size - 1, list(path)
    while last > 0:
        if index % 2 or index < last:
            if not rest:
                return None
            node = node_hash(rest.pop(0), node) if index % 2 else node_hash(node, rest.pop(0))
        index, last = index >> 1, last >> 1
    return None if rest else node
