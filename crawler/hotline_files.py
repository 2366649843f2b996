"""Files of reports - CSV, XLSX, answers of a form in JSON - to reports, by their headings."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from crawler.clock import HANOI
from crawler.errors import CaptureRefused
from crawler.register.child import read_bounded
from crawler.text import fold_marks, nfc

# Our field, then what a heading may call it: folded, in Vietnamese and in English.
_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "time": ("received_at", "time", "date", "timestamp", "thoi gian", "ngay", "ngay nhan"),
    "channel": ("channel", "source", "kenh", "nguon", "kenh tiep nhan"),
    "reporter": (
        *("reporter", "reporter_ref", "sender", "phone", "email", "nguoi bao", "nguoi phan anh"),
        *("nguoi gui", "so dien thoai", "ho ten", "ho va ten", "full name"),
    ),
    "address": ("url", "address", "link", "dia chi", "duong dan", "lien ket"),
    "object": ("object", "page_name", "name", "title", "doi tuong", "ten", "ten trang"),
    "text": ("text", "what", "content", "message", "note", "noi dung", "mo ta", "ghi chu"),
    "attachment": ("evidence_file", "attachment", "file", "tep", "dinh kem"),
    "answered": ("answered", "answered_at", "da tra loi", "tra loi", "ngay tra loi"),
}
_FIELD_OF = {heading: field for field, headings in _HEADINGS.items() for heading in headings}
# Beside a column of people these are a person's too, not what was reported.
_NAMES = frozenset({"name", "ten"})
_SAID = frozenset({"address", "object", "text"})  # a row without any of them says nothing
_HEADING_WITHIN = 10  # rows: a table may begin with its title
_LISTS = ("reports", "responses", "data", "rows", "items")
_LONGEST = 20_000  # characters of a cell that are kept
_TIMES = ("%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%d/%m/%Y", "%d-%m-%Y")


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One row of a file; None: the row does not say it."""

    line: int
    time: str | None = None
    channel: str | None = None
    reporter: str | None = None
    address: str | None = None
    object: str | None = None
    text: str | None = None
    attachment: str | None = None
    answered: str | None = None


def read_reports(body: bytes, name: str) -> Iterator[Report]:
    """The reports of a file, row by row; ``CaptureRefused`` where no heading is known."""
    start = body[:64].removeprefix(b"\xef\xbb\xbf").lstrip()
    rows = _json_rows(body, name) if start.startswith((b"{", b"[")) else _table_rows(body, name)
    for line, row in rows:
        told = {field: value for field, value in row.items() if value}
        if _SAID & told.keys():
            yield Report(line=line, **told)


def moment(text: str | None) -> datetime | None:
    """When a report was received, Hà Nội's time without a zone; None: not said or not readable."""
    if text is None:
        return None
    found = None
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        for form in _TIMES:
            found = found or _parsed(text.strip(), form)
    if found is None:
        return None
    try:
        return (found if found.tzinfo else found.replace(tzinfo=HANOI)).astimezone(UTC)
    except OverflowError:  # the years 1 and 9999 have no other zone
        return None


def _parsed(text: str, form: str) -> datetime | None:
    try:
        return datetime.strptime(text, form)
    except ValueError:
        return None


def _table_rows(body: bytes, name: str) -> Iterator[tuple[int, dict[str, str]]]:
    known = False
    for table in read_bounded(body, name):
        place = next(
            (
                place
                for place, (_, cells) in enumerate(table.rows[:_HEADING_WITHIN])
                if _SAID & set(_fields(cells))
            ),
            None,
        )
        if place is None:
            continue
        known = True
        fields = _fields(table.rows[place][1])
        for number, cells in table.rows[place + 1 :]:
            yield number, _told(zip(fields, cells, strict=False))
    if not known:
        raise _no_heading(name)


def _json_rows(body: bytes, name: str) -> Iterator[tuple[int, dict[str, str]]]:
    rows = list(_objects(body.decode("utf-8-sig", "replace"), name))
    headings = {heading for row in rows for heading in row}  # an answer may leave some out
    if not _SAID & set(_fields(headings)):
        raise _no_heading(name)
    of_people = _names_people(headings)
    for number, row in enumerate(rows, start=1):
        values = (None if value is None else _plain(value) for value in row.values())
        fields = _fields(row, of_people=of_people)
        yield number, _told(zip(fields, (value or "" for value in values), strict=True))


def _objects(text: str, name: str) -> Iterator[Mapping[str, Any]]:
    """The answers of a form: a list, a list inside an object, or an object a line."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        value = [_line(line, name) for line in text.splitlines() if line.strip()]
    if isinstance(value, dict):
        value = next((value[key] for key in _LISTS if isinstance(value.get(key), list)), [value])
    if not isinstance(value, list):
        raise _no_heading(name)
    yield from (row for row in value if isinstance(row, dict))


def _line(line: str, name: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as error:
        raise CaptureRefused(
            f"{name} is no JSON, nor JSON a line. It may be cut off: get it again."
        ) from error


def _plain(value: Any) -> str:
    return "\n".join(map(_plain, value)) if isinstance(value, list) else str(value)


def _fields(headings: Iterable[Any], *, of_people: bool | None = None) -> list[str | None]:
    keys = [_key(str(heading)) for heading in headings]
    if of_people is None:
        of_people = _names_people(keys)
    return ["reporter" if of_people and key in _NAMES else _FIELD_OF.get(key) for key in keys]


def _names_people(headings: Iterable[Any]) -> bool:
    return any(_FIELD_OF.get(_key(str(heading))) == "reporter" for heading in headings)


def _key(heading: str) -> str:
    return re.sub(r"\s+", " ", fold_marks(heading)).strip(" :*")


def _told(pairs: Any) -> dict[str, str]:
    """The first cell of each field that says something."""
    told: dict[str, str] = {}
    for field, cell in pairs:
        value = nfc(cell).strip().replace("\x00", "")[:_LONGEST]
        if field is not None and value:
            told.setdefault(field, value)
    return told


def _no_heading(name: str) -> CaptureRefused:
    return CaptureRefused(
        f"{name} has no column that says what was reported. Name at least one: "
        "url, object or text (địa chỉ, đối tượng, nội dung)."
    )
