"""Icons that look nearly the same, found among many by pieces of their hashes."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache

_LOOK = re.compile(r"[0-9a-f]{16}")
# A picture stored anew, smaller or in another format, changes up to 4 of the 64 bits (JPEG at 70,
# WebP at 50, measured on pictures of the replica); others differ in 14 and more.
_BITS = 4
# Of five pieces at least one stays whole when four bits change.
_PIECES = ((0, 13), (13, 13), (26, 13), (39, 13), (52, 12))


class NearIcons:
    """Icons by their perceptual hashes (pHash, sixteen hex digits)."""

    def __init__(self) -> None:
        self._looks: dict[str, int] = {}
        self._bearers: dict[tuple[int, int], list[str]] = defaultdict(list)
        self.alike = cache(self._alike)

    def add(self, subject: str, look: object) -> None:
        """Takes an icon in; anything but a hash is none."""
        if not isinstance(look, str) or not _LOOK.fullmatch(look):
            return
        self._looks[subject] = int(look, 16)
        for piece in _pieces(self._looks[subject]):
            self._bearers[piece].append(subject)

    def look(self, subject: str) -> str:
        """The hash of its icon."""
        return f"{self._looks[subject]:016x}"

    def _alike(self, subject: str) -> frozenset[str]:
        """The subjects whose icons are nearly this one's, itself among them; none without one."""
        look = self._looks.get(subject)
        if look is None:
            return frozenset()
        near = {other for piece in _pieces(look) for other in self._bearers[piece]}
        return frozenset(
            other for other in near if (look ^ self._looks[other]).bit_count() <= _BITS
        )


def _pieces(look: int) -> list[tuple[int, int]]:
    return [(start, look >> start & ((1 << width) - 1)) for start, width in _PIECES]
