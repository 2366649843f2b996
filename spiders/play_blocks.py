"""The envelopes of Google Play: data blocks of a page, answers of batchexecute, sparse arrays."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import urlencode

from crawler.errors import SourceBlocked
from crawler.text import fold_marks
from spiders.shapes import (
    as_count,
    as_list,
    as_number,
    as_text,
    changed,
    read_json,
    read_text,
    strange_page,
)

SOURCE = "google_play"
_DECODER = json.JSONDecoder()
_CALL = b"AF_initDataCallback("
# Up to 2021 "isError: false" stands before the hash; up to 2019 the data is a function's return.
_HEAD = re.compile(
    rb"AF_initDataCallback\(\{key: '(ds:\d+)'.{0,60}?data:(?:function\(\)\{return )?"
)
_SERVICE = re.compile(rb"'(ds:\d+)' : \{id:'(\w+)'")
# What closes the data of a block today, up to 2019, and in a block that holds an error.
_ENDS = (", sideChannel", "\n}", "}")
_SHELL = "the page is an empty shell without data blocks"
_GATEWAY = b"PlayGatewayError"
_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}
_ENGLISH_DAY = re.compile(r"([a-z]{3})[a-z]* (\d{1,2}), (\d{4})")
_VIETNAMESE_DAY = re.compile(r"(\d{1,2}) (?:thg|thang) (\d{1,2}),? (\d{4})")


def pick(value: Any, *path: int) -> Any:
    """The value at a path of a sparse array, or None.

    Google shortens an array by a last element ``{"<index + 1>": value}`` for what lies further on.
    """
    for index in path:
        if not isinstance(value, list):
            return None
        found = value[index] if index < len(value) else None
        if (found is None or index == len(value) - 1) and value and isinstance(value[-1], dict):
            found = value[-1].get(str(index + 1))
        value = found
    return value


def pick_text(value: Any, *path: int) -> str | None:
    """The text at a path, or None; anything else is a changed payload."""
    return as_text(pick(value, *path), SOURCE, _name(path))


def pick_number(value: Any, *path: int) -> float | None:
    """The number at a path, or None."""
    return as_number(pick(value, *path), SOURCE, _name(path))


def pick_count(value: Any, *path: int) -> int | None:
    """The count at a path, or None."""
    return as_count(pick(value, *path), SOURCE, _name(path))


def _name(path: tuple[int, ...]) -> str:
    return "the value at " + ".".join(map(str, path))


def blocks(page: bytes, service: str) -> Iterator[Any]:
    """The data blocks of a page that answer to an RPC id; ``ds:N`` moves, the id does not.

    A page without any data block is no answer of the store, and one without a block that it
    announces was cut on the way: to go on by another layer would lose the text of the app.
    """
    announced = {name for name, rpc in _services(page).items() if rpc == service.encode()}
    found = False
    for name, start in _heads(page):
        found = True
        if name in announced:
            announced.remove(name)
            yield _decode(page, start)
    if announced:
        raise changed(SOURCE, f"the page lacks the block {min(announced).decode()}")
    if not found:
        raise strange_page(page, SOURCE, _SHELL)


def all_blocks(page: bytes) -> Iterator[Any]:
    """Every data block of a page, for the pages whose RPC id was never recorded."""
    found = False
    for _, start in _heads(page):
        found = True
        yield _decode(page, start)
    if not found:
        raise strange_page(page, SOURCE, _SHELL)


def _heads(page: bytes) -> Iterator[tuple[bytes, int]]:
    at = page.find(_CALL)
    while at >= 0:
        if head := _HEAD.match(page, at):
            yield head[1], head.end()
        at = page.find(_CALL, at + 1)


def _services(page: bytes) -> dict[bytes, bytes]:
    start = page.find(b"AF_dataServiceRequests")
    if start < 0:
        return {}
    end = page.find(b"</script>", start)
    # The table is cut by the next assignment; a key of it never stands behind that.
    return dict(_SERVICE.findall(page, start, end if end > 0 else len(page)))


def _decode(page: bytes, start: int, ends: tuple[str, ...] = _ENDS) -> Any:
    # Only the block is decoded: one emoji makes the text of a whole page slow to build and search.
    end = page.find(b"</script>", start)
    text = read_text(page[start : end if end > 0 else len(page)], SOURCE)
    try:
        value, stop = _DECODER.raw_decode(text)
    except (ValueError, RecursionError) as error:
        raise changed(SOURCE, f"the JSON of a block is broken ({error})") from error
    if not text.startswith(ends, stop):
        raise changed(SOURCE, f"the JSON of a block is followed by {text[stop : stop + 20]!r}")
    return value


def batch_body(service: str, question: Any, tag: str = "generic") -> str:
    """The form of a batchexecute POST with one call."""
    inner = json.dumps(question, separators=(",", ":"))
    rows = [[[service, inner, None, tag]]]
    return urlencode({"f.req": json.dumps(rows, separators=(",", ":"))})


def batch_answer(body: bytes, service: str) -> Any:
    """The inner value of one row of a batchexecute answer; None when Google says "nothing"."""
    if _GATEWAY in body:
        raise SourceBlocked(
            "google_play answered PlayGatewayError, its rate limit. Nothing was read; "
            "wait, then resume the sweep at a slower pace."
        )
    for row in _rows(body):
        if pick(row, 0) == "wrb.fr" and pick(row, 1) == service:
            inner = pick_text(row, 2)
            if inner is None and pick(row, 5) is not None:
                raise changed(SOURCE, f"{service} is refused with status {pick(row, 5)!r:.80}")
            return None if inner is None else read_json(inner.encode(), SOURCE)
    raise changed(SOURCE, f"the batchexecute answer has no row for {service}")


def _rows(body: bytes) -> list[Any]:
    # Before the rows stand )]}' and, with rt=c, chunk lengths: no fixed offset holds.
    start = body.find(b"[")
    if not body.startswith(b")]}'") or start < 0:
        raise changed(SOURCE, f"the batchexecute answer begins {body[:40]!r}")
    return as_list(_decode(body, start, ("",)), SOURCE, "the batchexecute answer")


def day_in(text: str | None) -> date | None:
    """The day that Play prints in English or Vietnamese; None for any other way to print it."""
    folded = fold_marks(text or "").strip()
    try:
        if found := _ENGLISH_DAY.fullmatch(folded):
            return date(int(found[3]), _MONTHS[found[1]], int(found[2]))
        if found := _VIETNAMESE_DAY.fullmatch(folded):
            return date(int(found[3]), int(found[2]), int(found[1]))
    except (KeyError, ValueError):
        return None
    return None
