"""A small portal of licences on loopback, over TLS, with the faults of a real one."""

from __future__ import annotations

import gzip
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

from crawler.replica.authority import Authority
from tests.crawler.register.files import portal_row

_NAMES = {
    "g": "Quyết định phát hành trò chơi điện tử G1",
    "g1": "Giấy xác nhận thông báo phát hành trò chơi G2,G3,G4",
    "i": "Giấy phép thiết lập trang thông tin điện tử tổng hợp",
    "s": "Giấy phép cung cấp dịch vụ mạng xã hội",
}
SIZES = {"g": 450, "g1": 210, "i": 20, "s": 10}


class Portal:
    """The rows that it holds, what it was asked, and which fault it has."""

    def __init__(self, fault: str = "") -> None:
        self.fault = fault
        self.asked: list[tuple[str, int]] = []
        self.refused = 0
        # The status that the second page has once, and its Retry-After by the clock of that moment.
        self.refusal: tuple[int, Callable[[datetime], str]] | None = None
        self.times: list[float] = []  # when it was asked, beside ``asked``
        self.url = ""
        self.endpoint = ""  # its address and port, for network.allow
        self.ca_file = Path()
        self.rows = [
            portal_row(
                n + 1_000 * place, platformCategoryCode=code, platformCategoryName=_NAMES[code]
            )
            for place, (code, size) in enumerate(SIZES.items())
            for n in range(1, size + 1)
        ]

    def answer(self, code: str, start: int, end: int) -> tuple[int, bytes]:
        """Status and body of one page; ``g`` brings the rows of ``g1`` too."""
        self.asked.append((code, start))
        self.times.append(time.monotonic())
        second = (code, start) == ("g", 200)
        if self.fault == "500" and second:
            return 500, b"oops"
        if self.fault == "loops" and second:
            return 302, b""
        if self.fault == "html" and second:
            return 200, b"<html><body>502 Bad Gateway</body></html>"
        if self.fault == "429" and second and not self.refused:
            self.refused += 1
            return 429, b""
        if self.refusal is not None and second and not self.refused:
            self.refused += 1
            return self.refusal[0], b""
        if self.fault == "moved" and second and not self.refused:
            self.refused += 1
            return 302, b"moved"
        found = [row for row in self.rows if code in row["platformCategoryCode"]]
        total = len(found) - (self.fault == "shrinks" and start > 0)
        page = found[start:end]
        if self.fault == "short" and second:
            page = page[:-1]
        if self.fault == "overlaps" and second:
            page = [found[0], *page[1:]]
        if self.fault == "differs" and code == "g1":
            page = [row | {"cstatus": "invalid"} for row in page]
        return 200, json.dumps({"data": {"rows": page, "total": total}}).encode()


@contextmanager
def running_portal(folder: Path, fault: str = "") -> Iterator[Portal]:
    """Serves a portal at https://localhost."""
    portal = Portal(fault)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            if parts.path != "/api/licences":
                self.send_error(404)
                return
            query = {key: values[0] for key, values in parse_qs(parts.query).items()}
            asked = query["platformCategoryCode"], int(query["startRow"]), int(query["endRow"])
            status, body = portal.answer(*asked)
            self.send_response(status)
            if status == 302:
                self.send_header("Location", self.path)
            if portal.refusal is not None and status == portal.refusal[0]:
                self.send_header("Retry-After", portal.refusal[1](datetime.now(UTC)))
            elif status == 429:
                self.send_header("Retry-After", "0")
            if status == 302:
                self.send_header("Location", f"{self.path}&moved=1")
            if portal.fault == "moved" and "gzip" in self.headers["Accept-Encoding"]:
                body = gzip.compress(body, mtime=0)
                self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments: Any) -> None:
            """Says nothing."""

    authority = Authority(folder)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.socket = authority.context("localhost").wrap_socket(server.socket, server_side=True)
    portal.url = f"https://localhost:{server.server_port}/api/licences"
    portal.endpoint = f"127.0.0.1:{server.server_port}"
    portal.ca_file = authority.ca_file
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield portal
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
