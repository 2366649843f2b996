"""What a visit of a site brought, page by page: whose page it is, and what its words say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from crawler.records import (
    Assessment,
    Finding,
    Match,
    PublishedText,
    Reason,
    RegistryEntry,
    ScreenedName,
    Sighting,
    TextVerdict,
)
from crawler.text import fold_marks
from matchers.addresses import host_of, registrable
from matchers.lexicon import Lexicon
from matchers.signal import benign_names
from matchers.verdict.assess import assess_text, doubt_of_gambling
from matchers.verdict.rules import Rules
from matchers.weights import PROVING

SITE = "domain:"
_SURE = 0.9  # chance of an offer
_THIN = 400  # letters of a home page
_LONGEST = 20_000  # letters of one page that are weighed; offers stand above


# Folders of a site that hold pictures and papers. A document of HTML in them was put there.
_FILES = re.compile(
    r"/(?:uploads?|images?|img|cache|te?mp|files|media|\.well-known)/.*\.(?:html?|php)$",
    re.IGNORECASE,
)


class Role(StrEnum):
    """Whose page it is, seen from the entry."""

    HOME = "home"
    INNER = "inner"
    HIDDEN = "hidden"  # words of the home page that no visitor sees
    CLOAKED = "cloaked"  # what another side was shown, on the same site
    LED = "led"  # what another side was led to, elsewhere
    LANDING = "landing"  # where the entry leads, elsewhere


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPage:
    """One page with what its words say."""

    role: Role
    url: str
    title: str
    text: str
    answer: Assessment  # of title and text
    cloak: str | None = None  # by what it was hidden from others
    takes_players: bool = False  # it keeps accounts, or gives an app to install
    leads: tuple[str, ...] = ()  # where it leads on other sites
    unlinked: bool = False  # only links that nobody sees lead to it
    chance: float = 0.0  # of an offer to gamble
    is_doubted: bool = False  # its words may offer gambling

    @property
    def is_gambling(self) -> bool:
        """Whether its words offer gambling."""
        return self.answer.verdict is TextVerdict.GAMBLING

    @property
    def is_thin(self) -> bool:
        """Whether so little stands there that it is a front, and no site of its own."""
        return len(self.text) < _THIN

    @property
    def is_planted(self) -> bool:
        """Whether it stands where no owner puts pages: behind links that nobody sees, or among
        the files that visitors send in.
        """
        among_files = _FILES.search(urlsplit(self.url).path) is not None
        return self.role is Role.INNER and (self.unlinked or among_files)

    @property
    def is_offer(self) -> bool:
        """Whether its words offer gambling, those around them left aside.

        An injected page stands in the frame of its host, the menu of a newspaper or a school; and
        whoever offers gambling may paste a warning of the police beside it.
        """
        proving = any(
            one.weight in PROVING and one.signal not in benign_names()
            for one in self.answer.findings
        )
        return self.is_gambling or (self.is_doubted and proving and self.chance >= _SURE)

    @property
    def is_server(self) -> bool:
        """Whether its words are those of a private server or an unlicensed game."""
        return self.answer.verdict is TextVerdict.PROMOTES_UNLICENSED

    @property
    def words(self) -> str:
        """Title and text without marks."""
        return fold_marks(f"{self.title}\n{self.text}")


@dataclass(frozen=True, kw_only=True)
class SiteEvidence:
    """Everything known of one site when it is judged."""

    sighting: Sighting
    pages: tuple[ReadPage, ...]
    name: ScreenedName | None  # what the name alone says; None: it is no name that is screened
    linked: tuple[str, ...] = ()  # hosts it links to whose names are flagged
    others: tuple[str, ...] = ()  # hosts it links to that are one owner's
    landing_flagged: bool = False  # so is the name where it leads
    led_flagged: frozenset[str] = frozenset()  # hosts where other sides are led, flagged too
    lured_to: frozenset[str] = frozenset()  # flagged hosts to which further pages link
    match: Match
    papers: tuple[RegistryEntry, ...] = ()  # that name this host
    ties: tuple[Finding, ...] = ()
    copied: Reason | None = None  # a licensee's site, whose words another shows here
    protected: Reason | None = None
    covered: bool = False

    @property
    def is_flagged(self) -> bool:
        """Whether the name alone looks like one of gambling."""
        return self.name is not None and self.name.flagged

    @cached_property
    def home(self) -> ReadPage | None:
        """The home page; None where the entry has none of its own."""
        return next(self.of(Role.HOME), None)

    def of_the_name(self) -> SiteEvidence:
        """The same without the pages of hosts below the name."""
        kept = (page for page in self.pages if not self.is_of_a_host_below(page))
        return replace(self, pages=tuple(kept))

    def is_of_a_host_below(self, page: ReadPage) -> bool:
        """Whether a page stands on a host below the name: what a side is led to there, is not."""
        name = self.sighting.subject.removeprefix(SITE)
        visited = is_below(self.sighting.url, name)
        return is_below(page.url, name) and (visited or page.role is not Role.CLOAKED)

    def of(self, *roles: Role) -> Iterator[ReadPage]:
        """The pages of these roles."""
        return (page for page in self.pages if page.role in roles)


def is_below(url: str | None, name: str) -> bool:
    """Whether an address is of a host below a registered name: perhaps a tenant's."""
    return ((url and host_of(url)) or "").endswith(f".{name}")


