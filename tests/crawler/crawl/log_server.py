"""A certificate log served on loopback over TLS, with the faults of real ones."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from crawler.replica.authority import Authority
from tests.spiders.ct_log import CertificateLog

_TILE = re.compile(r"/2026/tile/data/(?P<path>(?:x\d{3}/)*\d{3})(?:\.p/(?P<width>\d+))?")


class ServedLog:
    """The log, what it was asked, and which fault it has."""

    def __init__(self, log: CertificateLog) -> None:
        self.log = log
        self.fault = ""
        self.shown: int | None = None  # entries of the checkpoint; None: all
        self.asked: list[str] = []
        self.url = ""
        self.endpoint = ""
        self.ca_file = Path()

    def answer(self, path: str) -> tuple[int, bytes]:
        """Status and body of a path."""
        if path == "/robots.txt":
            return 404, b""
        self.asked.append(path.removeprefix("/2026/"))
        if path == "/2026/checkpoint":
            root = b"\x66" * 32 if self.fault == "another root" else None
            return 200, self.log.checkpoint(root=root, size=self.shown)
        found = _TILE.fullmatch(path)
        if found is None or self.fault == "no tiles":
            return 404, b""
        tile = int(re.sub(r"\D", "", found["path"]))
        width = int(found["width"] or 256)
        if self.fault == "refuses" and tile == 1:
            return 403, b""
        if self.fault == "part is gone" and found["width"]:
            return 404, b""
        body = self.log.tile(tile, width)
        if self.fault == "cut" and tile == 1:
            body = body[: len(body) // 2]
        return 200, body


@contextmanager
def served(folder: Path, log: CertificateLog) -> Iterator[ServedLog]:
    """Serves the log at https://localhost/2026/."""
    server_log = ServedLog(log)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body = server_log.answer(self.path)
            body = gzip.compress(body, mtime=0)
            self.send_response(status)
            self.send_header("Content-Encoding", "gzip")  # without having been asked for it
            self.send_header("Content-Type", "application/octet-stream")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments: Any) -> None:
            """Says nothing."""

    authority = Authority(folder)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.socket = authority.context("localhost").wrap_socket(server.socket, server_side=True)
    server_log.url = f"https://localhost:{server.server_port}/2026/"
    server_log.endpoint = f"127.0.0.1:{server.server_port}"
    server_log.ca_file = authority.ca_file
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server_log
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
