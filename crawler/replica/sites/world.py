"""The world of sites: hosts of every kind from a seed, a register, and the answer key."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from crawler.errors import UsageProblem
from crawler.replica.companies import companies
from crawler.replica.model import RegisterRow
from crawler.replica.register import build_register, soil
from crawler.replica.sites.cloaked import cloaked_sites
from crawler.replica.sites.families import Family, found_families, later_day
from crawler.replica.sites.gambling import lone_sites
from crawler.replica.sites.games import (
    Paper,
    ended_sites,
    game_promoters,
    impostors,
    licensed_sites,
    private_servers,
    unlicensed_sites,
)
from crawler.replica.sites.grounds import Grounds, is_edge
from crawler.replica.sites.hacked import hacked_sites
from crawler.replica.sites.honest import honest_sites
from crawler.replica.sites.hostile import BAD_NAMES, hostile_sites
from crawler.replica.sites.maker import Maker
from crawler.replica.sites.model import Identity, Site, SiteAnswer, SiteKind
from crawler.replica.sites.nameserver import Block
from crawler.replica.sites.naming import Naming
from crawler.replica.sites.poison import misled_entries, poisoned_entries
from crawler.replica.sites.promoters import promoters
from crawler.replica.sites.quiet import block_pages, dead_hosts, loops, parked_sites
from crawler.replica.titles import free_titles, licensed_titles

_REGISTER_GAMES = 640
_MOST_POISONED = 5000
_BLOCKED = 100
_CROWD = 12  # hosts on one certificate of the big provider
_BLOCKABLE = (SiteKind.GAMBLING, SiteKind.PROMOTES_GAMBLING, SiteKind.UNLICENSED_GAME,
              SiteKind.PRIVATE_SERVER)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class SitesWorld:
    """One seed's hosts, register and answers. Never changed after it is built."""

    seed: int
    sites: Mapping[str, Site]
    register: tuple[RegisterRow, ...]
    bad_names: tuple[str, ...]

    @property
    def answers(self) -> tuple[SiteAnswer, ...]:
        """The key: one answer for each host."""
        return tuple(site.answer for site in self.sites.values())

    @property
    def entries(self) -> tuple[str, ...]:
        """What a sweep is given: all hosts, with the hostile ones also names that are none."""
        below = (name for site in self.sites.values() for name in site.below)
        return (*self.sites, *below, *self.bad_names)

    @property
    def blocked(self) -> Mapping[str, Block]:
        """The living sites that a network keeps its customers from, and how."""
        return {
            answer.host: Block(answer.blocked)
            for answer in self.answers
            if answer.blocked is not None
        }

    def of(self, *kinds: SiteKind) -> list[Site]:
        """All sites of some kinds."""
        return [site for site in self.sites.values() if site.answer.kind in kinds]

    def links(self) -> Mapping[tuple[str, str], frozenset[Identity]]:
        """Each pair of hosts of one operator that share identities, with what they share."""
        owned = [answer for answer in self.answers if answer.operator is not None]
        found = {}
        for number, left in enumerate(owned):
            for right in owned[number + 1 :]:
                if left.operator == right.operator:
                    both = left.shared.items() & right.shared.items()
                    if both:
                        found[left.host, right.host] = frozenset(identity for identity, _ in both)
        return found


def build_sites(
    seed: int, *, poisoned: int = 40, hostile: bool = False, later: bool = False
) -> SitesWorld:
    """The world of a seed; more poisoned entries and the hostile hosts change nothing else.

    On the ``later`` day each operator has lost one site and come back under another name.
    """
    if not 0 <= poisoned <= _MOST_POISONED:
        raise UsageProblem(
            f"A world with {poisoned} poisoned entries cannot be built: the invented names suffice "
            f"for 0 to {_MOST_POISONED}. Ask for fewer with --poisoned."
        )
    naming, grounds = Naming(_rng(seed, "names")), Grounds(_rng(seed, "grounds"))

    def maker(part: str) -> Maker:
        return Maker(_rng(seed, part), naming, grounds)

    papers, register = _papers(seed)
    families = found_families(maker("operators"), count=10)
    found = list(_core(maker, families, papers, free_titles(_rng(seed, "free titles"))))
    found = _block(_crowded(_rng(seed, "crowd"), found))
    honest = [site.host for site in found if site.answer.kind is SiteKind.HONEST]
    found += poisoned_entries(maker("poisoned"), honest, count=poisoned)
    if hostile:
        found += hostile_sites(maker("hostile"))
    sites = {site.host: site for site in found}
    if later:
        gone, come = later_day(maker("later"), families)
        sites |= gone | {site.host: site for site in come}
    return SitesWorld(
        seed=seed,
        sites=sites,
        register=register,
        bad_names=BAD_NAMES if hostile else (),
    )


