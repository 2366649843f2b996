"""What Apple's feeds and rows are made of: ids, days, labels and the entries of a feed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from spiders.shapes import as_list, as_mapping, as_text, changed, need_key, need_text

SOURCE = "apple_app_store"
HOST = "https://itunes.apple.com"
_ENVELOPE = frozenset({"author", "entry", "updated", "rights", "title", "icon", "link", "id"})


def entries_of(payload: Any) -> list[Mapping[str, Any]]:
    """Apple sends a list, one entry as an object, and no key for none."""
    feed = as_mapping(
        need_key(as_mapping(payload, SOURCE, "the feed"), "feed", SOURCE), SOURCE, "feed"
    )
    if "entry" not in feed:
        # A renamed key must not read as an empty chart: only the known envelope says "none".
        if not {"id", "link", "author"} <= feed.keys() <= _ENVELOPE:
            raise changed(SOURCE, f"a feed without entries has the keys {sorted(feed)!r:.120}")
        return []
    entries = feed["entry"]
    listed = entries if isinstance(entries, list) else [entries]
    if not listed:
        raise changed(SOURCE, "a feed holds an empty list, where the key used to be absent")
    return [as_mapping(entry, SOURCE, "an entry") for entry in listed]


def label_of(entry: Mapping[str, Any], key: str) -> Any:
    """The label of a feed's element."""
    value = as_mapping(need_key(entry, key, SOURCE), SOURCE, key)
    return need_key(value, "label", SOURCE)


def attributes_of(entry: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """The attributes of a feed's element."""
    value = as_mapping(need_key(entry, key, SOURCE), SOURCE, key)
    return as_mapping(need_key(value, "attributes", SOURCE), SOURCE, key)


def text_of(row: Mapping[str, Any], key: str) -> str | None:
    """A text that a row need not have."""
    return as_text(row.get(key), SOURCE, key)


def texts_of(row: Mapping[str, Any], key: str) -> list[str] | None:
    """A list of texts that a row need not have."""
    if row.get(key) is None:
        return None
    return [need_text(each, SOURCE, key) for each in as_list(row[key], SOURCE, key)]


def number_of(value: Any, name: str) -> str:
    """An id of digits, which Apple sends as a number in rows and as a text in feeds."""
    digits = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if isinstance(digits, str) and digits.isascii() and digits.isdigit() and digits.strip("0"):
        return digits
    raise changed(SOURCE, f"{name} is {value!r:.40}, not a number")


def day_of(value: Any, name: str) -> date | None:
    """The day of a moment, in the zone that Apple wrote it in."""
    if value is None:
        return None
    try:
        return date.fromisoformat(need_text(value, SOURCE, name)[:10])
    except ValueError:
        raise changed(SOURCE, f"{name} is {value!r:.40}, not a day") from None
