"""Answers of an invented store, and a small workspace whose evidence they are."""

from __future__ import annotations

import gzip
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from crawler.evidence.recorder import Recorder
from crawler.evidence.verify import Weight, verify
from crawler.evidence.warc import Answer, answered
from crawler.store import Store
from crawler.store.crawls import open_crawl
from crawler.workspace import Workspace
from tests.crawler.office import NOW

URL = "https://store.example/app?id=9000000001&hl=vi"
ASKED = b"GET /app?id=9000000001&hl=vi HTTP/1.1\r\nHost: store.example\r\n\r\n"
VANTAGE = "Hà Nội, without a proxy"
ABOUT = {
    "software": "rasoat/test",
    "format": "WARC File Format 1.1",
    "robots": "obey",
    "vantage": VANTAGE,
}


def answer(body: bytes, *, packed: bool = False, **fields: Any) -> Answer:
    """An answer with this body; ``packed``: it came compressed."""
    head = b"HTTP/1.1 200 \r\nContent-Type: text/html; charset=utf-8\r\n"
    values: dict[str, Any] = {
        "url": URL,
        "method": "GET",
        "status": 200,
        "at": NOW,
        "ip": "192.0.2.7",
        "asked": ASKED,
        "head": head + (b"Content-Encoding: gzip\r\n\r\n" if packed else b"\r\n"),
        "body": body,
    }
    if "received" not in fields:
        values["received"] = gzip.compress(body, mtime=0) if packed else body
    return answered(**(values | fields))


def recorder(store: Store, folder: Path, **fields: Any) -> Recorder:
    """The recorder of a new crawl."""
    crawl = open_crawl(store, source="google_play", market="vn", terms=(), now=NOW)
    return Recorder(store, folder, crawl=crawl, **({"about": ABOUT} | fields))


def record(
    office: Workspace, *bodies: bytes, now: datetime = NOW, packed: bool = False
) -> list[str]:
    """One crawl to its end; the ids of its bodies. ``packed``: every second one came so."""
    with office.open_store() as store:
        recording = recorder(store, office.evidence)
        kept = [
            recording.record(
                answer(body, packed=packed and bool(n % 2), at=now + timedelta(seconds=n))
            ).evidence
            for n, body in enumerate(bodies)
        ]
        recording.close(now)
    return kept


def found(office: Workspace, *weights: Weight) -> list[str]:
    """What ``evidence verify`` says with one of these weights."""
    with office.open_store() as store:
        return [one.what for one in verify(store, office.evidence) if one.weight in weights]


def wrong(office: Workspace) -> list[str]:
    """What is altered, missing or cut."""
    return found(office, Weight.WRONG)


def warcs(office: Workspace) -> list[Path]:
    """The WARC files of a workspace."""
    return sorted((office.evidence / "warc").glob("*.warc"))
