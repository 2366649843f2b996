"""Addresses as people write them: the host, what was registered, the hosts of a register's cell."""

from __future__ import annotations

import re
from functools import cache
from urllib.parse import SplitResult, urlsplit

import idna
from tldextract import TLDExtract

from matchers.lists import multi_tenant

LONGEST = 2_000  # letters of one address or one cell
_HOST = re.compile(r"[^\W_](?:[\w-]*[^\W_])?(?:\.[^\W_](?:[\w-]*[^\W_])?)+", re.ASCII)
_BEGINS = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_PORT = re.compile(r"[0-9]{1,5}")
_LAST_PORT = 65_535
# "https://", and what scans make of it: "http:", "https:/", "hups://", "hup/"; also twice.
_SCHEME = re.compile(r"\s*(?:h\w{1,5}(?::/{0,2}|/{1,2}))+", re.IGNORECASE)
AROUND = "\"'“”‘’«»()[]<>"  # what people put around an address
BEHIND = ".,;:!?"
# In a sentence only what cannot be a brand: "Sun.Win" is a name, "vidu.example/vao" is a place.
_IN_TEXT = re.compile(
    r"(?:https?://|www\.)\S+|(?<![\w.-])[\w-]{1,63}(?:\.[\w-]{1,63})+/\S*", re.IGNORECASE
)
_APART = re.compile(r"[;,\n]|\s(?:và|va|and)\s", re.IGNORECASE)
_PATH = re.compile(r"[/?#%:]")


def host_of(address: str) -> str | None:
    """The host of an address, an A-label without ``www.``; None for what parsers read apart."""
    parts = parts_of(address)
    if parts is None or "@" in parts.netloc or parts.scheme not in ("", "http", "https"):
        return None
    name, _, port = parts.netloc.partition(":")
    return _host(name) if _is_port(port) else None


def _is_port(port: str) -> bool:
    return port == "" or (_PORT.fullmatch(port) is not None and int(port) <= _LAST_PORT)


def places_in(text: str) -> list[str]:
    """The addresses that stand in a text, as they were written."""
    return [one[0].strip(AROUND).rstrip(BEHIND + AROUND) for one in _IN_TEXT.finditer(text)]


def parts_of(address: str) -> SplitResult | None:
    """The parts of an address with or without its scheme; None for what is none."""
    address = address.strip()
    if not address or len(address) > LONGEST or re.search(r"[\\\s]", address):
        return None
    try:
        return urlsplit(address if _BEGINS.match(address) else f"//{address}")
    except ValueError:  # a bracket that is no IPv6 address
        return None


def registrable(host: str) -> str:
    """The part of a host that somebody registered, or was given by a host of many tenants."""
    return _suffixes()(host).top_domain_under_public_suffix


def hosts_in(cell: str) -> tuple[str, ...]:
    """The hosts of a register's cell of domains: free text, broken schemes, typing errors.

    Where a blank tore a name apart nothing is read: its second half is somebody else's host.
    Hosts of many tenants are left out (``lists.toml``): they speak for nobody.
    """
    found = (_host_of_piece(piece.strip()) for piece in _APART.split(cell[:LONGEST]))
    return tuple(dict.fromkeys(host for host in found if host and multi_tenant(host) is None))


def _host_of_piece(piece: str) -> str | None:
    scheme = _SCHEME.match(piece)
    bare = piece[scheme.end() if scheme else 0 :].strip()
    if re.match(r"www[ /]", bare):  # "https://www daybreak.example"
        bare = bare[4:]
    words = bare.split()
    if not words or "@" in bare or any("." in word and _host(_name(word)) for word in words[1:]):
        return None
    return _host(_name(words[0]))


def _name(word: str) -> str:
    return _PATH.split(word, maxsplit=1)[0]


def _host(name: str) -> str | None:
    host = name.strip(".").lower()
    if not host.isascii():
        try:
            host = idna.encode(host, uts46=True).decode("ascii")
        except idna.IDNAError:
            return None
    if not _HOST.fullmatch(host) or not registrable(host):
        return None
    bare = host.removeprefix("www.")
    return bare if registrable(bare) else host


def owned_name(host: str) -> str | None:
    """The name right below a public suffix, private ones too: what one owner holds."""
    return _suffixes()(host).top_domain_under_public_suffix or None


def hosting_suffix(host: str) -> str | None:
    """The suffix whose owner gives names below it to tenants (``blogspot.com``), if it has one."""
    found = _suffixes()(host)
    return found.suffix if found.is_private else None


@cache
def _suffixes() -> TLDExtract:
    # The snapshot of the package: no network while judging.
    return TLDExtract(suffix_list_urls=(), include_psl_private_domains=True)
