"""What a visit of a site brought, page by page: whose page it is, and what its words say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import Any
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
    Weight,
)
from crawler.text import fold_marks
from matchers.addresses import host_of, registrable
from matchers.lexicon import Lexicon
from matchers.signal import benign_names
from matchers.verdict.assess import assess_text
from matchers.verdict.rules import Rules

SITE = "domain:"
_SURE = 0.9  # chance of an offer
_LONGEST = 20_000  # letters of one page that are weighed; offers stand above


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

    @property
    def is_gambling(self) -> bool:
        """Whether its words offer gambling."""
        return self.answer.verdict is TextVerdict.GAMBLING

    @property
    def is_doubted(self) -> bool:
        """Whether its words may offer gambling."""
        return self.answer.verdict is TextVerdict.UNSURE

    @property
    def is_offer(self) -> bool:
        """Whether its words offer gambling, those around them left aside.

        An injected page stands in the frame of its host, the menu of a newspaper or a school; and
        whoever offers gambling may paste a warning of the police beside it.
        """
        proving = any(
            one.weight in (Weight.DECISIVE, Weight.STRONG) and one.signal not in benign_names()
            for one in self.answer.findings
        )
        return self.is_gambling or (self.is_doubted and proving and self.answer.score >= _SURE)

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


def read_pages(sighting: Sighting, lexicon: Lexicon, rules: Rules) -> tuple[ReadPage, ...]:
    """All pages of a visit, each weighed by its own words."""
    return tuple(
        ReadPage(
            role=role,
            url=url,
            title=title,
            text=text,
            cloak=cloak,
            takes_players=takes_players,
            answer=assess_text(
                PublishedText(id=url, title=title, text=text[:_LONGEST]), lexicon, rules
            ),
        )
        for role, (url, title, text, takes_players), cloak in _pages(sighting)
    )


_Told = tuple[str, str, str, bool]


def _pages(sighting: Sighting) -> Iterator[tuple[Role, _Told, str | None]]:
    facts = sighting.facts
    own = sighting.subject.removeprefix(SITE)
    if sighting.title or sighting.text:
        words = (sighting.text, facts.get("description"), *_button_words(facts))
        text = "\n".join(filter(None, words))
        takes_players = _takes_players(facts.get("home") or {})
        yield Role.HOME, (sighting.url or "", sighting.title or "", text, takes_players), None
    if facts.get("hidden"):
        yield Role.HIDDEN, (sighting.url or "", "", str(facts["hidden"]), False), None
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
    words = page.get("url") or "", page.get("title") or "", page.get("text") or ""
    return *words, _takes_players(page)


def _takes_players(page: Mapping[str, Any]) -> bool:
    return bool(page.get("accounts") or page.get("installs"))


def _beside_home(told: _Told, sighting: Sighting) -> _Told:
    """What a page says beside the lines of the home page; the whole where it says nothing else.

    Pages that others put on a site of the police stand in its frame, which speaks of arrests.
    """
    url, title, text, takes_players = told
    home = set((sighting.text or "").split("\n"))
    other = "\n".join(line for line in text.split("\n") if line not in home)
    if not other.strip():
        return told
    return url, "" if title == sighting.title else title, other, takes_players


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
