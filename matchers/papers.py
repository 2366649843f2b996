"""The publishers' own papers: a title is in force only while its publisher's fitting paper is.

regulation.md §1: a G1 decision rests on the G1 licence, a G2–G4 confirmation on the certificate.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from crawler.records import (
    PUBLISHER_KIND_OF,
    PUBLISHER_KINDS,
    Candidate,
    EntryStatus,
    LicenceKind,
    Listing,
    Match,
    MatchKind,
    Reason,
    RegistryEntry,
)
from matchers.names import read_name
from matchers.publishers import Publisher, publisher_likeness, read_publisher
from matchers.reasons import reason
from matchers.verdict.rules import Rules
from matchers.verdict.wording import explained

_LINKS = frozenset({"va", "and", "na"})  # "ĐẦU TƯ & CÔNG NGHỆ", "VIỆT NAM na": never part of a name
_STATES: Mapping[EntryStatus, tuple[str, str]] = {
    EntryStatus.SUSPENDED: ("bị đình chỉ", "suspended"),
    EntryStatus.REVOKED: ("bị thu hồi", "revoked"),
    EntryStatus.STOPPED: ("đã dừng", "stopped"),
    EntryStatus.EXPIRED: ("hết hạn", "expired"),
    EntryStatus.SUPERSEDED: ("bị thay thế", "superseded"),
    EntryStatus.INVALID: ("không còn hiệu lực", "not in force"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What a game's publisher holds for its class. ``near``: only a firm of a like name does."""

    paper: RegistryEntry | None = None
    near: RegistryEntry | None = None

    @property
    def in_force(self) -> bool | None:
        """Whether the publisher's paper is in force; None: not known."""
        return self.paper.status.in_force if self.paper is not None else None


class Papers:
    """The register's games by id and its publishers' papers by firm, with the states of one day."""

    def __init__(self, entries: Iterable[RegistryEntry], rules: Rules | None = None) -> None:
        self._rules = rules or Rules()
        self._games: dict[str, list[RegistryEntry]] = defaultdict(list)
        self._firms: dict[LicenceKind, dict[str, list[RegistryEntry]]] = {
            kind: defaultdict(list) for kind in PUBLISHER_KINDS
        }
        for entry in entries:
            if entry.kind in PUBLISHER_KIND_OF:
                self._games[entry.entry].append(entry)
            elif entry.kind in PUBLISHER_KINDS:
                self._firms[entry.kind][_firm(read_publisher(entry.publisher))].append(entry)
        self._held: dict[tuple[LicenceKind, str], Held] = {}

    def held(self, game: RegistryEntry) -> Held:
        """The paper on which a game's paper rests: of several, one in force suffices.

        Only the same firm counts. A like name may be another firm: its paper decides nothing.
        """
        key = PUBLISHER_KIND_OF[game.kind], game.publisher
        if key not in self._held:
            self._held[key] = self._find(*key)
        return self._held[key]

    def in_force(self, entry: RegistryEntry) -> bool | None:
        """Whether a paper is in force, a game's only while its publisher's own may be."""
        if entry.status.in_force and entry.kind in PUBLISHER_KIND_OF:
            return self.held(entry).in_force is not False
        return entry.status.in_force

    def held_by(self, candidate: Candidate) -> Held:
        """As ``held`` for the entry of a candidate; ids of two kinds: what clears goes first."""
        games = [
            self.held(game)
            for game in self._games.get(candidate.entry, ())
            if (game.title, game.publisher) == (candidate.title, candidate.publisher)
        ]
        return min(games, key=lambda held: _ORDER[held.in_force], default=Held())

    def _find(self, kind: LicenceKind, name: str) -> Held:
        firms, publisher = self._firms[kind], read_publisher(name)
        papers = [
            paper
            for paper in firms.get(_firm(publisher), ())
            if self._agree(publisher, read_publisher(paper.publisher))
        ]
        if papers:
            return Held(paper=min(papers, key=_standing))
        near = [
            paper
            for others in firms.values()
            for paper in others
            if self._agree(publisher, read_publisher(paper.publisher))
        ]
        return Held(near=min(near, key=_standing, default=None))

    def _agree(self, one: Publisher, other: Publisher) -> bool:
        return publisher_likeness(one, other) >= self._rules.publisher_agrees


