"""Behind a forward proxy: literals inside and odd ports are refused here, the proxy resolves."""

from __future__ import annotations

import socket
from pathlib import Path

from scrapy import Request

from tests.security.servers import answer, listening, say_ok
from tests.security.test_forbidden_addresses import LITERALS
from tests.security.visitor import visit

INSIDE = (
    *(host for host in LITERALS if host != "localhost"),
    *("localhost", "intranet", "printer.local", "db.internal", "nas.home.arpa", "x.localhost"),
)


def dig_no_tunnel(way: socket.socket, path: str) -> None:
    """The conversation of a proxy for http only."""
    if path.startswith("http://"):
        say_ok(way, path)
    else:
        answer(way, b"", "Connection: close", status="502 Bad Gateway")
        way.close()


ODD_PORTS = ("http://vidu.example:22/", "http://vidu.example:8080/", "https://vidu.example:6379/")


def test_nothing_inside_is_asked_of_the_proxy(tmp_path: Path) -> None:
    def talk(way: socket.socket, path: str) -> None:
        if path.endswith("/hop"):
            answer(way, b"", "Location: http://169.254.169.254/latest/", status="302 Found")
        else:
            say_ok(way, path)

    cases = [f"{scheme}://{host}/" for scheme in ("http", "https") for host in INSIDE]
    cases += [*ODD_PORTS, "http://vidu.example/hop"]
    honest = "http://vidu.example/"
    with listening(talk) as proxy:
        way = f"http://127.0.0.1:{proxy.port}"
        asked = [url for n, case in enumerate(cases) for url in (case, f"{honest}?{n}")]
        seen = visit(tmp_path, asked, environment={"http_proxy": way, "https_proxy": way})
    pages = {f"{honest}?{n}" for n in range(len(cases))}
    assert set(proxy.paths) == {*pages, "http://vidu.example/hop"}
    assert len(proxy.paths) == len(cases) + 1
    assert {said.partition(":")[0] for said in seen.failed} == {"AddressRefused"}
    # Scrapy writes some of them alike: those are one request.
    assert len(seen.failed) == len({Request(url).url for url in cases})
    assert set(seen.connected) == {("127.0.0.1", proxy.port)}


def test_the_proxy_resolves_and_is_told_the_name(tmp_path: Path) -> None:
    with listening(dig_no_tunnel) as proxy:
        way = f"http://127.0.0.1:{proxy.port}"
        urls = ["https://vidu.example/", "http://93.184.215.14/"]
        seen = visit(tmp_path, urls, environment={"http_proxy": way, "https_proxy": way})
    assert set(proxy.paths) == {"vidu.example:443", "http://93.184.215.14/"}
    assert seen.answered == ["http://93.184.215.14/"]


def test_a_proxy_may_be_known_by_name_and_is_itself_no_source(tmp_path: Path) -> None:
    with listening(dig_no_tunnel) as proxy:
        way = f"http://localhost:{proxy.port}"
        seen = visit(
            tmp_path,
            [f"{way}/", "http://vidu.example/", "https://vidu.example/"],
            environment={"http_proxy": way, "https_proxy": way, "no_proxy": "localhost"},
        )
    assert "http://vidu.example/" in proxy.paths
    assert "vidu.example:443" in proxy.paths
    assert "/" not in proxy.paths
    assert "is the proxy: it is no source" in seen.failed[0]


def test_what_needs_no_proxy_is_judged_by_its_address(tmp_path: Path) -> None:
    with listening() as proxy, listening() as inside:
        way = f"http://127.0.0.1:{proxy.port}"
        seen = visit(
            tmp_path,
            [f"http://localhost:{inside.port}/"],
            environment={"http_proxy": way, "no_proxy": "localhost"},
        )
    assert (proxy.connections, inside.connections) == (0, 0)
    assert "loopback" in seen.failed[0]


def test_what_the_operator_allows_passes_the_proxy(tmp_path: Path) -> None:
    with listening() as proxy:
        way = f"http://127.0.0.1:{proxy.port}"
        visit(
            tmp_path,
            ["http://10.9.8.7:8080/", "http://10.9.8.7:8081/"],
            network='allow = ["10.9.8.7:8080"]',
            environment={"http_proxy": way},
        )
    assert proxy.paths == ["http://10.9.8.7:8080/"]
