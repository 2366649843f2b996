"""SSRF: whatever is asked, no connection leaves for an address inside."""

from __future__ import annotations

import socket
from ipaddress import IPv4Network, IPv6Network, ip_address
from pathlib import Path
from urllib.parse import quote, unquote

import pytest
from scrapy import Request

from crawler.crawl import addresses
from crawler.crawl.addresses import Address, PublicWeb, not_public, read_target
from crawler.errors import AddressRefused
from tests.security.servers import EVERYWHERE, answer, listening, naming, say_ok
from tests.security.visitor import visit

# Hosts that lead inside, most of them to this very machine.
LITERALS = (
    *("127.0.0.1", "127.0.0.2", "127.1", "127.0.1", "127.255.255.254", "0.0.0.0", "0", "0x0"),
    *("2130706433", "0x7f000001", "0x7f.1", "0x7F.0x0.0x0.0x1", "0177.0.0.1", "017700000001"),
    *("127.0.0.1.", "127.000.000.001", "127.0.0.01", "１２７.0.0.1", "127。0。0。1", "①②⑦.⓪.⓪.①"),
    *("%31%32%37.0.0.1", "127.0.0.1%2f", "[::1]", "[::]", "[0:0:0:0:0:0:0:1]"),
    *("[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[::ffff:0:127.0.0.1]"),
    *("[64:ff9b::127.0.0.1]", "[64:ff9b:1::7f00:1]", "[2002:7f00:1::]", "[2002:7f00:1::1]"),
    *("[2001:0:7f00:1::80ff:fffe]", "[2606:4700::5efe:127.0.0.1]", "[2606:4700::200:5efe:7f00:1]"),
    *("[fe80::1]", "[fe80::1%25lo]", "[fc00::1]", "[fd12:3456::1]", "[fec0::1]", "[ff02::1]"),
    *("10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254", "100.64.0.1"),
    *("100.127.255.255", "192.0.0.192", "198.18.0.1", "224.0.0.1", "255.255.255.255", "240.0.0.1"),
    *("user@127.0.0.1", "play.google.com@127.0.0.1", "127.0.0.1#@play.google.com", "localhost"),
)
NAMES = {
    "loopback4.example": ["127.0.0.1"],
    "loopback6.example": ["::1"],
    "anything4.example": ["0.0.0.0"],
    "anything6.example": ["::"],
    "mapped.example": ["::ffff:127.0.0.1"],
    "compatible.example": ["::7f00:1"],
    "nat64.example": ["64:ff9b::7f00:1"],
    "6to4.example": ["2002:7f00:1::1"],
    "teredo.example": ["2001:0:7f00:1::80ff:fffe"],
    "private.example": ["10.1.2.3"],
    "link.example": ["169.254.169.254"],
    "link6.example": ["fe80::1"],
    "carrier.example": ["100.100.100.200"],
    "unique.example": ["fd00::1"],
    "multicast.example": ["224.0.0.251"],
    "mixed.example": ["93.184.215.14", "127.0.0.1"],
    "mixed6.example": ["93.184.215.14", "::1"],
    "xn--bet-ryb.example": ["127.0.0.1"],
    "with_underscore.example": ["127.0.0.1"],
}
HOPS = (
    *("http://127.0.0.1:{port}/", "http://127.1:{port}/", "//127.0.0.1:{port}/", "http://[::1]:{port}/"),
    *("http://2130706433:{port}/", "http://loopback4.example:{port}/", "http://①②⑦.⓪.⓪.①:{port}/"),
    *("http://a@127.0.0.1:{port}/", r"http:\\127.0.0.1:{port}/", "http://169.254.169.254/latest/"),
    *("file:///etc/hostname", "ftp://127.0.0.1:{port}/", "data:text/html,x", "gopher://127.0.0.1:{port}/"),
)  # fmt: skip
SCHEMES = (
    *("file:///etc/hostname", "file://127.0.0.1/etc/hostname", "ftp://127.0.0.1:{port}/x"),
    *("data:text/html,x", "s3://bucket/key", "gopher://127.0.0.1:{port}/_x", "dict://127.0.0.1:{port}/"),
)  # fmt: skip


