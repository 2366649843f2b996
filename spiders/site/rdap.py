"""Who registered a name, when and where it is complained of: an answer of RDAP (RFC 9083)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

_DAYS = {
    "registration": "registered",
    "expiration": "expires",
    "last changed": "changed",
}


def read_rdap(body: bytes) -> dict[str, Any] | None:
    """Registrar, days, abuse contact and states of a domain; None for what is no such answer."""
    try:
        told = json.loads(body)
        json.dumps(told, ensure_ascii=False).encode()  # halves of letters nobody can store
    except (ValueError, RecursionError):
        return None
    if not isinstance(told, dict) or told.get("objectClassName") != "domain":
        return None
    entities = list(_entities(told, 0))
    registrar = next((each for each in entities if "registrar" in _texts(each, "roles")), None)
    abuse = next((each for each in entities if "abuse" in _texts(each, "roles")), None)
    days = {
        _DAYS[event["eventAction"]]: event["eventDate"]
        for event in _rows(told, "events")
        if event.get("eventAction") in tuple(_DAYS) and isinstance(event.get("eventDate"), str)
    }
    return {
        "registrar": _card(registrar, "fn"),
        "abuse_email": _card(abuse, "email"),
        "abuse_phone": _card(abuse, "tel"),
        "status": _texts(told, "status"),
        "name_servers": [
            name.lower()
            for server in _rows(told, "nameservers")
            if isinstance(name := server.get("ldhName"), str) and name
        ],
        **{name: days.get(name) for name in _DAYS.values()},
    }


def _entities(told: Mapping[str, Any], depth: int) -> Iterator[Mapping[str, Any]]:
    """Those of the domain, and those within them: the abuse contact stands in the registrar."""
    for entity in _rows(told, "entities"):
        yield entity
        if depth < 3:
            yield from _entities(entity, depth + 1)


def _rows(told: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    rows = told.get(name)
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _texts(told: Mapping[str, Any], name: str) -> list[str]:
    texts = told.get(name)
    return [text for text in texts if isinstance(text, str)] if isinstance(texts, list) else []


def _card(entity: Mapping[str, Any] | None, name: str) -> str | None:
    """One property of an entity's jCard (RFC 7095)."""
    card = entity.get("vcardArray") if entity else None
    if not (isinstance(card, list) and len(card) == 2 and isinstance(card[1], list)):
        return None
    for row in card[1]:
        if isinstance(row, list) and len(row) == 4 and row[0] == name and isinstance(row[3], str):
            return row[3].removeprefix("tel:").removeprefix("mailto:")[:300] or None
    return None
