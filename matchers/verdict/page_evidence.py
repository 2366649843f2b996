"""Gathers what is known of one page or advert: its own words, where it leads, whose name it bears.

Read are the words of who runs it: name, description, posts, adverts. Comments and reviews are the
words of visitors and are never looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from crawler.records import (
    Assessment,
    Finding,
    Match,
    PublishedText,
    Reason,
    RegistryEntry,
    Sighting,
    TextVerdict,
    VerdictKind,
    Weight,
)
from crawler.text import fold_marks
from matchers.addresses import host_of
from matchers.domains.screen import screen_names
from matchers.lexicon import Lexicon
from matchers.licensees import Licensees
from matchers.lists import common_host, multi_tenant, protected_host, protection
from matchers.reasons import reason
from matchers.signal import benign_names
from matchers.subjects import SubjectKind, identify
from matchers.ties import find_ties
from matchers.verdict.assess import assess_texts
from matchers.verdict.page_names import (
    PAGE,
    Rename,
    copied_numbers,
    declared_page,
    other_firm_of,
    own_links,
    papers_named_by,
    renames_of,
)
from matchers.verdict.rules import Rules
from matchers.verdict.site_game import game_words

ADVERT = "fbad:"
FACEBOOK = (PAGE, ADVERT)  # what the subjects judged here begin with
_TEXTS_AT_MOST = 200  # of one page, the newest; more of them say no more
_LONGEST = 20_000  # letters of one text that are weighed
_REPORTS = frozenset({"news", "law", "warning", "study"})
_GAME_PAGE = re.compile(r"\b(?:tro choi|games?|gaming|gamer)\b")
# What is spoken of in games alone, folded.
_GAME = re.compile(
    r"\b(?:tro choi|(?:web|mini)?games?|gaming|gift ?codes?|knb|kim cuong|vip ?\d+|boss|pk|mu"
    r"|tan thu|nap the|len cap|level|lv|exp|drop|bang hoi|nhan vat|dua top|vo lam|ngoc rong"
    r"|ninja)\b"
)
# Where players are taken by message; whoever leads nowhere else takes them there.
_CHATS = frozenset({"t.me", "telegram.me", "zalo.me", "m.me", "wa.me", "facebook.com"})
_SHOWN = "VN"  # the country that the search of the Ad Library asked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What is held of a subject to which a page leads."""

    kind: VerdictKind
    confirmed: bool  # by a person; False: so far only judged


@dataclass(frozen=True, slots=True, kw_only=True)
class Led:
    """A link to a site or an app that was judged before."""

    link: str
    subject: str
    standing: Standing


@dataclass(frozen=True, kw_only=True)
class PageText:
    """One text of a page: its description, a post, or an advert, with what its words say."""

    pieces: tuple[tuple[str, str], ...]  # field and words; the name of the page is the first
    answer: Assessment

    @property
    def is_gambling(self) -> bool:
        """Whether it offers gambling in words of its own: a name alone never accuses."""
        told = self.answer.verdict is TextVerdict.GAMBLING and self._tells_beside_the_name
        return told and self._tells_more_than_a_word

    @property
    def is_server(self) -> bool:
        """Whether it speaks of a private server of a game in words of its own.

        Programs have private servers and open betas as well.
        """
        told = self.answer.verdict is TextVerdict.PROMOTES_UNLICENSED
        words = fold_marks("\n".join(words for _, words in self.pieces))
        return told and self._tells_beside_the_name and _GAME.search(words) is not None

    @property
    def is_doubted(self) -> bool:
        """Whether its words, its name among them, are at least a doubt."""
        return self.answer.verdict is not TextVerdict.CLEAN

    @property
    def reports(self) -> bool:
        """Whether it speaks in the words of news, law, warnings or studies."""
        return any(
            one.signal in _REPORTS and one.weight is not Weight.AMBIGUOUS
            for one in self.answer.findings
        )

    @cached_property
    def telling(self) -> tuple[tuple[str, Finding], ...]:
        """What its words say of gambling, the heaviest first, each with the field it stands in."""
        benign = benign_names()
        placed = (
            (self._field(one), one) for one in self.answer.findings if one.signal not in benign
        )
        return tuple((field, one) for field, one in placed if field is not None)

    @cached_property
    def benign(self) -> tuple[str, Finding] | None:
        """The heaviest words that explain the others, with their field; None where none do."""
        benign = benign_names()
        placed = ((self._field(one), one) for one in self.answer.findings if one.signal in benign)
        return next(((field, one) for field, one in placed if field is not None), None)

    @property
    def _tells_beside_the_name(self) -> bool:
        return any(
            finding.field == "text" and finding.weight is not Weight.AMBIGUOUS
            for _, finding in self.telling
        )

    @property
    def _tells_more_than_a_word(self) -> bool:
        """A decisive term, or two others: who denies gambling names it once (measured 2026-11)."""
        told = [one for _, one in self.telling if one.weight is not Weight.AMBIGUOUS]
        terms = {one.term for one in told if one.signal != "talk"}
        return len(terms) > 1 or any(one.weight is Weight.DECISIVE for one in told)

    def _field(self, finding: Finding) -> str | None:
        if finding.field == "title":
            return self.pieces[0][0]
        return next((name for name, words in self.pieces[1:] if finding.quote in words), None)