def say_where(way: socket.socket, path: str) -> None:
    """Leads by redirect or by refresh to the address in the path."""
    kind, _, quoted = path[1:].partition("/")
    target = unquote(quoted)
    if kind == "meta":
        page = f'<meta http-equiv="refresh" content="0; url={target}">'
        answer(way, page.encode(), "Content-Type: text/html; charset=utf-8")
    elif kind == "ok":
        say_ok(way, path)
    else:
        location = target.encode().decode("latin-1")
        answer(way, b"", f"Location: {location}", status=f"{kind} Elsewhere")


def test_no_connection_leaves_for_an_address_inside(tmp_path: Path) -> None:
    with (
        listening(say_where) as good,
        listening(address=EVERYWHERE) as inside,
        naming({name: [found] for name, found in NAMES.items()}) as names,
    ):
        honest = f"http://127.0.0.1:{good.port}"
        cases = [f"http://{host}:{inside.port}/" for host in (*LITERALS, *NAMES)]
        cases += [
            f"https://{host}:{inside.port}/" for host in ("127.0.0.1", "[::1]", "link.example")
        ]
        cases += [url.format(port=inside.port) for url in SCHEMES]
        hops = [quote(url.format(port=inside.port), safe=":/@[]") for url in HOPS]
        cases += [f"{honest}/{kind}/{hop}" for kind in ("302", "308", "meta") for hop in hops]
        allow = f'allow = ["127.0.0.1:{good.port}"]\nresolver = "127.0.0.1:{names.port}"'
        # An honest page after each case: the crawl goes on, and does not end after five failures.
        # With an address of its own: a crawl asks for each only once.
        asked = [url for n, case in enumerate(cases) for url in (case, f"{honest}/ok/{n}")]
        seen = visit(tmp_path, asked, network=allow)
    assert len(cases) >= 60
    assert inside.connections == 0
    permitted = {("127.0.0.1", good.port), ("127.0.0.1", names.port)}
    assert set(seen.connected) <= permitted, set(seen.connected) - permitted
    assert sum(url.startswith(f"{honest}/ok/") for url in seen.answered) == len(cases)
    refused = ("AddressRefused: ", "NotSupported: ")  # the second: no handler for the scheme
    assert [said for said in seen.failed if not said.startswith(refused)] == []
    assert len(seen.failed) >= len(LITERALS) + len(NAMES) + len(SCHEMES)
    assert not seen.void
    ended = [seen.ended[url] for url in {Request(url).url for url in cases}]
    assert {outcome for outcome, _ in ended} <= {"failed", "done"}
    # Each refusal stands with its request, the hops of a redirect under where it began.
    refusals = [why for outcome, why in ended if outcome == "failed"]
    assert len(refusals) == len(seen.failed)
    assert all(why is not None and why.startswith(refused) for why in refusals)


@pytest.mark.parametrize("host", LITERALS)
def test_a_literal_that_leads_inside_is_refused(host: str) -> None:
    web = PublicWeb()
    for proxied in (False, True) if host != "localhost" else (True,):
        with pytest.raises(AddressRefused, match="was not asked"):
            web.target(f"http://{host}/", proxied=proxied)


@pytest.mark.parametrize(
    "text",
    ["8.8.8.8", "93.184.215.14", "100.63.255.255", "100.128.0.0", "172.32.0.0", "2606:4700::1111"],
)
def test_an_address_of_the_public_web_passes(text: str) -> None:
    assert not_public(ip_address(text)) is None
    PublicWeb().check(ip_address(text), 443)


def edges() -> list[Address]:
    blocks: list[IPv4Network | IPv6Network] = [*addresses._IPV4, *addresses._IPV6]
    return [edge for block in blocks for edge in (block[0], block[-1])]


