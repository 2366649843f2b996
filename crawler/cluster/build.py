"""Which build of this program runs here: its version, and a digest of the sources it crawls by."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable

_PACKAGES = ("crawler", "spiders")  # what the messages in Redis look like, and who reads what


@cache  # as it was when the process began, whatever is installed meanwhile
def build() -> str:
    """The same for two processes only if they run the same sources."""
    return f"{version('rasoat')}+{digest_of(_PACKAGES)}"


def digest_of(packages: Iterable[str]) -> str:
    """A digest of the names and the contents of all sources in these packages."""
    digest = hashlib.sha256()
    for package in packages:
        for name, source in sorted(_sources(package, files(package))):
            digest.update(f"{name}\0{len(source)}\0".encode())
            digest.update(source)
    return digest.hexdigest()[:16]


def _sources(name: str, place: Traversable) -> Iterable[tuple[str, bytes]]:
    for each in place.iterdir():
        path = f"{name}/{each.name}"
        if each.is_dir():
            yield from _sources(path, each)
        elif each.name.endswith(".py"):
            yield path, each.read_bytes()
