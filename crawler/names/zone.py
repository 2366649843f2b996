"""Lines of zone files: the owners of records that say that a name is in use."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawler.names.form import Form, LineReader

_TYPE = rb"(?P<type>[A-Za-z][A-Za-z0-9]*)"
_BETWEEN = rb"(?:\d+[smhdwSMHDW]?\s+)?(?:(?i:IN|CH|HS)\s+)?(?:\d+[smhdwSMHDW]?\s+)?"
_RECORD = re.compile(rb"(?P<owner>\S*)\s+" + _BETWEEN + _TYPE + rb"(?:\s+|$)")
# A string that nobody closes goes to the end of its line: to be tried at each quote would take
# seconds for a line of them.
_QUOTED = re.compile(rb'(?<!\\)"(?:[^"\\]|\\.)*+"?')
_TYPES = frozenset(
    b"SOA NS A AAAA CNAME DNAME MX DS TXT DNSKEY RRSIG NSEC NSEC3 NSEC3PARAM".split()
)
# Owners of the others are hashes, keys or services, or stand here a second time.
_IN_USE = frozenset({b"NS", b"A", b"AAAA", b"CNAME", b"DNAME", b"MX", b"DS"})


def fits(line: bytes) -> bool:
    """Whether the first line with content is of a zone file."""
    if line.startswith((b"$ORIGIN", b"$TTL")):
        return True
    found = _RECORD.match(line)
    return found is not None and found["type"].upper() in _TYPES


def reader(_: Sequence[bytes]) -> LineReader:
    """Reads the lines of one file."""
    return _Zone().names_of


class _Zone:
    """Where a zone file stands: its origin, the owner of the record before, open brackets."""

    def __init__(self) -> None:
        self._origin = self._owner = self._given = b""
        self._open = 0

    def names_of(self, line: bytes) -> list[bytes]:
        """The owner of the record that begins here, once for all its records that follow."""
        text = _QUOTED.sub(b'""', line).partition(b";")[0].rstrip()
        inside = self._open > 0
        self._open = max(0, self._open + text.count(b"(") - text.count(b")"))
        if inside or not text:
            return []
        if text.startswith(b"$"):
            self._direct(text)
            return []
        found = _RECORD.match(text)
        if found is None:
            return [line]
        self._owner = self._whole(found["owner"]) if found["owner"] else self._owner
        if found["type"].upper() not in _IN_USE or self._owner in (b"", self._given):
            return []
        self._given = self._owner
        return [self._owner]

    def _direct(self, text: bytes) -> None:
        """``$ORIGIN`` counts; ``$INCLUDE`` would read a file that nobody named."""
        words = text.split()
        if words[0].upper() == b"$ORIGIN" and len(words) > 1:
            self._origin = self._whole(words[1])

    def _whole(self, name: bytes) -> bytes:
        if name == b"@":
            return self._origin
        if name.endswith(b".") or not self._origin:
            return name.rstrip(b".")
        return name + b"." + self._origin


FORM = Form(fits=fits, reader=reader)
