"""What is known of licensees beside the names of the register, indexed for single answers.

Numbers, portal ids and hosts of their papers; other names of theirs, groups, declared accounts.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property, lru_cache
from importlib import resources
from typing import Any, TypeVar

from crawler.records import (
    CLASS_OF_KIND,
    Claim,
    DeclaredAccount,
    LicenceKind,
    PaperNumber,
    PublisherAlias,
    RegistryEntry,
)
from matchers.addresses import hosts_in
from matchers.claims import paper_number
from matchers.publishers import is_telling, read_publisher

Key = TypeVar("Key")
Value = TypeVar("Value")
Papers = tuple[RegistryEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """A group above legal persons: related, but none holds the papers of another."""

    name: str
    members: tuple[str, ...]
    source: str
    day: date


@cache
def shipped_aliases() -> tuple[PublisherAlias, ...]:
    """The other names of licensees that come with the program (``aliases.toml``)."""
    return tuple(PublisherAlias(**row) for row in _shipped()["alias"])


@cache
def shipped_families() -> tuple[Family, ...]:
    """The groups that come with the program."""
    rows = _shipped()["family"]
    return tuple(Family(**{**row, "members": tuple(row["members"])}) for row in rows)


@lru_cache(maxsize=65_536)
def firm_key(name: str) -> str:
    """One key for all spellings of one legal name; empty for generic words, which name nobody."""
    read = read_publisher(name)
    return read.key.replace(" ", "") if is_telling(read) else ""


class Licensees:
    """Looks papers, names and declared accounts up. Nothing is built before it is asked for."""

    def __init__(
        self,
        entries: Iterable[RegistryEntry],
        aliases: Iterable[PublisherAlias] | None = None,
        declared: Iterable[DeclaredAccount] = (),
    ) -> None:
        self._entries = tuple(entries)
        self._all_aliases = shipped_aliases() if aliases is None else tuple(aliases)
        self._all_declared = tuple(declared)

    def papers_of_claim(self, claim: Claim) -> Papers:
        """The papers that bear the claimed number, of whatever year, or the linked one."""
        if claim.link is not None:
            return self._links.get(claim.link, ())
        return self._numbers.get(claim.number, ()) if claim.number else ()

    def papers_of_host(self, host: str) -> Papers:
        """The games' papers that name this very host."""
        return self._hosts.get(host, ())

    def sites_of_host(self, host: str) -> Papers:
        """All papers that name this very host, those of sites too."""
        return self._sites.get(host, ())

    def hosts_of_sites(self) -> Iterator[str]:
        """The hosts that any paper names, of a game or of a site."""
        yield from self._sites

    def papers_named(self, name: str) -> Papers:
        """The games' papers with this id or this printed number."""
        number = paper_number(name)
        numbered = self._numbers.get(number, ()) if number else ()
        found = (*self._ids.get(name, ()), *numbered)
        once = {(entry.kind, entry.entry): entry for entry in found}
        return tuple(entry for entry in once.values() if entry.kind in CLASS_OF_KIND)

    def games_of(self, publisher: str) -> Papers:
        """The games' papers of one legal person, its name in any spelling."""
        return self._games.get(firm_key(publisher), ())

    def is_firm(self, name: str) -> bool:
        """Whether a name is, word for word, a publisher of the register."""
        return firm_key(name) in self._games

    def aliases_of(self, account: str) -> tuple[PublisherAlias, ...]:
        """Whose other name an account's name is, verified ones first."""
        return self._aliases.get(firm_key(account), ()) if account else ()

    def is_linked(self, account: str) -> bool:
        """Whether the name is another name of a licensee, or of a group's member."""
        return firm_key(account) in self._linked

    def family(self, account: str, publisher: str) -> Family | None:
        """The group that an account, or whom it is said to be, shares with another publisher."""
        other = firm_key(publisher)
        names = {firm_key(account), *(firm_key(a.publisher) for a in self.aliases_of(account))}
        for family, members in self._families:
            if other in members and names & members and other not in names:
                return family
        return None

    def declared(self, accounts: Iterable[str]) -> tuple[DeclaredAccount, ...]:
        """What licensees declared about any of these apps, store accounts or hosts."""
        found = (one for account in accounts for one in self._declared.get(account, ()))
        return tuple(dict.fromkeys(found))

    @property
    def has_declared(self) -> bool:
        """Whether any account was declared at all."""
        return bool(self._all_declared)

    @cached_property
    def digest(self) -> str:
        """Eight hex digits that change with any alias, group or declared account."""
        known = (*self._all_aliases, *shipped_families(), *self._all_declared)
        return hashlib.sha256("\n".join(sorted(map(repr, known))).encode()).hexdigest()[:8]

    @cached_property
    def _numbers(self) -> Mapping[PaperNumber | None, Papers]:
        return _grouped((paper_number(entry.number), entry) for entry in self._entries)

    @cached_property
    def _links(self) -> Mapping[str, Papers]:
        # The portal prints "/g1/<id>" for G1 decisions only (regulation.md §4.1).
        g1 = LicenceKind.G1_RELEASE_DECISION
        return _grouped((entry.entry, entry) for entry in self._entries if entry.kind is g1)

    @cached_property
    def _ids(self) -> Mapping[str, Papers]:
        return _grouped((entry.entry, entry) for entry in self._entries)

    @cached_property
    def _hosts(self) -> Mapping[str, Papers]:
        return _grouped(
            (host, entry)
            for entry in self._entries
            if entry.kind in CLASS_OF_KIND and entry.domains
            for host in hosts_in(entry.domains)
        )

    @cached_property
    def _sites(self) -> Mapping[str, Papers]:
        return _grouped(
            (host, entry)
            for entry in self._entries
            if entry.domains
            for host in hosts_in(entry.domains)
        )

    @cached_property
    def _games(self) -> Mapping[str, Papers]:
        found = _grouped(
            (firm_key(entry.publisher), entry)
            for entry in self._entries
            if entry.kind in CLASS_OF_KIND
        )
        return {key: papers for key, papers in found.items() if key}

    @cached_property
    def _aliases(self) -> Mapping[str, tuple[PublisherAlias, ...]]:
        ordered = sorted(self._all_aliases, key=lambda alias: not alias.verified)
        found = _grouped((firm_key(alias.account), alias) for alias in ordered)
        return {key: aliases for key, aliases in found.items() if key}

    @cached_property
    def _families(self) -> tuple[tuple[Family, frozenset[str]], ...]:
        return tuple((one, frozenset(map(firm_key, one.members))) for one in shipped_families())

    @cached_property
    def _linked(self) -> frozenset[str]:
        members = (key for _, keys in self._families for key in keys)
        return frozenset((*self._aliases, *members))

    @cached_property
    def _declared(self) -> Mapping[str, tuple[DeclaredAccount, ...]]:
        return _grouped((one.account, one) for one in self._all_declared)


def _grouped(pairs: Iterable[tuple[Key, Value]]) -> dict[Key, tuple[Value, ...]]:
    found: dict[Key, list[Value]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return {key: tuple(values) for key, values in found.items()}


@cache
def _shipped() -> Mapping[str, Any]:
    text = resources.files("matchers").joinpath("aliases.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
