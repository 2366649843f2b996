"""Names of block lists: one spelling each, none below another, and what never stands in one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

import idna

from crawler.errors import NameRefused
from crawler.records import DeclaredAccount, RegistryEntry
from matchers.addresses import hosting_suffix, hosts_in, registrable
from matchers.domains.suffixes import suffixes
from matchers.lists import multi_tenant, names_above

LONGEST_NAME = 253  # letters, without the final dot
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_NAME = re.compile(rf"{_LABEL}(?:\.{_LABEL})+")
_PUNY = "xn--"
_SHOWN = 80  # letters of a name that is refused
_SUBJECT = "domain:"


def canonical(name: str) -> str:
    """The name as every block list writes it: A-labels in lower case without a final dot."""
    text = name.strip().removesuffix(".")
    shown = "".join(char if char.isprintable() else " " for char in name[:_SHOWN])
    if len(text) > LONGEST_NAME:
        raise NameRefused(f"“{shown}…” is longer than a name can be")
    spelt = _a_labels(text)
    if spelt is None or len(spelt) > LONGEST_NAME or not _NAME.fullmatch(spelt):
        raise NameRefused(f"“{shown}” is no host name that IDNA 2008 allows")
    registered = registrable(spelt)
    if not registered:
        raise NameRefused(f"“{shown}” is a public suffix, or its suffix is not known")
    if registered != spelt:
        raise NameRefused(
            f"“{shown}” stands below {registered}: only what was registered is blocked"
        )
    return spelt


def _a_labels(text: str) -> str | None:
    try:
        # The standard library's codec names other people's domains: IDNA 2003 drops joiners.
        spelt = text if text.isascii() else idna.encode(text, uts46=True).decode("ascii")
        spelt = spelt.lower()
        for label in spelt.split("."):
            # "88--vidu" is a name that somebody can hold, whatever IDNA says of its hyphens.
            if label.startswith(_PUNY) and idna.alabel(idna.ulabel(label)) != label.encode():
                return None
    except idna.IDNAError:
        return None
    return spelt


def shared_by_many(name: str) -> str | None:
    """Why a canonical name is not one owner's, so that only addresses on it are acted on."""
    why = multi_tenant(name)
    if why is not None:
        return f"it is a host of many tenants. {why}"
    if (suffix := hosting_suffix(name)) is not None:
        return f"{suffix} is a public suffix of tenants: write to its owner"
    suffix = _suffixes_below().get(name)
    return suffix and f"the public suffix {suffix} lies below it, and strangers' names below that"


@cache
def _suffixes_below() -> Mapping[str, str]:
    """Each name that has a public suffix at or below it, a wildcard too, with the first of them."""
    found: dict[str, str] = {}
    for suffix in suffixes():
        for name in names_above(suffix):
            found.setdefault(name, suffix)
    return found


class KeptHosts:
    """Hosts that must stay reachable, each with why."""

    def __init__(self, why: Mapping[str, str]) -> None:
        self._why = why
        self._below = {name: host for host in sorted(why) for name in names_above(host)}

    def hit_by(self, name: str) -> str | None:
        """Why blocking the name and all below it would hit a host, or what belongs to one."""
        host = self._owner(name) or self._below.get(name)
        return host and f"it would block {host}: {self._why[host]}"

    def led_to(self, name: str) -> str | None:
        """Why an entry that led to the name may be bait: what stands there is kept."""
        host = self._owner(name)
        return host and f"it led to {host} ({self._why[host]}): somebody may want that blocked"

    def _owner(self, name: str) -> str | None:
        return next((host for host in names_above(name) if host in self._why), None)


def licensed_hosts(
    entries: Iterable[RegistryEntry], declared: Iterable[DeclaredAccount]
) -> Mapping[str, str]:
    """The hosts that papers of the register name or licensees declared, each with the paper.

    A paper whose force ended keeps nothing; one of which it is not known does.
    """
    found = {
        one.account.removeprefix(_SUBJECT): f"declared by {one.publisher} ({one.letter})"
        for one in declared
        if one.account.startswith(_SUBJECT)
    }
    for entry in entries:
        if entry.status.in_force is not False:
            for host in hosts_in(entry.domains):
                found[host] = f"named in the register by {entry.number}"
    return found
