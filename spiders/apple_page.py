"""An app's page on apps.apple.com: privacy, versions and similar apps.

Unverified: nobody recorded such a page. The script is named in app-stores.md §3.5, what stands in
it in public code of 2025 and 2026 (docs/sources.md). Whatever is otherwise is a changed page.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from spiders.apple_values import SOURCE, number_of
from spiders.shapes import (
    as_list,
    as_mapping,
    as_text,
    changed,
    known,
    need_key,
    need_text,
    read_json,
    strange_page,
)

PAGES = "https://apps.apple.com"
_SCRIPT = re.compile(rb"<script[^>]*\bid=[\"']?serialized-server-data\b[^>]*>(.*?)</script>", re.S)


def parse_page(body: bytes, *, number: str) -> dict[str, Any]:
    """The facts that only the page of an app tells."""
    shelves = _shelves(body, number)
    facts = known(
        {
            "privacy": _privacy(shelves.get("privacyTypes")),
            "versions": _versions(shelves.get("mostRecentVersion")),
            "similar": _similar(shelves.get("similarItems")),
        }
    )
    if not facts:
        raise changed(SOURCE, f"the page has none of its shelves, only {sorted(shelves)!r:.120}")
    return facts


def _shelves(body: bytes, number: str) -> Mapping[str, Any]:
    script = _SCRIPT.search(body)
    if script is None:
        raise strange_page(body, SOURCE, "the page has no serialized-server-data")
    served = read_json(script[1], SOURCE)
    # Older and newer pages were described: a list, and the list under a key.
    parts = served if isinstance(served, list) else as_mapping(served, SOURCE, "page").get("data")
    listed = as_list(parts, SOURCE, "data")
    part = as_mapping(listed[0] if listed else None, SOURCE, "data")
    intent = as_mapping(need_key(part, "intent", SOURCE), SOURCE, "intent")
    if number_of(need_key(intent, "id", SOURCE), "intent") != number:
        raise changed(SOURCE, f"the page of {number} is that of {intent['id']!r:.40}")
    page = as_mapping(need_key(part, "data", SOURCE), SOURCE, "data")
    return as_mapping(need_key(page, "shelfMapping", SOURCE), SOURCE, "shelfMapping")


def _items(shelf: Any) -> list[Mapping[str, Any]]:
    held = need_key(as_mapping(shelf, SOURCE, "a shelf"), "items", SOURCE)
    return [as_mapping(item, SOURCE, "an item") for item in as_list(held, SOURCE, "items")]


def _privacy(shelf: Any) -> list[dict[str, Any]] | None:
    """What the developer says it collects, in Apple's own identifiers."""
    if shelf is None:
        return None
    return [
        {
            "type": need_text(item.get("identifier"), SOURCE, "a privacy type"),
            "data": [
                need_text(
                    as_mapping(each, SOURCE, "a category").get("identifier"), SOURCE, "a category"
                )
                for each in as_list(need_key(item, "categories", SOURCE), SOURCE, "categories")
            ],
        }
        for item in _items(shelf)
    ]


def _versions(shelf: Any) -> list[dict[str, Any]] | None:
    """Newest first; their days as printed, which no recorded page tells the form of."""
    if shelf is None:
        return None
    action = as_mapping(shelf, SOURCE, "a shelf").get("seeAllAction")
    items = _items(shelf)
    if action is not None:
        page = as_mapping(as_mapping(action, SOURCE, "an action").get("pageData"), SOURCE, "page")
        pages = as_list(need_key(page, "shelves", SOURCE), SOURCE, "shelves")
        items = [item for each in pages for item in _items(each)]
    return [
        {
            "version": need_text(item.get("primarySubtitle"), SOURCE, "a version"),
            "day_text": as_text(item.get("secondarySubtitle"), SOURCE, "a version's day"),
            "notes": as_text(item.get("text"), SOURCE, "a version's notes"),
        }
        for item in items
    ]


def _similar(shelf: Any) -> list[dict[str, str]] | None:
    if shelf is None:
        return None
    return [
        {
            "subject": f"apple:{number_of(need_key(item, 'adamId', SOURCE), 'adamId')}",
            "title": need_text(item.get("title"), SOURCE, "a title"),
        }
        for item in _items(shelf)
    ]
