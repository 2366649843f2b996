"""Leads out of a partner's list: each address to its subject, stored to be visited."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain, islice
from typing import Any

from crawler.clock import parse_moment
from crawler.errors import UsageProblem
from crawler.names.pieces import Readable, read_pieces
from crawler.names.unpacking import unpacked
from crawler.records import Lead
from crawler.rows import Refusal, read_rows
from crawler.store import Store
from crawler.store.leads import add_lead
from crawler.text import nfc
from matchers.subjects import identify

_ADDRESS = ("address", "url", "domain")  # the first that a list has counts
_AT_ONCE = 500
_LONGEST = 10_000  # letters of a cell


@dataclass(frozen=True, slots=True, kw_only=True)
class Led:
    """What came of one row: its lead, or the sentence that refuses it."""

    line: int | None  # None: the sentence names it
    address: str
    source: str
    subject: str | None = None
    new: bool = False
    refused: str | None = None


def import_leads(
    store: Store, file: Readable, name: str, *, source: str, who: str, now: datetime
) -> Iterator[Led]:
    """Stores the leads of a list and tells of each row; a bad row is refused alone.

    The list is CSV (``address[,note,source,seen_at]``), JSON Lines, or one address a line, packed
    or not. ``source`` counts where a row names none. Rows before a break of the file stay stored.
    """
    rows = _rows(file, name, source)
    while batch := list(islice(rows, _AT_ONCE)):
        with store.writing():
            led = [_led(store, row, name, who=who, now=now) for row in batch]
        yield from led


_Row = tuple[Led, Mapping[str, Any]]


def _rows(file: Readable, name: str, source: str) -> Iterator[_Row]:
    """Each row as far as it could be read, with its cells."""
    lines = _lines(unpacked(file, name))
    before: list[str] = []
    for line in lines:
        before.append(line)
        if line.strip() and not line.startswith("#"):
            break
    else:
        return
    whole = chain(before, lines)
    first = before[-1].lstrip()
    columns = [cell.strip(' "\r\n').lower() for cell in first.split(",")]
    if first.startswith("{") or set(columns) & set(_ADDRESS):
        yield from _table_rows(whole, name, source)
        return
    for number, line in enumerate(whole, 1):
        if line.strip() and not line.startswith("#"):
            yield Led(line=number, address=line.strip(), source=source), {}


def _lines(file: Readable) -> Iterator[str]:
    for place, piece in enumerate(read_pieces(file)):
        lines = piece.decode("utf-8", "replace").removesuffix("\n").split("\n")
        if place == 0:
            lines[0] = lines[0].removeprefix("\ufeff")
        yield from (f"{line}\n" for line in lines)


def _table_rows(lines: Iterator[str], name: str, source: str) -> Iterator[_Row]:
    refused: list[Refusal] = []
    # Comments are no rows of a table, but they count as lines.
    bare = ("\n" if line.startswith("#") else line for line in lines)
    for number, cells in read_rows(bare, name, refused.append, check=lambda header: None):
        yield from _refused(refused, source)
        address = next((cells[column] for column in _ADDRESS if cells.get(column)), "")
        told = str(cells.get("source") or "").strip() or source
        yield Led(line=number, address=str(address).strip(), source=nfc(told)), cells
    yield from _refused(refused, source)


def _refused(refused: list[Refusal], source: str) -> Iterator[_Row]:
    for one in refused:
        yield Led(line=None, address="", source=source, refused=one.sentence), {}
    refused.clear()


def _led(store: Store, row: _Row, name: str, *, who: str, now: datetime) -> Led:
    """The row's lead, stored inside ``writing()``, or why it is refused."""
    led, cells = row
    if led.refused is not None:
        return led
    found = identify(led.address)
    if found.subject is None:
        return replace(led, refused=found.refused)
    note, seen = (nfc(str(cells.get(column) or "").strip()) for column in ("note", "seen_at"))
    if max(len(note), len(led.source)) > _LONGEST:
        return replace(led, refused=f"It has a cell of more than {_LONGEST} letters. Shorten it.")
    try:
        seen_at = parse_moment(seen, "seen_at") if seen else None
    except UsageProblem as problem:
        return replace(led, refused=str(problem))
    lead = Lead(
        subject=found.subject,
        address=led.address,
        source=led.source,
        origin=f"{name}:{led.line}",
        at=now,
        seen_at=seen_at,
        note=note or None,
    )
    return replace(led, subject=lead.subject, new=add_lead(store, lead, who=who))
