"""XLSX, DOCX and ODS are ZIP archives of XML: bounded and checked before any of it is opened."""

from __future__ import annotations

import io
import re
import struct
import zipfile

from crawler.errors import RegisterRefused
from crawler.register.tables import damaged, too_large

# threats.md 12
MOST_BYTES = 200 * 1024 * 1024  # of all members, unpacked
MOST_RATIO = 100
MOST_MEMBERS = 1_000
_MOST_DIRECTORY = 1024 * 1024  # bytes of the ZIP's table of contents
_END = b"PK\x05\x06"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def read_members(body: bytes, name: str, what: str) -> dict[str, bytes]:
    """The XML members, unpacked once; bombs, DOCTYPEs and damage raise ``RegisterRefused``.

    ``what`` names the format in messages: "XLSX".
    """
    _refuse_long_directory(body, name, what)
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            members = archive.infolist()
            _refuse_bomb(members, name)
            if any(member.flag_bits & 1 for member in members):
                raise RegisterRefused(protected(name))
            found = {}
            for member in members:
                content = archive.read(member)  # checks its sum, never gives more than it states
                if member.filename.endswith((".xml", ".rels")):
                    _refuse_entities(content, member.filename, name)
                    found[member.filename] = content
            return found
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise damaged(name, what, error) from error
    except (ValueError, struct.error) as error:  # names and sizes that make no sense
        raise damaged(name, what, error) from error


def protected(name: str) -> str:
    """The sentence for a file that only a password opens."""
    return (
        f"{name} is protected with a password. Open it, save it without one, and import that. "
        "Nothing was changed."
    )


def refuse_many(pattern: bytes, content: bytes, most: int, name: str) -> None:
    """Raises ``RegisterRefused`` where an XML member repeats an element too often to be opened."""
    for count, _ in enumerate(re.finditer(pattern, content), 1):
        if count > most:
            raise too_large(name)


def _refuse_long_directory(body: bytes, name: str, what: str) -> None:
    # zipfile reads the whole table of contents before anybody can count it.
    end = body.rfind(_END, max(0, len(body) - 65_557))
    if end < 0 or len(body) < end + 22:
        raise damaged(name, what, ValueError("it ends before its table of contents"))
    if struct.unpack_from("<L", body, end + 12)[0] > _MOST_DIRECTORY:
        raise _bomb(name)


def _refuse_bomb(members: list[zipfile.ZipInfo], name: str) -> None:
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if (
        len(members) > MOST_MEMBERS
        or unpacked > MOST_BYTES
        or unpacked > MOST_RATIO * max(packed, 1)
    ):
        raise _bomb(name)


def _bomb(name: str) -> RegisterRefused:
    return RegisterRefused(
        f"{name} unpacks to more than a register can be (over {MOST_BYTES // 2**20} MiB, "
        f"{MOST_RATIO} times its size, or {MOST_MEMBERS} parts). It was not opened; "
        "ask its sender what it is."
    )


def _refuse_entities(content: bytes, member: str, name: str) -> None:
    """A DOCTYPE, which no office program writes, is there to be expanded (threats.md 13)."""
    if content.startswith(_UTF_16) or b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise RegisterRefused(
            f"{name}: its part {member} defines a document type of its own, as no office program "
            "does. It was not opened; ask its sender what it is. Nothing was changed."
        )
