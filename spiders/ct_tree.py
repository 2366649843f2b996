"""The Merkle tree of a log (RFC 6962 §2.1), by its right edge: what must be kept to go on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

Edge = tuple[bytes, ...]


def leaf_hash(leaf: bytes) -> bytes:
    """The hash of a ``MerkleTreeLeaf``."""
    return hashlib.sha256(b"\x00" + leaf).digest()


def grown(edge: Edge, size: int, leaves: Iterable[bytes]) -> Edge:
    """The edge of a tree of ``size`` entries after these leaf hashes were added.

    An edge holds the roots of the whole trees that the size is the sum of, the largest first.
    """
    roots = list(edge)
    for root in leaves:
        pairs = size
        while pairs & 1:
            root = _node(roots.pop(), root)
            pairs >>= 1
        roots.append(root)
        size += 1
    return tuple(roots)


def root_of(edge: Edge) -> bytes:
    """The root of the tree with this edge."""
    if not edge:
        return hashlib.sha256(b"").digest()
    *larger, root = edge
    for left in reversed(larger):
        root = _node(left, root)
    return root


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()
