"""Families: the sites of one operator, and on a later day its gone ones and their successors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from crawler.replica.sites import pages
from crawler.replica.sites.gambling import gambling_site, namer
from crawler.replica.sites.maker import Maker, frame
from crawler.replica.sites.model import Identity, Names, Site, SiteKind
from crawler.replica.sites.operators import (
    STRONG,
    Operator,
    belongings,
    found_operator,
    merged,
    shown,
)


@dataclass(frozen=True, slots=True)
class Family:
    """One operator with all its sites."""

    operator: Operator
    sites: tuple[Site, ...]


def found_families(maker: Maker, *, count: int) -> list[Family]:
    """Operators with three to eight sites each, most with a doorway besides."""
    families = []
    for number in range(count):
        size = maker.rng.randrange(3, 9)
        operator = found_operator(maker.rng, maker.naming.stem(), size)
        families.append(_family(maker, operator, doorway=number % 3 != 2))
    return families


def _family(maker: Maker, operator: Operator, *, doorway: bool) -> Family:
    hosts = [namer(maker, number)(operator.stem) for number in range(1, len(operator.plan) + 1)]
    gate = maker.naming.loud(operator.stem)
    certified = [
        host
        for host, shares in zip(hosts, operator.plan, strict=True)
        if Identity.CERTIFICATE in shares
    ]
    if doorway:
        certified.append(gate)
    owns = replace(operator.owns, names=tuple(certified), landing=hosts[0])
    operator = replace(operator, owns=owns)
    sites = [
        _member(maker, operator, host, shares)
        for host, shares in zip(hosts, operator.plan, strict=True)
    ]
    if doorway:
        sites.append(_doorway(maker, gate, operator))
    return Family(operator, tuple(sites))


def _member(maker: Maker, operator: Operator, host: str, shares: frozenset[Identity]) -> Site:
    has = merged(belongings(maker.rng, maker.naming.stem()), operator, shares)
    site = gambling_site(maker, host, operator.brand, has, shares, theme=operator.theme)
    answer = replace(site.answer, operator=operator.name, shared=shown(has, shares))
    return replace(site, answer=answer)


def _doorway(maker: Maker, host: str, operator: Operator) -> Site:
    shares = frozenset({Identity.CERTIFICATE, Identity.REDIRECT, Identity.NAME_SERVER})
    landing = operator.owns.landing
    answer = replace(
        frame(host, SiteKind.DOORWAY, "It only forwards to another site of its operator"),
        operator=operator.name,
        shared=shown(operator.owns, shares),
        leads_to=landing,
    )
    target = f"https://{landing}/?ref={host.partition('.')[0]}"
    face = {"/": pages.moved(target, maker.rng.choice((301, 302)))}
    zone = maker.grounds.own(operator.owns.name_servers)
    return Site(answer=answer, face=face, zone=zone, certificate=operator.owns.names, http="serves")


def later_day(maker: Maker, families: Sequence[Family]) -> tuple[dict[str, Site], list[Site]]:
    """What became of the families: each lost one site, which came back under another name.

    Sites as they are now by their host, and the successors.
    """
    gone, come = {}, []
    for number, family in enumerate(families):
        lost = _known_again(family)
        gone[lost.host] = _gone(lost, number)
        come.append(_successor(maker, family.operator, lost, number))
    return gone, come


def _known_again(family: Family) -> Site:
    """The site that shares most of what a successor can bring along."""
    members = [site for site in family.sites if site.answer.kind is SiteKind.GAMBLING]
    return max(members[1:], key=lambda site: len(_kept(site) & set(STRONG)))


def _kept(site: Site) -> frozenset[Identity]:
    # A certificate is made for its names: a new name has a new one.
    return frozenset(site.answer.shared) - {Identity.CERTIFICATE}


def _successor(maker: Maker, operator: Operator, lost: Site, number: int) -> Site:
    # Most take a neighbouring name, some one that nobody could have foreseen.
    stem = maker.naming.stem() if number % 4 == 3 else operator.stem
    site = _member(maker, operator, maker.naming.loud(stem), _kept(lost))
    return replace(site, answer=replace(site.answer, successor_of=lost.host))


def _gone(site: Site, number: int) -> Site:
    """The name is taken out, its servers fail, or a parking page stands there."""
    names = (Names.NXDOMAIN, Names.SERVFAIL, Names.KNOWN)[number % 3]
    parked = names is Names.KNOWN
    kind = SiteKind.PARKED if parked else SiteKind.DEAD
    answer = frame(site.host, kind, f"Its operator left it ({names})")
    answer = replace(answer, operator=site.answer.operator, names=names)
    text = "<html><head><title>Domain parked</title></head><body>For sale</body></html>"
    zone = replace(site.zone, answer=names)
    return Site(answer=answer, face={"/": pages.served(text)}, zone=zone, http="serves")
