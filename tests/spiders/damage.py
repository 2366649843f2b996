"""Kinds of damage to an answer of a store, and what must not come of it."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator
from typing import Any

from crawler.errors import CrawlerError
from crawler.records import Presence, Sighting
from spiders.base import ReviewPage
from spiders.play_similar import Cluster

_CUTS = 12
_DATA = re.compile(r"(?<=data:)(.+?)(?=, sideChannel|\}\);</script>)", re.DOTALL)
_SUBJECT = re.compile(r"apple:[0-9]+|google:[A-Za-z0-9_.]+")
Damage = Callable[[bytes], Iterator[bytes]]
ValueDamage = Callable[[Any, Any], None]
Reader = Callable[[bytes], Any]


def read_or_named(read: Reader, body: bytes) -> list[Any] | None:
    """What is read of a body, in a list; None when the damage was named."""
    try:
        found = read(body)
        return list(found.reviews if isinstance(found, ReviewPage) else found)
    except CrawlerError:
        return None


def gone_in(found: list[Any]) -> int:
    """How many apps are said to be gone."""
    return sum(isinstance(each, Sighting) and each.presence is Presence.GONE for each in found)


def shows(text: str | None) -> bool:
    """Whether a person sees anything of a text."""
    return any(char.isprintable() and not char.isspace() for char in text or "")


def faults(found: list[Any], gone: int) -> Iterator[str]:
    """What must not come of a damaged answer; ``gone``: how many apps the whole one calls gone."""
    if gone_in(found) > gone:
        yield "false gone"
    for each in found:
        if isinstance(each, Sighting):
            if not _SUBJECT.fullmatch(each.subject):
                yield "empty id"
            if each.presence is Presence.PRESENT and not shows(each.title):
                yield "empty title"
        elif isinstance(each, Cluster):
            if not (shows(each.title) and shows(each.url)):
                yield "empty cluster"
        elif not shows(each if isinstance(each, str) else each.id):
            yield "empty id"


# --- damage to the bytes


def cut(body: bytes) -> Iterator[bytes]:
    for part in range(_CUTS):
        yield body[: len(body) * part // _CUTS]


def beginning_lost(body: bytes) -> Iterator[bytes]:
    yield body.removeprefix(b")]}'").lstrip()
    yield body[body.find(b"[") :]
    yield body[body.find(b">") + 1 :]


def byte_order_mark(body: bytes) -> Iterator[bytes]:
    yield b"\xef\xbb\xbf" + body
    yield b"\xff\xfe" + body


def sent_twice(body: bytes) -> Iterator[bytes]:
    yield body + body


def no_utf8(body: bytes) -> Iterator[bytes]:
    middle = len(body) // 2
    yield body[:middle] + b"\xff\xfe\xc3" + body[middle:]
    yield body.decode().encode("utf-16")


def another_page(body: bytes) -> Iterator[bytes]:
    yield b"<html><body>Our systems have detected unusual traffic</body></html>"
    yield b"<html><body><h1>Not Found</h1></body></html>" if b"Not Found" in body else b"<html>"
    yield b'{"error": {"code": 500}}'
    yield b""


def block_dropped(body: bytes) -> Iterator[bytes]:
    for script in re.findall(rb"<script.*?</script>", body, re.DOTALL)[:60]:
        yield body.replace(script, b"", 1)


def block_sent_twice(body: bytes) -> Iterator[bytes]:
    for script in re.findall(rb"<script.*?</script>", body, re.DOTALL)[:60]:
        yield body.replace(script, script + script, 1)


def names_moved(body: bytes) -> Iterator[bytes]:
    for name in (b"wrb.fr", b"ds:", b"Ws7gDc", b"lGYRle", b"ag2B9c", b"data:", b"canonical"):
        yield body.replace(name, b"moved")
    yield re.sub(rb"ds:(\d)", rb"ds:1\1", body)


def blocks_changed_places(body: bytes) -> Iterator[bytes]:
    for one, other in ((b"'ds:5'", b"'ds:4'"), (b"'ds:3'", b"'ds:0'"), (b"'ds:5'", b"'ds:11'")):
        yield body.replace(one, b"'?'").replace(other, one).replace(b"'?'", other)


def line_separators(body: bytes) -> Iterator[bytes]:
    yield body.replace(b" ", "\u2028".encode())
    yield body.replace(b"\\n", "\u2029".encode())


def lengths_before_rows(body: bytes) -> Iterator[bytes]:
    yield body.replace(b")]}'", b")]}'\n\n1234", 1)
    yield body.replace(b")]}'", b")]}'\n\n[1]\n", 1)


def refused(body: bytes) -> Iterator[bytes]:
    yield re.sub(rb'(\["wrb.fr", ?"\w+", ?).*\], ?\["di"', rb'\1null,null,null,[5]],["di"', body)
    yield body.replace(b'"wrb.fr"', b'"er"')
    yield body + b"com.google.play.gateway.proto.PlayGatewayError"


# --- damage to the values, at places drawn by chance but always the same ones


def nulled(holder: Any, key: Any) -> None:
    holder[key] = None


def shifted_left(holder: Any, key: Any) -> None:
    del holder[key]


def shifted_right(holder: Any, key: Any) -> None:
    if isinstance(holder, list):
        holder.insert(key, None)
    else:
        holder[f"{key}1"] = holder.pop(key)


def swapped(holder: Any, key: Any) -> None:
    old = holder[key]
    if isinstance(old, list):
        holder[key] = {str(place): each for place, each in enumerate(old, 1)}
    else:
        holder[key] = list(old.values()) if isinstance(old, dict) else [old]


def emptied(holder: Any, key: Any) -> None:
    holder[key] = type(holder[key])() if holder[key] is not None else ""


def blanked(holder: Any, key: Any) -> None:
    holder[key] = " \u00a0\u200b" if isinstance(holder[key], str) else holder[key]


def turned(holder: Any, key: Any) -> None:
    """A text becomes a number, a number a text."""
    holder[key] = 7 if isinstance(holder[key], str) else str(holder[key])


def negative(holder: Any, key: Any) -> None:
    old = holder[key]
    holder[key] = -old - 0.5 if isinstance(old, int | float) else -1


def enormous(holder: Any, key: Any) -> None:
    holder[key] = 10**400 if isinstance(holder[key], int) else holder[key]


def single(holder: Any, key: Any) -> None:
    """A list of several comes as its one entry, without the list."""
    old = holder[key]
    holder[key] = old[0] if isinstance(old, list) and old else old


def one_entry(holder: Any, key: Any) -> None:
    old = holder[key]
    holder[key] = old[:1] if isinstance(old, list | str) else old


def doubled(holder: Any, key: Any) -> None:
    if isinstance(holder, list):
        holder.insert(key, holder[key])


def upside_down(holder: Any, key: Any) -> None:
    old = holder[key]
    holder[key] = old[::-1] if isinstance(old, list | str) else old


def deeper(holder: Any, key: Any) -> None:
    holder[key] = [holder[key]]


VALUES: tuple[ValueDamage, ...] = (
    nulled,
    shifted_left,
    shifted_right,
    swapped,
    emptied,
    blanked,
    turned,
    negative,
    enormous,
    single,
    one_entry,
    doubled,
    upside_down,
    deeper,
)
BYTES: tuple[Damage, ...] = (
    cut,
    beginning_lost,
    byte_order_mark,
    sent_twice,
    no_utf8,
    another_page,
    block_dropped,
    block_sent_twice,
    names_moved,
    blocks_changed_places,
    line_separators,
    lengths_before_rows,
    refused,
)


def places(value: Any) -> Iterator[tuple[Any, ...]]:
    """The way to every value below a JSON value."""
    waiting: list[tuple[tuple[Any, ...], Any]] = [((), value)]
    while waiting:
        way, holder = waiting.pop()
        inside = holder.items() if isinstance(holder, dict) else enumerate(holder)
        for key, child in inside:
            yield (*way, key)
            if isinstance(child, dict | list):
                waiting.append(((*way, key), child))


def damaged(text: str, damage: ValueDamage, name: str, most: int) -> Iterator[str]:
    """The JSON text, each time with another place damaged; at most ``most`` places."""
    value = json.loads(text)
    if not isinstance(value, dict | list):
        return
    found = list(places(value))
    random.Random(f"{name}/{damage.__name__}").shuffle(found)
    for way in found[:most]:
        twin = json.loads(text)
        holder = twin
        for key in way[:-1]:
            holder = holder[key]
        damage(holder, way[-1])
        yield json.dumps(twin)


def with_damaged_values(body: bytes, damage: ValueDamage, name: str, most: int) -> Iterator[bytes]:
    """The body with each of its JSON values damaged in turn, the others whole."""
    text = body.decode()
    if text.startswith(")]}'"):
        rows = json.JSONDecoder().raw_decode(text, text.index("["))[0]
        if isinstance(rows, list) and isinstance(rows[0][2], str):
            for inner in damaged(rows[0][2], damage, name, most):
                row = [*rows[0][:2], inner, *rows[0][3:]]
                yield (")]}'\n\n" + json.dumps([row, *rows[1:]])).encode()
        return
    if text.lstrip().startswith("{"):
        yield from (inner.encode() for inner in damaged(text, damage, name, most))
        return
    for found in _DATA.finditer(text):
        if _is_json(found[1]):
            for inner in damaged(found[1], damage, name, most):
                yield (text[: found.start()] + inner + text[found.end() :]).encode()


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True
