"""Who shares what: the identities of apps, how rare each is, and whom the rare ones tie together.

A tie says that two apps may be one operator's. It accuses nobody: it is an order for a queue.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import combinations

from crawler.records import ANDROID_STORES, MIRRORS, Sighting
from matchers.addresses import host_of, owned_name
from matchers.lists import common_host
from matchers.near_icons import NearIcons
from matchers.near_texts import NearTexts
from matchers.operators.joining import Joined
from matchers.verdict.rules import Rules


class IdentityKind(StrEnum):
    """What two apps can have in common."""

    ACCOUNT = "account"  # of a developer, in one store
    MAILBOX = "mailbox"
    WEBSITE = "website"
    EMAIL_DOMAIN = "email_domain"
    PRIVACY = "privacy"  # the host of the privacy policy
    PACKAGE = "package"  # how the package begins: the turned domain of its maker
    TEXT = "text"  # a description that is nearly the same
    ICON = "icon"  # one that looks nearly the same


_ORDER = tuple(IdentityKind)
# Anybody can take over from anybody.
COPIED = frozenset({IdentityKind.TEXT, IdentityKind.ICON})
# Web and mail: an owner uses one domain for several of them, strangers share one for one.
_DOMAINS = frozenset({IdentityKind.WEBSITE, IdentityKind.EMAIL_DOMAIN, IdentityKind.PRIVACY})


@dataclass(frozen=True, slots=True, order=True)
class Identity:
    """One identity of an app in the form that is compared."""

    kind: IdentityKind
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """An identity that two apps have in common, and how many accounts bear it."""

    kind: IdentityKind
    quote: str
    accounts: int
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Association:
    """Two apps that rare identities tie together; the heaviest first."""

    subjects: tuple[str, str]  # in the order of their ids
    score: float
    shared: tuple[Shared, ...]


def identities(sighting: Sighting) -> frozenset[Identity]:
    """What the app can share with others, text and icon aside; what all share is left out."""
    return frozenset(
        Identity(kind, value)
        for kind, value in (
            (IdentityKind.ACCOUNT, _account(sighting)),
            (IdentityKind.MAILBOX, _mailbox(sighting.email)),
            (IdentityKind.WEBSITE, _domain(host_of(sighting.website or ""))),
            (IdentityKind.EMAIL_DOMAIN, _email_domain(sighting.email)),
            (IdentityKind.PRIVACY, _domain(host_of(sighting.privacy_url or ""))),
            (IdentityKind.PACKAGE, _package_prefix(sighting)),
        )
        if value
    )


class Clusters:
    """Everything that was seen, by what it shares; rarity is counted over all of it."""

    def __init__(self, sightings: Iterable[Sighting], rules: Rules) -> None:
        self._rules = rules
        self._identities: dict[str, frozenset[Identity]] = {}
        self._accounts: dict[str, str] = {}
        self._apps_of: dict[str, set[str]] = defaultdict(set)
        self._bearers: dict[Identity, set[str]] = defaultdict(set)
        self._icons = NearIcons()
        self._texts = NearTexts()
        for sighting in sightings:
            self._add(sighting)
        self._weight_of = cache(self._weight)
        self._most = self._common_from(len(set(self._accounts.values())))
        self._owned = self._owned_domains()
        self._operators: Mapping[str, str] = {}
        self._find_operators()

    def between(self, one: str, other: str) -> Association | None:
        """What ties two subjects; None where it does not suffice."""
        if one == other or one not in self._identities or other not in self._identities:
            return None
        shared = sorted(
            (found for found in self._shared(one, other) if found.weight > 0),
            key=lambda found: (-found.weight, _ORDER.index(found.kind)),
        )
        score = sum(found.weight for found in shared)
        if score < self._rules.associated:
            return None
        first, last = sorted((one, other))
        return Association(subjects=(first, last), score=round(score, 3), shared=tuple(shared))

    def associates(self, subject: str) -> list[tuple[str, Association]]:
        """The subjects that are tied to this one, by their ids."""
        alike = self._texts.alike(subject)
        # What so many have ties nobody: its bearers are not looked at one by one.
        near = set(alike) if self._strangers(alike) > 0 else set[str]()
        icons = self._icons.alike(subject)
        near |= icons if self._strangers(icons) > 0 else set()
        for identity in self._identities.get(subject, ()):
            if self._weight_of(identity) > 0:
                near |= self._bearers[identity]
        found = ((other, self.between(subject, other)) for other in sorted(near))
        return [(other, tie) for other, tie in found if tie is not None]

    def _add(self, sighting: Sighting) -> None:
        subject = sighting.subject
        self._identities[subject] = identities(sighting)
        self._accounts[subject] = _account(sighting) or subject
        self._apps_of[self._accounts[subject]].add(subject)
        for identity in self._identities[subject]:
            self._bearers[identity].add(subject)
        self._texts.add(subject, sighting.text)
        self._icons.add(subject, sighting.facts.get("icon_look"))

    def _shared(self, one: str, other: str) -> Iterator[Shared]:
        for identity in self._identities[one] & self._identities[other]:
            yield Shared(
                kind=identity.kind,
                quote=identity.value,
                accounts=self._count(self._bearers[identity]),
                weight=self._weight_of(identity),
            )
        yield from self._copies(one, other)

    def _copies(self, one: str, other: str) -> Iterator[Shared]:
        if other in self._texts.alike(one):
            bearers = [self._texts.alike(each) for each in (one, other)]
            quote = self._texts.opening(min(one, other))
            yield self._copied(IdentityKind.TEXT, quote, bearers)
        if other in self._icons.alike(one):
            bearers = [self._icons.alike(each) for each in (one, other)]
            yield self._copied(IdentityKind.ICON, self._icons.look(min(one, other)), bearers)

    def _copied(self, kind: IdentityKind, quote: str, bearers: Sequence[frozenset[str]]) -> Shared:
        """What can be copied is as common as with the one of the two that more are like."""
        return Shared(
            kind=kind,
            quote=quote,
            accounts=max(map(self._count, bearers)),
            weight=_bases(self._rules)[kind] * min(map(self._strangers, bearers)),
        )

    def _weight(self, identity: Identity) -> float:
        owned = identity.kind in _DOMAINS and identity.value in self._owned
        most = self._rules.common_owned if owned else self._most
        base = _bases(self._rules)[identity.kind]
        # One account is one developer: however many apps it has, they count once.
        return base * _rarity(self._count(self._bearers[identity]), most)

    def _count(self, subjects: Iterable[str]) -> int:
        return len({self._accounts[subject] for subject in subjects})

    def _strangers(self, subjects: Iterable[str]) -> float:
        """How rare it is among those who are not one operator's by what they share beside it."""
        bearers = {self._operators[self._accounts[subject]] for subject in subjects}
        return _rarity(max(2, len(bearers)), self._most)

    def _find_operators(self) -> None:
        """Gives each account the one that stands for all that rare identities tie to it.

        Who shows one text or icon in five accounts is one bearer of it, not five.
        """
        tied: dict[tuple[str, str], float] = defaultdict(float)
        for identity, subjects in self._bearers.items():
            if (weight := self._weight_of(identity)) > 0:
                for pair in combinations(sorted({self._accounts[each] for each in subjects}), 2):
                    tied[pair] += weight
        joined = Joined(self._accounts.values())
        self._operators = {account: account for account in self._accounts.values()}
        for copied in (False, True):  # the second time beside what they copied, if any
            for pair, score in sorted(tied.items()):
                if score + (self._most_copied(*pair) if copied else 0) >= self._rules.associated:
                    joined.join(pair)
            self._operators = {account: joined.head(account) for account in self._operators}

    def _most_copied(self, account: str, other: str) -> float:
        """What the most alike apps of two accounts have in common that can be copied."""
        apps = self._apps_of[account]
        theirs = self._apps_of[other]
        near = {
            (one, each)
            for one in apps
            for each in (self._texts.alike(one) | self._icons.alike(one)) & theirs
        }
        return max((sum(found.weight for found in self._copies(*pair)) for pair in near), default=0)

    def _common_from(self, accounts: int) -> float:
        """The number of accounts that makes an identity common, in a world of so many."""
        rules = self._rules
        return min(rules.common_most, max(rules.common_least, accounts * rules.common_share))

    def _owned_domains(self) -> frozenset[str]:
        """Domains that most of those who state both a website and a mail use for both."""
        both: dict[str, set[str]] = defaultdict(set)
        known: dict[str, set[str]] = defaultdict(set)
        for subject, found in self._identities.items():
            by_kind = {identity.kind: identity.value for identity in found}
            web, mail = by_kind.get(IdentityKind.WEBSITE), by_kind.get(IdentityKind.EMAIL_DOMAIN)
            if web is None or IdentityKind.MAILBOX not in by_kind:
                continue
            for domain in filter(None, (web, mail)):
                known[domain].add(self._accounts[subject])
            if web == mail:
                both[web].add(self._accounts[subject])
        return frozenset(name for name in both if 2 * len(both[name]) > len(known[name]))


