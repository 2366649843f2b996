"""Records of DNS, and what a resolver that blocks answers."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from ipaddress import ip_address
from threading import Thread
from typing import Any

import dns.message
import dns.rcode
import dns.rrset
import pytest
from dns.edns import EDECode, EDEOption

from crawler.config import Config, Endpoint
from crawler.crawl.download import proxies
from crawler.crawl.site_network import name_records, site_network, told_vantage

Answer = Callable[[dns.message.Message], dns.message.Message]


class _Server(asyncio.DatagramProtocol):
    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def connection_made(self, transport: Any) -> None:
        self._transport = transport

    def datagram_received(self, data: bytes, addr: Any) -> None:
        self._transport.sendto(self._answer(dns.message.from_wire(data)).to_wire(), addr)


@contextmanager
def resolver(answer: Answer) -> Iterator[Endpoint]:
    """A resolver on loopback for the time of the block."""
    loop = asyncio.new_event_loop()
    transport, _ = loop.run_until_complete(
        loop.create_datagram_endpoint(lambda: _Server(answer), local_addr=("127.0.0.1", 0))
    )
    thread = Thread(target=loop.run_forever)
    thread.start()
    try:
        yield ip_address("127.0.0.1"), transport.get_extra_info("sockname")[1]
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        transport.close()
        loop.close()


def knows(records: Mapping[str, str]) -> Answer:
    """Answers each kind with one record."""

    def answer(question: dns.message.Message) -> dns.message.Message:
        told = dns.message.make_response(question)
        asked = question.question[0]
        kind = dns.rdatatype.to_text(asked.rdtype)
        if kind in records:
            told.answer.append(dns.rrset.from_text(asked.name, 60, "IN", kind, records[kind]))
        return told

    return answer


def refuses(code: dns.rcode.Rcode, extended: int | None = None) -> Answer:
    """Answers everything with one code, and says why where it does."""

    def answer(question: dns.message.Message) -> dns.message.Message:
        told = dns.message.make_response(question)
        told.set_rcode(code)
        if extended is not None:
            told.use_edns(0, options=[EDEOption(EDECode(extended))])
        return told

    return answer


def looked_up(answer: Answer) -> Mapping[str, Any]:
    with resolver(answer) as server:
        return asyncio.run(name_records("vidu.example", server=server))


def test_records_of_every_kind() -> None:
    records = {
        "A": "1.1.1.1",
        "AAAA": "2606:4700::1",
        "NS": "ns1.vidu.example.",
        "MX": "10 mx.vidu.example.",
        "TXT": '"v=spf1 -all"',
    }
    told = looked_up(knows(records))
    assert told["status"] == "noerror"
    assert told["says_blocked"] is False
    assert (told["a"], told["aaaa"]) == (["1.1.1.1"], ["2606:4700::1"])
    assert (told["ns"], told["mx"]) == (["ns1.vidu.example"], ["10 mx.vidu.example"])
    assert told["txt"] == ['"v=spf1 -all"']
    assert told["resolver"].startswith("127.0.0.1:")


@pytest.mark.parametrize(
    ("answer", "status", "blocked"),
    [
        (refuses(dns.rcode.NXDOMAIN), "nxdomain", False),
        (refuses(dns.rcode.SERVFAIL), "servfail", False),
        (refuses(dns.rcode.NXDOMAIN, 15), "nxdomain", True),
        (refuses(dns.rcode.NXDOMAIN, 17), "nxdomain", True),
        (refuses(dns.rcode.NXDOMAIN, 3), "nxdomain", False),  # a stale answer is no block
        (knows({"A": "0.0.0.0"}), "sinkhole", False),
        (knows({"A": "127.0.0.1"}), "sinkhole", False),
        (knows({}), "noerror", False),
    ],
)
def test_what_a_resolver_says_of_a_name(answer: Answer, status: str, blocked: bool) -> None:
    told = looked_up(answer)
    assert (told["status"], told["says_blocked"]) == (status, blocked)


def test_an_address_that_the_operator_permits_is_no_sinkhole() -> None:
    with resolver(knows({"A": "127.0.0.1"})) as server:
        allow = frozenset({(ip_address("127.0.0.1"), 8443)})
        told = asyncio.run(name_records("vidu.example", server=server, allow=allow))
    assert told["status"] == "noerror"


def test_a_name_that_is_none_has_no_answer() -> None:
    with resolver(knows({})) as server:
        told = asyncio.run(name_records("a" * 300, server=server))
    assert told["status"] == "no_answer"


_OWN, _BOTH = "store.example", ("store.example", "pictures.example:8443")


@pytest.mark.parametrize(
    ("environment", "hosts", "told"),
    [
        ({}, [_OWN], "without a proxy, resolver 192.0.2.1:53"),
        ({"no_proxy": "localhost"}, [_OWN], "without a proxy, resolver 192.0.2.1:53"),
        ({"https_proxy": "http://p.example:3128"}, [_OWN], "through a proxy, which looks names up"),
        ({"http_proxy": "http://p.example:3128"}, [_OWN], "without a proxy, resolver 192.0.2.1:53"),
        (
            {"https_proxy": "http://p.example:3128", "no_proxy": "*"},
            [_OWN],
            "without a proxy, resolver 192.0.2.1:53",
        ),
        (
            {"https_proxy": "http://p.example:3128", "no_proxy": "pictures.example"},
            _BOTH,
            "through a proxy, which looks names up (store.example); "
            "without a proxy, resolver 192.0.2.1:53 (pictures.example:8443)",
        ),
        (
            {"https_proxy": "http://p.example:3128"},
            [],
            "through a proxy, which looks names up (https addresses); "
            "without a proxy, resolver 192.0.2.1:53 (http addresses)",
        ),
        (
            {"https_proxy": "p.example:3128", "http_proxy": "p.example:3128", "no_proxy": "a.vn"},
            [],
            "through a proxy, which looks names up, but for the hosts of no_proxy",
        ),
    ],
)
def test_evidence_says_by_which_way_each_host_was_asked_and_who_looked_names_up(
    monkeypatch: pytest.MonkeyPatch, environment: Mapping[str, str], hosts: list[str], told: str
) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    config = Config(resolver=(ip_address("192.0.2.1"), 53))
    assert told_vantage(config, hosts) == told
    network = site_network(config, agent="rasoat", renderer=None).vantage("desktop")["network"]
    proxied = {"http_proxy", "https_proxy"} & {*environment} and environment.get("no_proxy") != "*"
    assert network == ("proxy" if proxied else "direct")
    assert proxies() <= {("p.example", 3128)}


def test_behind_a_proxy_names_are_asked_only_where_a_resolver_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:9")
    plain = site_network(Config(), agent="rasoat", renderer=None)
    assert plain.look_up is None
    assert plain.vantage("desktop") == {
        "resolver": "system",
        "network": "proxy",
        "device": "desktop",
    }
    named = Config(resolver=(ip_address("192.0.2.1"), 53), carries_block=True)
    told = site_network(named, agent="rasoat", renderer=None)
    assert told.look_up is not None
    assert (told.resolver, told.carries_block) == ("192.0.2.1:53", True)
