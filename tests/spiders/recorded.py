"""Finds the recorded payloads that lie beside the checkout, and reads them."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from spiders.base import Seen

STORES = Path(__file__).resolve().parents[3] / "shared" / "data" / "stores"
SEEN = Seen(market="vn", seen_at=datetime(2026, 10, 7, 3, 0, tzinfo=UTC), evidence="sha256:0")


def recorded(name: str) -> bytes:
    """The body of a recorded answer; the test is skipped where there is none."""
    path = STORES / name
    if not path.is_file():
        pytest.skip(f"shared data absent: {path.name} is looked for beside the checkout")
    body = path.read_bytes()
    return gzip.decompress(body) if path.suffix == ".gz" else body


@cache
def _expected() -> dict[str, Any]:
    return dict(json.loads(recorded("expected.json")))


def expected(name: str) -> Any:
    """What a parser must read from it."""
    return _expected()[name]