def _rarity(accounts: int, most: float) -> float:
    """1 for what one account bears, falling to 0 at ``most`` accounts."""
    return max(0.0, 1 - (accounts - 1) / most)


@cache
def _bases(rules: Rules) -> Mapping[IdentityKind, float]:
    return {kind: getattr(rules, f"shared_{kind}") for kind in IdentityKind}


def _account(sighting: Sighting) -> str | None:
    store = sighting.subject.partition(":")[0]
    # On a mirror the account is the uploader's, who brings apps of anybody.
    if not sighting.publisher_id or store in MIRRORS:
        return None
    return f"{store}:{sighting.publisher_id}"


def _domain(host: str | None) -> str | None:
    name = owned_name(host) if host else None
    return None if name is None or common_host(name) else name


def _mailbox(email: str | None) -> str | None:
    address = (email or "").strip().casefold()
    name, _, host = address.partition("@")
    return address if name and host_of(host) else None


def _email_domain(email: str | None) -> str | None:
    address = _mailbox(email)
    return None if address is None else _domain(host_of(address.partition("@")[2]))


def _package_prefix(sighting: Sighting) -> str | None:
    """The maker's domain turned round, else the first two parts of the package."""
    store, _, name = sighting.subject.partition(":")
    package = name if store in ANDROID_STORES else sighting.facts.get("bundle_id")
    if not isinstance(package, str) or package.count(".") < 1:
        return None
    parts = package.casefold().split(".")
    maker = owned_name(".".join(reversed(parts))) or ".".join(reversed(parts[:2]))
    return None if common_host(maker) else ".".join(reversed(maker.split(".")))