@pytest.mark.parametrize("address", edges(), ids=str)
def test_both_ends_of_every_special_block_are_refused(address: Address) -> None:
    with pytest.raises(AddressRefused, match="RFC"):
        PublicWeb().check(address, 443)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("127.0.0.1", "loopback (RFC 1122)"),
        ("::1", "loopback (RFC 4291)"),
        ("::ffff:8.8.8.8", "an IPv4 address, mapped (RFC 4291)"),
        ("::8.8.8.8", "an IPv4 address, compatible (RFC 4291)"),
        ("::ffff:0:8.8.8.8", "an IPv4 address, translated (RFC 2765)"),
        ("64:ff9b::8.8.8.8", "an IPv4 address by NAT64 (RFC 6052)"),
        ("64:ff9b:1::8.8.8.8", "an IPv4 address by local NAT64 (RFC 8215)"),
        ("2001:0:808:808::1", "an IPv4 address by Teredo (RFC 4380)"),
        ("2002:808:808::1", "an IPv4 address by 6to4 (RFC 3056)"),
        ("2606:4700::5efe:8.8.8.8", "an IPv4 address by ISATAP (RFC 5214)"),
        ("2606:4700::200:5efe:808:808", "an IPv4 address by ISATAP (RFC 5214)"),
        ("100.64.0.1", "a carrier's own (RFC 6598)"),
        ("169.254.169.254", "link-local (RFC 3927)"),
    ],
)
def test_the_reason_is_the_nearest_one_also_around_a_public_address(text: str, reason: str) -> None:
    assert not_public(ip_address(text)) == reason


@pytest.mark.parametrize("text", ["4000::1", "1fff::1", "8000::1", "100:0:0:1::1"])
def test_what_nobody_has_assigned_is_refused(text: str) -> None:
    assert not_public(ip_address(text)) == "not assigned (RFC 4291)"


@pytest.mark.parametrize(
    "url",
    [
        "http:///x",
        "http://",
        "//play.google.com/",
        "play.google.com",
        "http://[::1",
        "http://a:b@c/",
        "http://play.google.com:99999/",
        "http://play.google.com:0/",
        "http://play.google.com:8_0/",
        "http://play.google.com:+80/",
        "http://play..google.com/",
        "http://.google.com/",
        f"http://{'a' * 64}.example/",
        f"http://{'a.' * 130}example/",
        "http://play.google.com\\.vidu.example/",
        "http://play.google.com /",
        "javascript:alert(1)",
        "http://[v1.x]/",
    ],
)
def test_what_can_be_read_in_two_ways_is_refused(url: str) -> None:
    with pytest.raises(AddressRefused, match="was not asked"):
        read_target(url)


@pytest.mark.parametrize("port", [1, 22, 25, 81, 993, 1719, 6000, 6667, 10080])
def test_a_port_of_another_service_is_refused(port: int) -> None:
    with pytest.raises(AddressRefused, match="port of another service"):
        PublicWeb().check(ip_address("93.184.215.14"), port)


def test_the_operator_allows_one_address_and_port() -> None:
    web = PublicWeb(frozenset({(ip_address("127.0.0.1"), 25)}))
    web.check(ip_address("127.0.0.1"), 25)
    web.target("http://127.0.0.1:25/", proxied=True)
    for address, port in (("127.0.0.1", 26), ("127.0.0.2", 25), ("::ffff:127.0.0.1", 25)):
        with pytest.raises(AddressRefused):
            web.check(ip_address(address), port)


def test_a_refusal_names_the_thing_the_cause_and_the_next_step() -> None:
    with pytest.raises(AddressRefused) as caught:
        PublicWeb().check(ip_address("fd00::1"), 443)
    assert str(caught.value) == (
        "fd00::1 port 443 was not asked: private (RFC 4193), not the public web. "
        'If it must be, add "[fd00::1]:443" to network.allow in rasoat.toml.'
    )
