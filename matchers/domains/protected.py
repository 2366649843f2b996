"""Names that are never flagged by name alone: the shipped protected hosts and the office's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from crawler.records import Reason
from matchers.addresses import registrable
from matchers.domains.explain import reason_of_protection
from matchers.domains.tidy import Refusal, tidy
from matchers.lists import names_above, protected_names
from matchers.subjects import identify

_SUBJECT = "domain:"


def protected_hosts(approved: Mapping[str, str]) -> Mapping[str, str]:
    """Each protected host with why; of the office's ``approved`` names those that are hosts."""
    shipped = {host: kept.name for kept in protected_names() for host in kept.hosts}
    return dict(_hosts(approved)) | shipped


def protection(name: str, hosts: Mapping[str, str]) -> Reason | None:
    """Why the name is protected: it or a name above it is one of the hosts."""
    for host in names_above(name):
        if host in hosts:
            return reason_of_protection(host, hosts[host])
    return None


def hosts_of(name: str) -> Iterator[str]:
    """The hosts that a name of the office is of: a host is written alone or as an address.

    Names of old stand as they were typed: what is registered counts beside the host itself. A
    public suffix ("vn", "com.vn") is no host: it would protect strangers without number.
    """
    subject = identify(name).subject or ""
    if subject.startswith(_SUBJECT):
        yield subject.removeprefix(_SUBJECT)
    host = tidy(name.removeprefix(_SUBJECT).encode())
    if not isinstance(host, Refusal) and registrable(host.lower()):
        yield host.lower()


def _hosts(approved: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The office protects subjects and packages too: these are of no host."""
    for name, why in approved.items():
        yield from ((host, why) for host in hosts_of(name))
