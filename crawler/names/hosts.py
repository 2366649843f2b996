"""hosts files: an address, then the names that it stands for."""

from __future__ import annotations

import re

from crawler.names.form import Form

_ADDRESS = re.compile(rb"\d+(?:\.\d+){3}|[0-9a-fA-F]*:[0-9a-fA-F:.%\w]*")
_OWN = frozenset({b"localhost.localdomain", b"0.0.0.0", b"::"})


def fits(line: bytes) -> bool:
    """Whether the first line with content is of a hosts file."""
    fields = line.split()
    return len(fields) > 1 and _ADDRESS.fullmatch(fields[0]) is not None


def names_of(line: bytes) -> list[bytes]:
    """The names of a line without those of the machine itself; of no such line the line."""
    fields = line.partition(b"#")[0].split()
    if not fields:
        return []
    if len(fields) < 2 or not _ADDRESS.fullmatch(fields[0]):
        return [line]
    return [name for name in fields[1:] if b"." in name and name not in _OWN]


FORM = Form(fits=fits, reader=lambda _: names_of)