_ORDER: Mapping[bool | None, int] = {True: 0, None: 1, False: 2}


def _standing(paper: RegistryEntry) -> tuple[int, int]:
    """In force first, then not known, then the one that ended last."""
    ended = paper.ended or date.min
    return _ORDER[paper.status.in_force], -ended.toordinal()


def _firm(publisher: Publisher) -> str:
    return "".join(word for word in publisher.key.split() if word not in _LINKS)


def cascade(match: Match, listing: Listing, papers: Papers) -> Match:
    """The answer with the publisher's own paper: ``licensed`` only while that may be in force.

    An entry that the newest file no longer lists is neither licensed nor a problem: ``unsure``.
    """
    found = {candidate.entry: candidate for candidate in match.candidates}
    best = found.get(match.entry or "")
    if best is None:
        return match
    if match.kind is MatchKind.LICENCE_PROBLEM and best.status.in_force is None:
        unlisted = explained("entry_no_longer_listed", listing, best)
        return replace(match, kind=MatchKind.UNSURE, reasons=(unlisted, *match.reasons[1:]))
    if match.kind is not MatchKind.LICENSED:
        return match
    fitting = [best, *(one for one in match.candidates if one is not best and _fits(one))]
    chosen, held = min(
        ((one, papers.held_by(one)) for one in fitting), key=lambda pair: _ORDER[pair[1].in_force]
    )
    if held.in_force is False:
        why = paper_reason(held)
        return replace(match, kind=MatchKind.LICENCE_PROBLEM, reasons=(why, *match.reasons))
    reasons = match.reasons if chosen is best else (_cleared(chosen, listing),)
    return replace(
        match, entry=chosen.entry, score=chosen.score, reasons=(*reasons, paper_reason(held))
    )


def _fits(candidate: Candidate) -> bool:
    return {"title", "publisher"} <= set(candidate.agreed) and bool(candidate.status.in_force)


def _cleared(candidate: Candidate, listing: Listing) -> Reason:
    return explained("title_and_publisher_agree", listing, candidate)


def paper_reason(held: Held) -> Reason:
    """What is known of the publisher's own paper: number, state, day, decision and ground."""
    if held.paper is None:
        if held.near is None:
            return reason("publisher_paper_unknown")
        return reason("publisher_paper_near", quote=held.near.number, holder=held.near.publisher)
    paper = held.paper
    if paper.status.in_force is not False:
        rule = "publisher_paper_in_force" if paper.status.in_force else "publisher_paper_unclear"
        return reason(rule, quote=paper.number, entry=paper.entry)
    state_vi, state_en = _STATES[paper.status]
    day = f"{paper.ended:%d/%m/%Y}" if paper.ended else None
    return reason(
        "publisher_paper_not_in_force",
        quote=paper.number,
        entry=paper.entry,
        holder=paper.publisher,
        state_vi=state_vi,
        state_en=state_en,
        since_vi=f"từ ngày {day}" if day else "chưa rõ từ ngày nào",
        since_en=f"since {day}" if day else "since when is not known",
        decision_vi=f", theo {paper.decision}" if paper.decision else "",
        decision_en=f", by {paper.decision}" if paper.decision else "",
        ground=f": {paper.ground}" if paper.ground else "",
    )


def superseded_by(entry: RegistryEntry, entries: Iterable[RegistryEntry]) -> RegistryEntry | None:
    """The newest paper in force for the title and firm of an ``invalid`` one, if it is newer.

    Derived: the register itself does not say what came after (regulation.md §4.2).
    """
    if entry.status is not EntryStatus.INVALID or entry.issued is None or not entry.title:
        return None
    title, firm = read_name(entry.title).joined, _firm(read_publisher(entry.publisher))
    newer = [
        other
        for other in entries
        if other.kind is entry.kind
        and other.status is EntryStatus.IN_FORCE
        and other.issued is not None
        and other.issued > entry.issued
        and read_name(other.title).joined == title
        and _firm(read_publisher(other.publisher)) == firm
    ]
    return max(newer, key=lambda other: (other.issued, other.entry), default=None)
