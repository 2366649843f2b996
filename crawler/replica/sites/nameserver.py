"""A name server on loopback: what is true of the hosts, or what a blocking network makes of it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from enum import StrEnum
from typing import cast

import dns.exception
import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset

from crawler.replica.sites.grounds import NOTICE, SINKHOLE
from crawler.replica.sites.model import Names, Zone

_TTL = 300
NOTICE_HOST = "thongbao.nhamang-vidu.vn"


class Block(StrEnum):
    """How a network keeps its customers from a host."""

    NXDOMAIN = "nxdomain"
    SINKHOLE = "sinkhole"
    NOTICE = "notice"


class NameServer(asyncio.DatagramProtocol):
    """Answers for the hosts of a world; everything else does not exist."""

    def __init__(self, zones: Mapping[str, Zone], blocked: Mapping[str, Block]) -> None:
        self._zones = zones
        self._blocked = blocked

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keeps the socket to answer by."""
        # Python 3.11 gives one that is a datagram transport in all but its class.
        self._transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        """Answers one question; what is no question gets no answer."""
        try:
            query = dns.message.from_wire(data)
        except dns.exception.DNSException:
            return
        if (answer := self.answer(query)) is not None:
            self._transport.sendto(answer.to_wire(), addr)

    def answer(self, query: dns.message.Message) -> dns.message.Message | None:
        """The answer to a message, or None where the server stays silent."""
        reply = dns.message.make_response(query)
        reply.flags |= dns.flags.RA
        question = query.question[0]
        name = question.name.to_text(omit_final_dot=True).lower()
        host, zone = self._find(name)
        if zone is None or zone.answer is Names.NXDOMAIN:
            reply.set_rcode(dns.rcode.NXDOMAIN)
            return reply
        if zone.answer is Names.SILENT:
            return None
        if zone.answer is Names.SERVFAIL:
            reply.set_rcode(dns.rcode.SERVFAIL)
            return reply
        if (block := self._blocked.get(host)) is not None:
            return _blocked(reply, block)
        kind = dns.rdatatype.to_text(question.rdtype)
        values = _values(zone, kind, apex=name == host)
        if values:
            reply.answer.append(dns.rrset.from_text(question.name, _TTL, "IN", kind, *values))
        return reply

    def _find(self, name: str) -> tuple[str, Zone | None]:
        """The zone of a name: its own, of the host below www, or of a wildcard."""
        for host in (name, name.removeprefix("www.")):
            if host in self._zones:
                return host, self._zones[host]
        above = name.partition(".")[2]
        while above:
            if above in self._zones:
                return above, self._zones[above] if self._zones[above].wildcard else None
            above = above.partition(".")[2]
        return name, None


def _blocked(reply: dns.message.Message, block: Block) -> dns.message.Message:
    if block is Block.NXDOMAIN:
        reply.set_rcode(dns.rcode.NXDOMAIN)
    elif reply.question[0].rdtype == dns.rdatatype.A:
        address = SINKHOLE if block is Block.SINKHOLE else NOTICE
        name = reply.question[0].name
        reply.answer.append(dns.rrset.from_text(name, _TTL, "IN", "A", address))
    return reply


def _values(zone: Zone, kind: str, *, apex: bool) -> tuple[str, ...]:
    if kind == "A":
        return zone.addresses
    if not apex:
        return ()
    return {
        "NS": tuple(f"{server}." for server in zone.name_servers),
        "MX": tuple(f"10 {server}." for server in zone.mail),
        "TXT": tuple(f'"{text}"' for text in zone.texts),
        "SOA": (f"{zone.name_servers[0]}. quantri.vidu.example. 1 3600 600 604800 300",),
    }.get(kind, ())