@dataclass(frozen=True, slots=True)
class _Papers:
    licensed: Sequence[Paper]
    ended: Sequence[Paper]
    copied: Sequence[Paper]  # whose games others run on servers of their own


def _core(
    maker: Callable[[str], Maker],
    families: Sequence[Family],
    papers: _Papers,
    titles: Iterator[str],
) -> Iterator[Site]:
    gambling = [site for family in families for site in family.sites]
    gambling += lone_sites(maker("lone"), count=20)
    yield from gambling
    targets = [site.host for site in gambling if site.answer.kind is SiteKind.GAMBLING]
    yield from cloaked_sites(maker("cloaked"), of_each=2)
    yield from promoters(maker("promoters"), targets, count=25)
    yield from licensed_sites(maker("licensed"), papers.licensed)
    yield from ended_sites(maker("ended"), papers.ended)
    games = list(unlicensed_sites(maker("unlicensed"), titles, count=24))
    games += private_servers(maker("private"), papers.copied)
    yield from games
    yield from impostors(maker("impostors"), papers.licensed[:6])
    yield from game_promoters(maker("game promoters"), games, count=10)
    yield from honest_sites(maker("honest"), of_each=3)
    yield from hacked_sites(maker("hacked"), targets, count=32)
    yield from parked_sites(maker("parked"), count=15)
    yield from dead_hosts(maker("dead"), count=16)
    yield from block_pages(maker("block pages"), count=6)
    yield from loops(maker("loops"), count=4)
    yield from misled_entries(maker("misled"), targets, count=15)


def _papers(seed: int) -> tuple[_Papers, tuple[RegisterRow, ...]]:
    firms = companies(_rng(seed, "companies"))
    by_core = {firm.core: firm for firm in firms}
    titles = licensed_titles(_rng(seed, "titles"))
    clean = build_register(_rng(seed, "register"), titles, firms, games=_REGISTER_GAMES)
    rows = clean[:]
    _rng(seed, "papers").shuffle(rows)
    found = [Paper(row=row, company=by_core[row.company], title=_mixed(row.game_title))
             for row in rows]  # fmt: skip
    active = [paper for paper in found if paper.row.status == "active"]
    ended = [paper for paper in found if paper.row.status != "active"][:6]
    papers = _Papers(active[:26], ended, active[26:46])
    shown = [paper.row for paper in (*papers.licensed, *papers.ended, *papers.copied)]
    return papers, tuple(soil(_rng(seed, "dirt"), clean, firms, shown=shown))


def _mixed(title: str) -> str:
    return " ".join(word.capitalize() for word in title.split()) if title.isupper() else title


def _crowded(rng: random.Random, sites: list[Site]) -> list[Site]:
    """Hosts behind the big provider stand on certificates with eleven strangers each."""
    edge = [site.host for site in sites if is_edge(site.zone) and not site.certificate]
    rng.shuffle(edge)
    crowd = {
        host: tuple(edge[start : start + _CROWD])
        for start in range(0, len(edge), _CROWD)
        for host in edge[start : start + _CROWD]
    }
    return [_among(site, crowd[site.host]) if site.host in crowd else site for site in sites]


def _among(site: Site, names: tuple[str, ...]) -> Site:
    decoys = (*site.answer.decoys, "certificate of a provider", "name server of a provider")
    return replace(site, certificate=names, answer=replace(site.answer, decoys=decoys))


def _block(sites: list[Site]) -> list[Site]:
    """Marks a hundred living sites as blocked, in each way in turn."""
    ways, number, found = tuple(Block), 0, []
    for site in sites:
        if site.answer.kind in _BLOCKABLE and number < _BLOCKED:
            blocked = replace(site.answer, blocked=ways[number % len(ways)])
            site, number = replace(site, answer=blocked), number + 1
        found.append(site)
    return found


def _rng(seed: int, part: str) -> random.Random:
    # A stream per part: more poisoned entries must not change the other hosts.
    return random.Random(f"rasoat sites {seed} {part}")
