"""Where visits of sites come from: the resolver that is asked, the way out, records of DNS."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping
from functools import partial
from ipaddress import ip_address
from typing import Any, Protocol
from urllib.parse import urlsplit
from urllib.request import getproxies

import dns.asyncquery
import dns.message
from dns.edns import OptionType
from dns.exception import DNSException
from dns.message import Message
from dns.rcode import Rcode
from dns.resolver import NoResolverConfiguration, Resolver

from crawler.config import Config, Endpoint
from crawler.crawl.addresses import not_public
from crawler.crawl.download import proxy_for
from spiders.site.sides import Keep, Network, Rendered

_ANY_HOST = "host.invalid"  # no_proxy names it only where it names all
_KINDS = ("A", "AAAA", "NS", "MX", "TXT")
_SECONDS = 4.0
_MOST = 20  # records of one kind
# RFC 8914: a resolver that blocks may say so: blocked, censored, filtered.
_SAYS_BLOCKED = frozenset({15, 16, 17})


class Renderer(Protocol):
    """A browser that is there when a page needs it."""

    async def render(self, url: str) -> Rendered:
        """The page as it stands when its scripts have run; raises where there is none."""

    async def close(self) -> None:
        """No page follows."""


def told_vantage(config: Config, hosts: Collection[str] = ()) -> str:
    """Where this process asks a source of these hosts from, as the evidence says it.

    Without hosts: any of the web.
    """
    asked = {host: ("https", urlsplit(f"//{host}").hostname or "") for host in sorted(hosts)}
    asked = asked or {f"{scheme} addresses": (scheme, _ANY_HOST) for scheme in ("http", "https")}
    server = config.resolver
    by = "the system's resolver" if server is None else f"resolver {server[0]}:{server[1]}"
    proxied = [what for what, (scheme, host) in asked.items() if proxy_for(scheme, host)]
    ways = {
        f"through a proxy, which looks names up{_except_for(hosts)}": proxied,
        f"without a proxy, {by}": [what for what in asked if what not in proxied],
    }
    taken = {way: whom for way, whom in ways.items() if whom}
    told = [way if len(taken) == 1 else f"{way} ({', '.join(whom)})" for way, whom in taken.items()]
    return ", ".join(filter(None, (config.vantage, "; ".join(told))))


def _except_for(hosts: Collection[str]) -> str:
    """Where any host may be asked, those that the environment names are reached directly."""
    return "" if hosts or not getproxies().get("no") else ", but for the hosts of no_proxy"


def site_network(
    config: Config, *, agent: str, renderer: Renderer | None, keep: Keep | None = None
) -> Network:
    """Where the visits of a crawl come from.

    Behind a proxy names are looked up there; here they are asked only where a resolver is named.
    """
    by_proxy = any(proxy_for(scheme, _ANY_HOST) for scheme in ("http", "https"))
    server = config.resolver or (None if by_proxy else system_server())
    # Asked twice, one resolver says the same twice.
    control = config.control_resolver if config.control_resolver != server else None
    return Network(
        agent=agent,
        resolver="system"
        if config.resolver is None
        else f"{server[0]}:{server[1]}"
        if server
        else "",
        by_proxy=by_proxy,
        carries_block=config.carries_block,
        rdap=config.rdap or None,
        look_up=partial(name_records, server=server, allow=frozenset(config.allow))
        if server
        else None,
        control=partial(name_records, server=control, allow=frozenset(config.allow))
        if control
        else None,
        render=renderer.render if renderer is not None else None,
        keep=keep,
    )


async def name_records(
    name: str, *, server: Endpoint, allow: frozenset[Endpoint] = frozenset()
) -> Mapping[str, Any]:
    """Addresses, name servers, mail and texts of a name, and whether the resolver blocks it."""
    answers = await asyncio.gather(*(_asked(name, kind, server) for kind in _KINDS))
    by_kind = dict(zip(_KINDS, answers, strict=True))
    found = {kind.lower(): _texts(answer, kind) for kind, answer in by_kind.items()}
    addresses = [*found["a"], *found["aaaa"]]
    return {
        "resolver": f"{server[0]}:{server[1]}",
        "status": _status(by_kind["A"], addresses, allow),
        "says_blocked": any(map(_says_blocked, answers)),
        **found,
    }


def _status(answer: Message | None, addresses: list[str], allow: frozenset[Endpoint]) -> str:
    if answer is None:
        return "no_answer"
    status = Rcode(answer.rcode()).name.lower()
    permitted = {str(address) for address, _ in allow}
    public = [one for one in addresses if one in permitted or not_public(ip_address(one)) is None]
    return "sinkhole" if status == "noerror" and addresses and not public else status


async def _asked(name: str, kind: str, server: Endpoint) -> Message | None:
    """The answer to one question; None where none came."""
    try:
        question = dns.message.make_query(name, kind, use_edns=True)
        answer, _ = await dns.asyncquery.udp_with_fallback(
            question, str(server[0]), timeout=_SECONDS, port=server[1]
        )
    except (DNSException, OSError, ValueError):
        return None
    return answer


def _texts(answer: Message | None, kind: str) -> list[str]:
    if answer is None:
        return []
    rows = [record for rrset in answer.answer for record in rrset if record.rdtype.name == kind]
    return sorted(record.to_text().rstrip(".").lower()[:300] for record in rows)[:_MOST]


def _says_blocked(answer: Message | None) -> bool:
    if answer is None:
        return False
    return any(
        option.otype == OptionType.EDE and getattr(option, "code", None) in _SAYS_BLOCKED
        for option in answer.options
    )


def system_server() -> Endpoint | None:
    """The resolver of this machine; None where it names none by address."""
    try:
        servers = Resolver().nameservers
    except NoResolverConfiguration:
        return None
    texts = [server for server in servers if isinstance(server, str)]
    return (ip_address(texts[0]), 53) if texts else None
