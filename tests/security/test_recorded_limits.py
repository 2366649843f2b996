"""An answer that goes beyond a limit ends its request with the reason; the crawl goes on."""

from __future__ import annotations

import socket
from pathlib import Path

from crawler.crawl import headers, settings
from tests.security.servers import answer, listening, say_ok
from tests.security.visitor import visit


def test_limits_end_a_request_in_one_recorded_outcome(tmp_path: Path) -> None:
    many = "\n".join(["/ok"] * (settings.MOST_LINKS + 1)).encode()

    def talk(way: socket.socket, path: str) -> None:
        if path == "/headers":
            way.sendall(b"HTTP/1.1 200 OK\r\n" + b"X-More: yes\r\n" * headers.MOST_BYTES)
        elif path == "/links":
            answer(way, many, "Content-Type: text/plain")
        else:
            say_ok(way, path)

    with listening(talk) as server:
        home = f"http://127.0.0.1:{server.port}"
        urls = [f"{home}/headers", f"{home}/links"]
        seen = visit(tmp_path, urls, network=f'allow = ["127.0.0.1:{server.port}"]')
    (long, why_long), (wide, why_wide) = (seen.ended[url] for url in urls)
    assert (long, wide) == ("failed", "unreadable")
    assert "The header is longer than" in str(why_long)
    assert "leads to more than 2000 requests" in str(why_wide)
    # What stood before the limit is kept, and asked once.
    assert seen.ended[f"{home}/ok"] == ("done", None)
    assert seen.answered.count(f"{home}/ok") == 1
    assert not seen.complete
