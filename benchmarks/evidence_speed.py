"""What evidence costs a page: CPU and bytes, in each form it could have. Prints one JSON object.

Small invented pages, and those of a store that lie beside the checkout; all come compressed as
servers send them. ``record`` is the whole of it: records, hashes, link and fetch in one
transaction, and the proof that the body can be had again. The peer only writes response and request
by warcio, not compressed, and one row of SQLite. ``forms`` compares what could lie on the disk:
bodies as received or decoded, WARC compressed or not.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from crawler.evidence.warc import Answer, answer_records, record_name  # noqa: E402
from crawler.workspace import create_workspace  # noqa: E402
from tests.crawler.evidence.recording import URL, answer, recorder  # noqa: E402
from tests.crawler.office import NOW  # noqa: E402

_SHARED = ROOT.parent / "shared" / "data" / "stores" / "google_play"
_INVENTED = "<p>trò chơi bắn cá, mã quà tặng tháng này</p>\n".encode() * 600


def bodies_by_kind() -> dict[str, list[bytes]]:
    """Bodies by what they are."""
    files = sorted(_SHARED.rglob("*.html.gz")) if _SHARED.is_dir() else []
    found = {"invented": [_INVENTED], "store": [gzip.decompress(one.read_bytes()) for one in files]}
    return {name: bodies for name, bodies in found.items() if bodies}


@dataclass(frozen=True)
class Page:
    """A body, and how servers send it."""

    body: bytes
    received: bytes

    def answer(self) -> Answer:
        """The answer that brings it."""
        return answer(self.body, packed=True, received=self.received)


def page(body: bytes) -> Page:
    """A body compressed as servers do."""
    return Page(body, gzip.compress(body, compresslevel=6, mtime=0))


Work = Callable[[Sequence[Page]], None]


def ours(folder: Path) -> Work:
    """Everything that recording does, in a workspace that is there."""
    office = create_workspace(folder / "office", rehearsal=False)
    store = office.open_store()
    recording = recorder(store, office.evidence)

    def work(pages: Sequence[Page]) -> None:
        for one in pages:
            last = one.answer()
            recording.record(last)
        recording.close(last.at)
        store.close()

    return work


def peer(folder: Path) -> Work:
    """Two records by warcio and one row."""
    rows = sqlite3.connect(folder / "peer.db", isolation_level=None)
    rows.execute("PRAGMA journal_mode = wal")
    rows.execute("PRAGMA synchronous = normal")
    rows.execute("CREATE TABLE pages (url, at, status, size)")

    def work(pages: Sequence[Page]) -> None:
        with (folder / "peer.warc").open("wb") as file:
            writer = WARCWriter(file, gzip=False, warc_version="WARC/1.1")
            for one in pages:
                _write_pair(writer, one)
                values = [URL, NOW.isoformat(), 200, len(one.body)]
                rows.execute("INSERT INTO pages VALUES (?, ?, ?, ?)", values)
        rows.close()

    return work


def _write_pair(writer: WARCWriter, one: Page) -> None:
    head = [("Content-Type", "text/html; charset=utf-8"), ("Content-Encoding", "gzip")]
    told = StatusAndHeaders("200", head, protocol="HTTP/1.1")
    response = writer.create_warc_record(
        URL, "response", payload=BytesIO(one.received), http_headers=told
    )
    asked = StatusAndHeaders("/ HTTP/1.1", [("Host", "store.example")], protocol="GET")
    request = writer.create_warc_record(URL, "request", http_headers=asked)
    writer.write_request_response_pair(request, response)


def _cpu(prepare: Callable[[Path], Work], pages: Sequence[Page]) -> float:
    with tempfile.TemporaryDirectory() as folder:
        work = prepare(Path(folder))
        before = time.process_time()
        work(pages)
        return 1000 * (time.process_time() - before) / len(pages)


def forms(pages: Sequence[Page]) -> dict[str, dict[str, float]]:
    """CPU and bytes of a page in each form."""

    def decoded(one: Page) -> bytes:
        return answer_records(answer(one.body), record_name(), None)

    def as_received(one: Page) -> bytes:
        return answer_records(one.answer(), record_name(), None)

    def packed(form: Callable[[Page], bytes], level: int) -> Callable[[Page], bytes]:
        return lambda one: gzip.compress(form(one), compresslevel=level, mtime=0)

    found = {}
    for name, form in {
        "received": as_received,
        "received, gzip 1": packed(as_received, 1),
        "decoded": decoded,
        "decoded, gzip 1": packed(decoded, 1),
        "decoded, gzip 9 (warcio's own)": packed(decoded, 9),
    }.items():
        before = time.process_time()
        size = sum(len(form(one)) for one in pages)
        cpu = 1000 * (time.process_time() - before) / len(pages)
        found[name] = {"cpu_ms": round(cpu, 3), "bytes": size // len(pages)}
    return found


def measured(pages: Sequence[Page], rounds: int) -> dict[str, object]:
    """Ours and the peer in turn, then the forms."""
    times = [(_cpu(ours, pages), _cpu(peer, pages)) for _ in range(rounds)]
    return {
        "page_bytes": round(statistics.mean(len(one.body) for one in pages)),
        "received_bytes": round(statistics.mean(len(one.received) for one in pages)),
        "record_cpu_ms": round(statistics.median(one for one, _ in times), 3),
        "peer_cpu_ms": round(statistics.median(other for _, other in times), 3),
        "ratio": round(statistics.median(one / other for one, other in times), 2),
        "forms": forms(pages),
    }


def main() -> int:
    """Reads the options, measures, prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    figures: dict[str, object] = {"pages": options.pages, "rounds": options.rounds}
    for name, bodies in bodies_by_kind().items():
        # Each is a little different: a repeated payload would not be written again.
        numbered = (bodies[n % len(bodies)] + b"<!-- %d -->" % n for n in range(options.pages))
        figures[name] = measured([page(body) for body in numbered], options.rounds)
    print(json.dumps(figures, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
