"""Protected names and hosts that many share, each with its reason (``lists.toml``)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from crawler.records import ANDROID_STORES, Marketplace, Reason, Sighting
from matchers.reasons import reason


@dataclass(frozen=True, slots=True)
class Protected:
    """A group of names that two people must agree on before any of them is accused or blocked."""

    name: str
    reason: str
    hosts: tuple[str, ...]
    packages: tuple[str, ...]


@cache
def protected_names() -> tuple[Protected, ...]:
    """The shipped protected names."""
    return tuple(
        Protected(row["name"], row["reason"], tuple(row["hosts"]), tuple(row["packages"]))
        for row in _rows()["protected"]
    )


def protected_host(host: str) -> Protected | None:
    """The protected name that the host, or a name above it, belongs to."""
    names = frozenset(names_above(host))
    return next((kept for kept in protected_names() if names & frozenset(kept.hosts)), None)


def multi_tenant(host: str) -> str | None:
    """Why the host is never acted on as a whole; ``None`` when it has one owner."""
    hosts = _multi_tenant_hosts()
    return next((hosts[name] for name in names_above(host) if name in hosts), None)


def common_host(host: str) -> bool:
    """Whether strangers share this very host: it says nothing of who stands behind an app.

    A name below a public suffix of tenants (``vidu.blogspot.com``) is its tenant's own.
    """
    return host in _common_hosts()


def protection(sighting: Sighting, approved: Mapping[str, str]) -> Reason | None:
    """Why the subject is protected: by the shipped list, or by the office's ``approved`` names.

    A website or a title can be claimed by anyone and protects nothing. A package can be taken on
    a store beside Google Play: two people then look at what may be the protected app itself.
    """
    bundle = sighting.facts.get("bundle_id")
    source, _, name = sighting.subject.partition(":")
    ids = [name] if source in ANDROID_STORES else [bundle] if isinstance(bundle, str) else []
    for kept in protected_names():
        for package in ids:
            if _is_package(package, kept.packages):
                return _protected(package, kept.name)
    android = source in ANDROID_STORES or source == Marketplace.UPTODOWN
    on_play = [f"{Marketplace.GOOGLE}:{package}" for package in ids if android]
    for known in (sighting.subject, *on_play, *ids):
        if known in approved:
            return _protected(known, approved[known])
    return None


def _protected(quote: str, why: str) -> Reason:
    return reason("protected_name", field="subject", quote=quote, why=why)


def _is_package(package: str, known: tuple[str, ...]) -> bool:
    return any(
        package.startswith(name) if name.endswith(".") else package == name for name in known
    )


def names_above(host: str) -> Iterator[str]:
    """The host, then each name above it."""
    labels = host.lower().rstrip(".").split(".")
    return (".".join(labels[place:]) for place in range(len(labels)))


@cache
def _multi_tenant_hosts() -> Mapping[str, str]:
    return {host: row["reason"] for row in _rows()["multi_tenant"] for host in row["hosts"]}


@cache
def _common_hosts() -> frozenset[str]:
    listed = frozenset(host for row in _rows()["common"] for host in row["hosts"])
    return listed | frozenset(_multi_tenant_hosts())


@cache
def _rows() -> dict[str, Any]:
    text = resources.files("matchers").joinpath("lists.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
