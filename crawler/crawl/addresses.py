"""Which addresses belong to the public web: pure rules, each with its source (docs/guard.md)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from urllib.parse import urlsplit

from crawler.errors import AddressRefused

Address = IPv4Address | IPv6Address

# Python's is_global differs by version and lets wrapped IPv4 addresses pass, so the registries
# stand here: IANA IPv4 Special-Purpose Address Registry, RFC 6890 and the RFCs named beside.
_IPV4: dict[IPv4Network, str] = {
    IPv4Network("0.0.0.0/8"): "this network (RFC 791)",
    IPv4Network("10.0.0.0/8"): "private (RFC 1918)",
    IPv4Network("100.64.0.0/10"): "a carrier's own (RFC 6598)",
    IPv4Network("127.0.0.0/8"): "loopback (RFC 1122)",
    IPv4Network("169.254.0.0/16"): "link-local (RFC 3927)",
    IPv4Network("172.16.0.0/12"): "private (RFC 1918)",
    IPv4Network("192.0.0.0/24"): "protocol assignments (RFC 6890)",
    IPv4Network("192.0.2.0/24"): "documentation (RFC 5737)",
    IPv4Network("192.31.196.0/24"): "AS112 (RFC 7535)",
    IPv4Network("192.52.193.0/24"): "AMT (RFC 7450)",
    IPv4Network("192.88.99.0/24"): "6to4 relay (RFC 7526)",
    IPv4Network("192.168.0.0/16"): "private (RFC 1918)",
    IPv4Network("192.175.48.0/24"): "AS112 (RFC 7534)",
    IPv4Network("198.18.0.0/15"): "benchmarks (RFC 2544)",
    IPv4Network("198.51.100.0/24"): "documentation (RFC 5737)",
    IPv4Network("203.0.113.0/24"): "documentation (RFC 5737)",
    IPv4Network("224.0.0.0/4"): "multicast (RFC 5771)",
    IPv4Network("240.0.0.0/4"): "reserved or broadcast (RFC 1112, RFC 919)",
}
# Outside of this one block nothing is global unicast (RFC 4291, IANA IPv6 Address Space).
_GLOBAL_UNICAST = IPv6Network("2000::/3")
_IPV6: dict[IPv6Network, str] = {
    IPv6Network("::/128"): "unspecified (RFC 4291)",
    IPv6Network("::1/128"): "loopback (RFC 4291)",
    IPv6Network("::ffff:0:0/96"): "an IPv4 address, mapped (RFC 4291)",
    IPv6Network("::ffff:0:0:0/96"): "an IPv4 address, translated (RFC 2765)",
    IPv6Network("::/96"): "an IPv4 address, compatible (RFC 4291)",
    IPv6Network("64:ff9b::/96"): "an IPv4 address by NAT64 (RFC 6052)",
    IPv6Network("64:ff9b:1::/48"): "an IPv4 address by local NAT64 (RFC 8215)",
    IPv6Network("100::/64"): "discarded (RFC 6666)",
    IPv6Network("2001::/32"): "an IPv4 address by Teredo (RFC 4380)",
    IPv6Network("2001::/23"): "protocol assignments (RFC 2928)",
    IPv6Network("2001:db8::/32"): "documentation (RFC 3849)",
    IPv6Network("2002::/16"): "an IPv4 address by 6to4 (RFC 3056)",
    IPv6Network("2620:4f:8000::/48"): "AS112 (RFC 7534)",
    IPv6Network("3ffe::/16"): "the former 6bone (RFC 3701)",
    IPv6Network("3fff::/20"): "documentation (RFC 9637)",
    IPv6Network("5f00::/16"): "segment routing (RFC 9602)",
    IPv6Network("fc00::/7"): "private (RFC 4193)",
    IPv6Network("fe80::/10"): "link-local (RFC 4291)",
    IPv6Network("fec0::/10"): "site-local (RFC 3879)",
    IPv6Network("ff00::/8"): "multicast (RFC 4291)",
}
# Bits 32 to 63 of the lower half, without the universal bit (RFC 5214 §6.1).
_ISATAP, _UNIVERSAL = 0x0000_5EFE, 0x0200_0000

_WEB_PORTS = frozenset({80, 443})
_SYSTEM_PORTS = 1024
# The bad ports of the Fetch standard (port blocking) from 1024 on: browsers refuse them too.
_BAD_PORTS = frozenset(
    {1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566}
    | {6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080}
)

# One spelling only: no user, no escapes, no Unicode, so that every parser reads the same host.
_NETLOC = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::([0-9]{1,5}))?", re.IGNORECASE)
_LONGEST_NAME, _LONGEST_LABEL = 253, 63
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*", re.IGNORECASE)  # WHATWG URL: a host ends in a number
# Names that a proxy would look up inside: RFC 6761, RFC 6762, RFC 8375, ICANN's .internal (2024).
_INSIDE = ("localhost", "local", "internal", "home.arpa")


@dataclass(frozen=True, slots=True)
class Target:
    """Where an address of the web leads: a name or a literal address, and a port."""

    host: str | Address
    port: int


@dataclass(frozen=True, slots=True)
class PublicWeb:
    """What may be asked: the public web, and what ``network.allow`` adds to it."""

    allow: frozenset[tuple[Address, int]] = frozenset()

    def target(self, url: str, *, proxied: bool) -> Target:
        """Reads ``url``; ``AddressRefused`` if it alone shows that it may not be asked.

        A name that we look up ourselves is judged by ``check``, once its addresses are known.
        """
        target = read_target(url)
        if not isinstance(target.host, str):
            self.check(target.host, target.port)
            if (target.host, target.port) in self.allow:
                return target
        elif proxied and _is_inside(target.host):
            raise AddressRefused(
                f"{target.host} was not asked: the proxy would look it up inside, it is no name "
                "of the public web."
            )
        if proxied and target.port not in _WEB_PORTS:
            raise AddressRefused(
                f"{target.host} port {target.port} was not asked: through a proxy only the ports "
                "80 and 443 are, for it is the proxy that connects."
            )
        return target

    def check(self, address: Address, port: int) -> None:
        """``AddressRefused`` unless a connection to this address and port may be made."""
        if (address, port) in self.allow:
            return
        reason = not_public(address) or _no_web_port(port)
        if reason is not None:
            shown = f"[{address}]" if address.version == 6 else str(address)
            raise AddressRefused(
                f"{address} port {port} was not asked: {reason}, not the public web. If it must "
                f'be, add "{shown}:{port}" to network.allow in rasoat.toml.'
            )


def read_target(url: str) -> Target:
    """The host and port of an http or https address that has one reading only."""
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise AddressRefused(f"{url:.200} was not asked: it is no address.") from error
    if parts.scheme not in ("http", "https"):
        raise AddressRefused(f"{url:.200} was not asked: only http and https are.")
    found = _NETLOC.fullmatch(parts.netloc)
    if found is None:
        raise AddressRefused(
            f"{url:.200} was not asked: its host can be read in more than one way (a user name, "
            "an escape, letters beyond ASCII)."
        )
    port = int(found[2] or (443 if parts.scheme == "https" else 80))
    if not 0 < port < 65_536:
        raise AddressRefused(f"{url:.200} was not asked: there is no port {port}.")
    return Target(_read_host(found[1].lower()), port)


def not_public(address: Address) -> str | None:
    """Why an address is not of the public web; None: it is."""
    if isinstance(address, IPv4Address):
        return next((why for block, why in _IPV4.items() if address in block), None)
    for block, why in _IPV6.items():
        if address in block:
            return why
    if address not in _GLOBAL_UNICAST:
        return "not assigned (RFC 4291)"
    if (int(address) >> 32) & 0xFFFF_FFFF & ~_UNIVERSAL == _ISATAP:
        return "an IPv4 address by ISATAP (RFC 5214)"
    return None


def _read_host(host: str) -> str | Address:
    if host.startswith("["):
        try:
            return IPv6Address(host[1:-1])
        except ValueError as error:
            raise AddressRefused(f"{host} was not asked: it is no IPv6 address.") from error
    name = host.removesuffix(".")
    labels = name.split(".")
    if _NUMBER.fullmatch(labels[-1]):
        try:
            return IPv4Address(host)
        except ValueError as error:
            raise AddressRefused(
                f"{host} was not asked: an IPv4 address in an odd notation, which programs read "
                "differently."
            ) from error
    if len(name) > _LONGEST_NAME or not all(0 < len(label) <= _LONGEST_LABEL for label in labels):
        raise AddressRefused(f"{host:.200} was not asked: it is no name of a host.")
    return name


def _is_inside(name: str) -> bool:
    return "." not in name or name.endswith(tuple(f".{suffix}" for suffix in _INSIDE))


def _no_web_port(port: int) -> str | None:
    if port in _WEB_PORTS or (port >= _SYSTEM_PORTS and port not in _BAD_PORTS):
        return None
    return "a port of another service (Fetch standard, port blocking)"
