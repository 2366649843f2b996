"""What the replica's stores of Android apps share: they carry what Google Play carries."""

from __future__ import annotations

import hashlib

from crawler.replica.model import StoreListing


def signature(listing: StoreListing) -> str:
    """The SHA-1 of an invented certificate: one a developer, in pairs of hex digits."""
    digits = hashlib.sha1(listing.developer.encode(), usedforsecurity=False).hexdigest().upper()
    return ":".join(digits[place : place + 2] for place in range(0, len(digits), 2))


def version_code(listing: StoreListing) -> int:
    """An invented number of the version."""
    return 100 + listing.installs % 900
