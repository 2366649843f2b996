"""Addresses as people write them: the host, the app of a store, the hosts of a register's cell."""

from __future__ import annotations

import re
from functools import cache
from urllib.parse import parse_qs, urlsplit

from tldextract import TLDExtract

from matchers.lists import multi_tenant

_LONGEST = 2_000  # letters of one address or one cell
_HOST = re.compile(r"[^\W_](?:[\w-]*[^\W_])?(?:\.[^\W_](?:[\w-]*[^\W_])?)+")
_PACKAGE = re.compile(r"[A-Za-z][\w]*(?:\.\w+)+", re.ASCII)
_APPLE_ID = re.compile(r"/app/(?:[^/]+/)?id(\d{5,12})/?")
_APPLE = frozenset({"apps.apple.com", "itunes.apple.com"})
_GOOGLE = "play.google.com"
# "https://", and what scans make of it: "http:", "https:/", "hups://", "hup/"; also twice.
_SCHEME = re.compile(r"\s*(?:h\w{1,5}(?::/{0,2}|/{1,2}))+", re.IGNORECASE)
_APART = re.compile(r"[;,\n]|\s(?:và|va|and)\s", re.IGNORECASE)
_PATH = re.compile(r"[/?#%:]")


def host_of(address: str) -> str | None:
    """The host of an address without ``www.``; None for what browsers and parsers read apart."""
    address = address.strip()
    if not address or len(address) > _LONGEST or re.search(r"[\\\s]", address):
        return None
    try:
        parts = urlsplit(address if "://" in address else f"//{address}")
    except ValueError:  # a bracket that is no IPv6 address
        return None
    if "@" in parts.netloc or parts.scheme not in ("", "http", "https"):
        return None
    return _host(parts.netloc.partition(":")[0])


def store_app(address: str) -> str | None:
    """The subject id of an app's own page on Google Play or the App Store."""
    host = host_of(address)
    if host != _GOOGLE and host not in _APPLE:
        return None
    parts = urlsplit(address if "://" in address else f"//{address}")
    if host in _APPLE:
        match = _APPLE_ID.search(parts.path.rstrip("/"))
        return f"apple:{match[1]}" if match else None
    packages = parse_qs(parts.query).get("id", [])
    is_app = parts.path.rstrip("/") == "/store/apps/details" and len(packages) == 1
    return f"google:{packages[0]}" if is_app and _PACKAGE.fullmatch(packages[0]) else None


def is_package(text: str) -> bool:
    """Whether the text has the form of a package name."""
    return _PACKAGE.fullmatch(text) is not None


def hosts_in(cell: str) -> tuple[str, ...]:
    """The hosts of a register's cell of domains: free text, broken schemes, typing errors.

    Where a blank tore a name apart nothing is read: its second half is somebody else's host.
    Hosts of many tenants are left out (``lists.toml``): they speak for nobody.
    """
    found = (_host_of_piece(piece.strip()) for piece in _APART.split(cell[:_LONGEST]))
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
    host = name.strip(".").lower().removeprefix("www.")
    if not _HOST.fullmatch(host):
        return None
    return host if _suffixes()(host).top_domain_under_public_suffix else None


@cache
def _suffixes() -> TLDExtract:
    # The snapshot of the package: no network while judging.
    return TLDExtract(suffix_list_urls=(), include_psl_private_domains=True)
