"""Names that are never flagged by name alone: the shipped protected hosts and the office's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from crawler.records import Reason
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


def _hosts(approved: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The office protects subjects and packages too: a host is written alone or as an address.

    Names of old stand as they were typed: what is registered counts beside the host itself.
    """
    for name, why in approved.items():
        subject = identify(name).subject or ""
        if subject.startswith(_SUBJECT):
            yield subject.removeprefix(_SUBJECT), why
        host = tidy(name.removeprefix(_SUBJECT).encode())
        # A single label ("vn") would protect everything below it.
        if not isinstance(host, Refusal) and "." in host:
            yield host.lower(), why
