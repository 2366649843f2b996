"""The chain of evidence: every link holds the hash of the one before, the last one is the head."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Any

from crawler.store.connection import Store
from crawler.store.tables import CHAIN_LINKS
from crawler.store.values import read_time, stored_json, stored_time

BEGINNING = "0" * 64  # what stands before the first link


class LinkKind(StrEnum):
    """What a link tells of one WARC file, or of the chain itself."""

    OPENED = "opened"  # the file begins with these bytes
    CAPTURED = "captured"  # one answer: these bytes of the file
    CUT = "cut"  # bytes that no link names were cut off and put aside
    SEALED = "sealed"  # the file is whole and named by its hash from now on
    PRUNED = "pruned"  # bodies were deleted; what is kept stands in a new file
    STAMPED = "stamped"  # a third party saw the head of the chain at this moment; of no file


@dataclass(frozen=True, kw_only=True)
class Link:
    """One link as it is stored: its text is canonical JSON, its hash that of the text."""

    n: int
    text: str
    hash: str

    @cached_property
    def facts(self) -> dict[str, Any]:
        """What the text says."""
        facts: dict[str, Any] = json.loads(self.text)
        return facts


def append_link(
    store: Store, kind: LinkKind, *, file: str, at: datetime, facts: dict[str, Any]
) -> Link:
    """Appends one link inside ``writing()``: its lock is what keeps two writers from one place."""
    last = head(store)
    number = last.n + 1 if last else 1
    text = stored_json(
        {
            **facts,
            "n": number,
            "kind": kind.value,
            "file": file,
            "at": stored_time(at),
            "mark": store.mark,
            "previous": last.hash if last else BEGINNING,
        }
    )
    link = Link(n=number, text=text, hash=hash_of(text))
    row = {"n": number, "link": text, "hash": link.hash, "mark": store.mark}
    store.insert(CHAIN_LINKS, row)
    return link


def hash_of(text: str) -> str:
    """The hash of a link: SHA-256 of its text in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


def head(store: Store) -> Link | None:
    """The last link; None when nothing was recorded yet."""
    return next(_links(store, "ORDER BY n DESC LIMIT 1"), None)


def links(store: Store, *, first: int = 1, last: int | None = None) -> Iterator[Link]:
    """The links from ``first`` to ``last``, in order."""
    end = last if last is not None else (1 << 62)
    return _links(store, "WHERE n BETWEEN ? AND ? ORDER BY n", [first, end])


def links_of_file(store: Store, file: str) -> Iterator[Link]:
    """Everything that the chain tells of one WARC file, in order."""
    return _links(store, "WHERE json_extract(link, '$.file') = ? ORDER BY n", [file])


def links_of_kind(store: Store, kind: LinkKind) -> Iterator[Link]:
    """All links of one kind, in order."""
    return _links(store, "WHERE json_extract(link, '$.kind') = ? ORDER BY n", [kind.value])


def captures_of(store: Store, evidence: Sequence[str]) -> Iterator[Link]:
    """The captures that brought any of these bytes, in order."""
    wanted = "json_extract(link, '$.evidence') IN (SELECT value FROM json_each(?))"
    return _links(store, f"WHERE {wanted} ORDER BY n", [json.dumps(list(evidence))])


def newest_capture(store: Store, url: str) -> Link | None:
    """The capture of an address that came last, whatever it was."""
    wanted = "json_extract(link, '$.url') = ?"
    return next(_links(store, f"WHERE {wanted} ORDER BY n DESC LIMIT 1", [url]), None)


def link_at(store: Store, n: int | None) -> Link | None:
    """The link of this number."""
    return next(_links(store, "WHERE n = ?", [n]), None)


def confirmed_since(store: Store, moment: datetime) -> set[str]:
    """The ids of bytes of which a server said since then that they still hold."""
    rows = store.rows(
        f"""SELECT DISTINCT json_extract(link, '$.evidence') AS evidence FROM {CHAIN_LINKS}
            WHERE json_extract(link, '$.kind') = 'captured' AND json_extract(link, '$.at') >= ?
            AND json_extract(link, '$.status') = 304
            AND json_extract(link, '$.repeats') IS NOT NULL""",  # noqa: S608
        [stored_time(moment)],
    )
    return {str(row["evidence"]) for row in rows}


def unsealed_files(store: Store) -> list[str]:
    """The names of the files that were opened and not sealed."""
    kind, file = "json_extract(link, '$.kind')", "json_extract(link, '$.file')"
    rows = store.rows(
        f"""SELECT {file} AS file FROM {CHAIN_LINKS} WHERE {kind} = 'opened'
            EXCEPT SELECT {file} FROM {CHAIN_LINKS} WHERE {kind} = 'sealed'"""  # noqa: S608
    )
    return [str(row["file"]) for row in rows]


def moment_of(link: Link) -> datetime:
    """When the link was made."""
    return read_time(link.facts["at"])


def _links(store: Store, which: str, values: Sequence[Any] = ()) -> Iterator[Link]:
    rows = store.rows(f"SELECT n, link, hash FROM {CHAIN_LINKS} {which}", list(values))  # noqa: S608
    return (Link(n=row["n"], text=row["link"], hash=row["hash"]) for row in rows)
