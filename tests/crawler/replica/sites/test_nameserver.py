"""The name servers of the replica: what is true, and what a network that blocks makes of it."""

from __future__ import annotations

import dns.exception
import dns.rcode
import dns.resolver
import pytest

from crawler.replica.sites.grounds import NOTICE, SINKHOLE
from crawler.replica.sites.model import Names, SiteKind
from crawler.replica.sites.nameserver import Block
from crawler.replica.sites.running import RunningSites
from crawler.replica.sites.world import SitesWorld, build_sites
from tests.crawler.replica.sites.conftest import SEED


@pytest.fixture(scope="module")
def world() -> SitesWorld:
    return build_sites(SEED, hostile=True)


def _resolver(endpoint: str) -> dns.resolver.Resolver:
    address, _, port = endpoint.rpartition(":")
    resolver = dns.resolver.Resolver(configure=False)
    resolver.nameservers, resolver.port = [address], int(port)
    resolver.timeout = resolver.lifetime = 1
    return resolver


def _ask(endpoint: str, name: str, kind: str = "A") -> set[str]:
    return {record.to_text() for record in _resolver(endpoint).resolve(f"{name}.", kind)}


def test_every_known_host_has_its_records(running: RunningSites, world: SitesWorld) -> None:
    for host, site in world.sites.items():
        if site.zone.answer is not Names.KNOWN:
            continue
        assert _ask(running.resolver, host) == set(site.zone.addresses)
        servers = {f"{server}." for server in site.zone.name_servers}
        assert _ask(running.resolver, host, "NS") == servers
    mailed = next(site for site in world.of(SiteKind.HONEST) if site.zone.mail)
    assert _ask(running.resolver, mailed.host, "MX")
    assert "v=spf1" in _ask(running.resolver, mailed.host, "TXT").pop()


def test_dead_names_fail_each_in_its_way(running: RunningSites, world: SitesWorld) -> None:
    errors = {
        Names.NXDOMAIN: dns.resolver.NXDOMAIN,
        Names.SERVFAIL: dns.resolver.NoNameservers,
        Names.SILENT: dns.exception.Timeout,
    }
    found = set()
    for site in world.of(SiteKind.DEAD):
        if site.zone.answer in errors and site.zone.answer not in found:
            found.add(site.zone.answer)
            with pytest.raises(errors[site.zone.answer]):
                _ask(running.resolver, site.host)
    assert found == set(errors)


def test_the_blocking_resolver_hides_what_the_other_knows(
    running: RunningSites, world: SitesWorld
) -> None:
    for host, how in world.blocked.items():
        assert _ask(running.resolver, host)
        if how is Block.NXDOMAIN:
            with pytest.raises(dns.resolver.NXDOMAIN):
                _ask(running.blocking_resolver, host)
        else:
            expected = SINKHOLE if how is Block.SINKHOLE else NOTICE
            assert _ask(running.blocking_resolver, host) == {expected}
    free = world.of(SiteKind.HONEST)[0].host
    assert _ask(running.blocking_resolver, free) == _ask(running.resolver, free)


def test_wildcards_know_every_name_and_others_only_www(
    running: RunningSites, world: SitesWorld
) -> None:
    (wild,) = [site.host for site in world.sites.values() if site.zone.wildcard]
    assert _ask(running.resolver, f"x7.y.{wild}")
    host = world.of(SiteKind.HONEST)[0].host
    assert _ask(running.resolver, f"www.{host}")
    with pytest.raises(dns.resolver.NXDOMAIN):
        _ask(running.resolver, f"x7.{host}")
    with pytest.raises(dns.resolver.NXDOMAIN):
        _ask(running.resolver, "khong-co-vidu.com")