@dataclass(frozen=True, kw_only=True)
class PageEvidence:
    """Everything known of one page or advert when it is judged."""

    sighting: Sighting
    texts: tuple[PageText, ...]
    led: tuple[Led, ...] = ()
    leaves: tuple[str, ...] = ()  # links to sites and apps that are one owner's
    leads: bool = False  # to any address, chats too
    leads_on: bool = False  # to any other address than a chat, short links too
    flagged: tuple[str, ...] = ()  # of their hosts, those whose names look like bookmakers'
    renames: tuple[Rename, ...] = ()
    named: tuple[RegistryEntry, ...] = ()  # papers under whose title or firm the page goes
    own: tuple[tuple[str, RegistryEntry], ...] = ()  # links to the holder of a paper in force
    copied: tuple[Reason, ...] = ()  # of the licensed game's identity
    other_firm: Reason | None = None  # the page itself says that another firm runs it
    ties: tuple[Finding, ...] = ()
    protected: Reason | None = None
    declared: Reason | None = None  # a licensee declared the page as its own
    declared_paper: RegistryEntry | None = None  # of that licensee, in force

    @property
    def is_advert(self) -> bool:
        """Whether it is one advert, not a page."""
        return self.sighting.subject.startswith(ADVERT)

    @property
    def is_of_game(self) -> bool:
        """Whether anything but the name says that the page is one of a game."""
        words = fold_marks("\n".join(words for text in self.texts for _, words in text.pieces[1:]))
        genre = fold_marks(self.sighting.genre or "")
        return bool(self.own or self.copied or _GAME_PAGE.search(genre) or game_words(words))


def links_of(sightings: Iterable[Sighting]) -> dict[str, str]:
    """The sites and apps to which these lead, by subject, each with the first link to it.

    A platform that many share, and a protected name, stand for nobody who advertises.
    """
    found: dict[str, str] = {}
    for link in (link for seen in sightings for link in seen.outlinks):
        one = identify(link)
        if one.subject is None or one.kind not in (SubjectKind.APP, SubjectKind.DOMAIN):
            continue
        if one.kind is SubjectKind.DOMAIN and _is_shared(one.subject.partition(":")[2]):
            continue
        found.setdefault(one.subject, link)
    return found


def _is_shared(host: str) -> bool:
    # A name below a platform's, given to one tenant, is no common host.
    return common_host(host) or protected_host(host) is not None


def _leads_on(seen: Sighting) -> bool:
    hosts = (host_of(link) for link in seen.outlinks)
    return any(host is not None and host not in _CHATS for host in hosts)


def gather_page(
    sighting: Sighting,
    sightings: Sequence[Sighting],
    adverts: Sequence[Sighting],
    *,
    match: Match,
    standings: Mapping[str, Standing],
    copied_text: Reason | None,
    lexicon: Lexicon,
    rules: Rules,
    licensees: Licensees,
    approved: Mapping[str, str],
) -> PageEvidence:
    """Everything known of a page or an advert, for ``decide_page``.

    ``sighting``: what all of its ``sightings``, newest first, say together. ``adverts``: of a page.
    """
    links = links_of((*sightings, *adverts))
    named = tuple(papers_named_by(sighting, match, licensees, rules))
    about = "\n".join(filter(None, (seen.text for seen in sightings)))
    own = tuple(own_links(links, sighting, licensees, rules))
    declared, declared_paper = declared_page(sighting, licensees) or (None, None)
    return PageEvidence(
        sighting=sighting,
        texts=_read(sighting, sightings, adverts, lexicon, rules),
        led=tuple(
            Led(link=link, subject=subject, standing=standings[subject])
            for subject, link in links.items()
            if subject in standings
        ),
        leaves=tuple(links.values()),
        leads=any(seen.outlinks for seen in (*sightings, *adverts)),
        leads_on=any(map(_leads_on, (*sightings, *adverts))),
        flagged=_flagged(links.values()),
        renames=tuple(renames_of(sighting, sightings)),
        named=named,
        own=own,
        copied=tuple(filter(None, (*copied_numbers(about, named, licensees), copied_text))),
        other_firm=other_firm_of(sightings, named, licensees, rules),
        ties=_ties(sighting, sightings, adverts),
        protected=_protection(sighting, approved),
        declared=declared,
        declared_paper=declared_paper,
    )