class _Told(NamedTuple):
    """One page as the visit tells it."""

    url: str
    title: str
    text: str
    takes_players: bool = False
    leads: tuple[str, ...] = ()
    unlinked: bool = False


def read_pages(sighting: Sighting, lexicon: Lexicon, rules: Rules) -> tuple[ReadPage, ...]:
    """All pages of a visit, each weighed by its own words."""
    return tuple(_read(role, told, cloak, lexicon, rules) for role, told, cloak in _pages(sighting))


def _read(role: Role, told: _Told, cloak: str | None, lexicon: Lexicon, rules: Rules) -> ReadPage:
    words = PublishedText(id=told.url, title=told.title, text=told.text[:_LONGEST])
    answer = assess_text(words, lexicon, rules, all_words=False)
    chance, doubted = doubt_of_gambling(answer.findings, rules)
    return ReadPage(
        role=role,
        url=told.url,
        title=told.title,
        text=told.text,
        cloak=cloak,
        takes_players=told.takes_players,
        leads=told.leads,
        unlinked=told.unlinked,
        answer=answer,
        chance=chance,
        is_doubted=doubted and answer.verdict is TextVerdict.UNSURE,
    )


def _pages(sighting: Sighting) -> Iterator[tuple[Role, _Told, str | None]]:
    facts = sighting.facts
    own = sighting.subject.removeprefix(SITE)
    if sighting.title or sighting.text:
        words = (sighting.text, facts.get("description"), *_button_words(facts))
        text = "\n".join(filter(None, words))
        takes_players = _takes_players(facts.get("home") or {})
        home = _Told(sighting.url or "", sighting.title or "", text, takes_players)
        yield Role.HOME, home, None
    if facts.get("hidden"):
        yield Role.HIDDEN, _Told(sighting.url or "", "", str(facts["hidden"])), None
    for page in facts.get("pages", ()):
        yield Role.INNER, _beside_home(_told(page), sighting), None
    for page in facts.get("cloaking", ()):
        there = registrable(urlsplit(page.get("url") or "").hostname or "")
        told = _beside_home(_told(page), sighting) if there == own else _told(page)
        yield Role.CLOAKED if there == own else Role.LED, told, page["kind"]
    if landing := facts.get("landing"):
        yield Role.LANDING, _told(landing), None


def _button_words(facts: Mapping[str, Any]) -> Sequence[str]:
    """What the forms ask for: pages of pictures say it there alone."""
    fields = facts.get("fields")
    return fields if isinstance(fields, list) else ()


def _told(page: Mapping[str, Any]) -> _Told:
    return _Told(
        url=page.get("url") or "",
        title=page.get("title") or "",
        text=page.get("text") or "",
        takes_players=_takes_players(page),
        leads=tuple(page.get("leads") or ()),
        unlinked=bool(page.get("unlinked")),
    )


def _takes_players(page: Mapping[str, Any]) -> bool:
    return bool(page.get("accounts") or page.get("installs"))


def _beside_home(told: _Told, sighting: Sighting) -> _Told:
    """What a page says beside the lines of the home page; the whole where it says nothing else.

    Pages that others put on a site of the police stand in its frame, which speaks of arrests.
    """
    home = set((sighting.text or "").split("\n"))
    other = "\n".join(line for line in told.text.split("\n") if line not in home)
    if not other.strip():
        return told
    return told._replace(title="" if told.title == sighting.title else told.title, text=other)


# Words of a page that stands where nobody runs a site, folded: for sale, or not there yet.
_PARKED = re.compile(
    r"(?:ten mien|domain|trang web|website)[^.\n]{0,60}(?:dang (?:duoc )?(?:rao ban|ban|cho thue)"
    r"|co the duoc ban|for sale|is parked|parked (?:free|by|domain)|da het han|has expired"
    r"|may be for sale|is available|moi duoc dang ky|just been registered)"
    r"|\b(?:buy this domain|domain parking|parked domain|parking page|mua ten mien nay"
    r"|lien he (?:de )?mua (?:lai )?ten mien)\b"
)
_IDLE = re.compile(
    r"\b(?:under construction|(?:trang|website)[^.\n]{0,30}dang (?:duoc )?(?:xay dung|bao tri)"
    r"|coming soon|sap ra mat|default web ?page|welcome to nginx|it works!|chua duoc kich hoat)"
)
_PARKED_LONGEST = 1_500  # letters; a page that only speaks of names for sale has more


def parked_words(page: ReadPage) -> str | None:
    """The words that say that the name is for sale or has run out; None where none do."""
    return parked_in(page.title, page.text)


def parked_in(title: str, text: str) -> str | None:
    """The same of a page that was not read for gambling."""
    return _found(_PARKED, title, text)


def idle_words(page: ReadPage) -> str | None:
    """The words that say that nobody runs a site there yet; None where none do."""
    return _found(_IDLE, page.title, page.text)


def _found(pattern: re.Pattern[str], title: str, text: str) -> str | None:
    whole = f"{title}\n{text}"
    if len(whole) > _PARKED_LONGEST:
        return None
    folded = "".join(one if len(one := fold_marks(char)) == 1 else char for char in whole)
    found = pattern.search(folded)
    return whole[found.start() : found.end()] if found else None
