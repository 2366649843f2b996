"""Who registered a name, and whose network serves it: answers of RDAP (RFC 9083)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any

_DAYS = {
    "registration": "registered",
    "expiration": "expires",
    "last changed": "changed",
}
_HOLDS = frozenset({"client hold", "server hold"})
_OF_NETWORK = {
    "network": "name",
    "handle": "handle",
    "country": "country",
    "first": "startAddress",
    "last": "endAddress",
}


def read_rdap(body: bytes) -> dict[str, Any] | None:
    """Registrar, days, abuse contact and states of a domain; None for what is no such answer."""
    if (told := _object(body, "domain")) is None:
        return None
    registrar, abuse = _first(told, "registrar"), _first(told, "abuse")
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


class Registration(StrEnum):
    """What the registry of a name says of it, for whether the name can be gone."""

    NONE = "none"  # nobody has registered it
    HELD = "held"  # registered, and kept out of the name servers (RFC 8056: client or server hold)
    REGISTERED = "registered"


def read_registration(status: int, body: bytes, *, led_on: bool) -> Registration | None:
    """What an answer says of whether a name is registered; None: nothing.

    ``led_on``: the server for all names led to this one. Only then a 404 is the registry's: one
    that knows no registry for the name answers 404 as well.
    """
    if status == 404 and led_on:
        return Registration.NONE
    if status != 200 or (told := read_rdap(body)) is None:
        return None
    held = _HOLDS.intersection(state.lower() for state in told["status"])
    return Registration.HELD if held else Registration.REGISTERED


def read_network(body: bytes) -> dict[str, Any] | None:
    """The network of an address: its name, range, country, holder and abuse contact; else None."""
    if (told := _object(body, "ip network")) is None:
        return None
    abuse = _first(told, "abuse")
    named = {name: told.get(key) for name, key in _OF_NETWORK.items()}
    return {
        **{name: one[:300] if isinstance(one, str) else None for name, one in named.items()},
        "holder": _card(_first(told, "registrant"), "fn"),
        "abuse_email": _card(abuse, "email"),
        "abuse_phone": _card(abuse, "tel"),
    }


def _object(body: bytes, kind: str) -> dict[str, Any] | None:
    try:
        told = json.loads(body)
        json.dumps(told, ensure_ascii=False).encode()  # halves of letters nobody can store
    except (ValueError, RecursionError):
        return None
    return told if isinstance(told, dict) and told.get("objectClassName") == kind else None


def _first(told: Mapping[str, Any], role: str) -> Mapping[str, Any] | None:
    """The first entity of a role."""
    return next((each for each in _entities(told, 0) if role in _texts(each, "roles")), None)


def _entities(told: Mapping[str, Any], depth: int) -> Iterator[Mapping[str, Any]]:
    """Those of the object, and those within them: the abuse contact stands in the registrar."""
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