def _read(
    sighting: Sighting,
    sightings: Sequence[Sighting],
    adverts: Sequence[Sighting],
    lexicon: Lexicon,
    rules: Rules,
) -> tuple[PageText, ...]:
    """Every text once: the versions of one advert are one, and posts are repeated."""
    name = _name_of(sighting)
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for seen in sightings:
        pieces = tuple(_own_words(seen))
        found.setdefault("\n".join(words for _, words in pieces), (name, *pieces))
    for advert in _versions(adverts):
        words = [text for _, text in _own_words(advert)]
        pieces = tuple((advert.subject, text) for text in words)
        found.setdefault("\n".join(words), (name, *pieces))
    waiting = list(found.items())[:_TEXTS_AT_MOST]
    published = (
        PublishedText(id=str(place), title=pieces[0][1], text=words[:_LONGEST])
        for place, (words, pieces) in enumerate(waiting)
    )
    answers = assess_texts(published, lexicon, rules)
    return tuple(
        PageText(pieces=pieces, answer=answer)
        for (_, pieces), answer in zip(waiting, answers, strict=True)
    )


def _name_of(sighting: Sighting) -> tuple[str, str]:
    if sighting.subject.startswith(ADVERT):
        return "publisher", sighting.publisher or ""
    return "title", sighting.title or ""


def _versions(adverts: Sequence[Sighting]) -> Iterator[Sighting]:
    """One advert of each collation."""
    seen: set[str] = set()
    for advert in adverts:
        which = str(advert.facts.get("collation_id") or advert.subject)
        if which not in seen:
            seen.add(which)
            yield advert


def _own_words(seen: Sighting) -> Iterator[tuple[str, str]]:
    """The words of who runs it, by field; the name of a page stands apart."""
    facts = seen.facts
    if seen.subject.startswith(ADVERT) and seen.title:
        yield "title", seen.title
    if seen.text:
        yield "text", seen.text
    # Not its caption, a domain that can lie, nor its button, whose words are Facebook's.
    if isinstance(words := facts.get("description"), str) and words:
        yield "facts.description", words
    for words in facts.get("extra_texts") or ():
        yield "facts.extra_texts", str(words)
    for card in facts.get("cards") or ():
        for name in ("title", "body"):
            if words := card.get(name):
                yield "facts.cards", str(words)


def _flagged(links: Iterable[str]) -> tuple[str, ...]:
    hosts = dict.fromkeys(host for link in links if (host := host_of(link)))
    return tuple(one.name for one in screen_names(list(hosts)) if one.flagged)


def _ties(
    sighting: Sighting, sightings: Sequence[Sighting], adverts: Sequence[Sighting]
) -> tuple[Finding, ...]:
    """What ties it to Vietnam: its own words, or that it was shown there."""
    # The publisher of an advert is a page's name: no firm of Vietnam.
    own = [replace(seen, publisher=None) for seen in (sighting, *sightings)]
    told = [
        replace(tie, field=advert.subject)
        for advert in adverts
        for tie in find_ties([replace(advert, publisher=None)])
    ]
    shown = [seen for seen in (*sightings, *adverts) if seen.facts.get("country") == _SHOWN]
    if shown:
        told.append(
            Finding(
                signal="tie_fanpage",
                field="facts.country",
                quote=_SHOWN,
                term=_SHOWN,
                weight=Weight.STRONG,
            )
        )
    return (*find_ties(own), *told)


def protected_page(sighting: Sighting, approved: Mapping[str, str]) -> Reason | None:
    """Why the office protects this page or advert, or the page whose advert it is."""
    if told := protection(sighting, approved):
        return told
    page = f"{PAGE}{sighting.publisher_id}"
    if page not in approved:
        return None
    return reason("protected_name", field="publisher_id", quote=page, why=approved[page])


def _protection(sighting: Sighting, approved: Mapping[str, str]) -> Reason | None:
    """The same, or that it names a protected site its own: anybody can, so a person decides."""
    if told := protected_page(sighting, approved):
        return told
    website = sighting.website or ""
    host = host_of(website) or ""
    kept = protected_host(host)
    if kept is None or multi_tenant(host) is not None:
        return None
    return reason("protected_name", field="website", quote=website, why=kept.name)
