"""Invented sightings, and the whole way from texts to a verdict, for the tests of the matchers."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from crawler.records import Match, MatchKind, Presence, Sighting, Verdict
from matchers.lexicon import Lexicon, load_lexicon
from matchers.signal import benign_names, find_all
from matchers.ties import find_ties
from matchers.verdict.rules import Rules
from matchers.verdict.subject import Evidence, decide

NOW = datetime(2026, 3, 1, tzinfo=UTC)
LEXICON: Lexicon = load_lexicon()
GAME = {"genre_id": "6014"}
TOOL = {"genre_id": "6002"}


def sighting(title: str | None = None, text: str | None = None, **fields: Any) -> Sighting:
    """A present app of an invented publisher."""
    return Sighting(
        **{
            "subject": "apple:9000000001",
            "source": "apple_app_store",
            "market": "vn",
            "seen_at": NOW,
            "presence": Presence.PRESENT,
            "title": title,
            "text": text,
            "facts": GAME,
            **fields,
        }
    )


def match(kind: MatchKind, entry: str | None = None) -> Match:
    """What the register says."""
    return Match(id="apple:9000000001", kind=kind, score=90.0, entry=entry)


def evidence(seen: Sighting, kind: MatchKind = MatchKind.NO_ENTRY, **more: Any) -> Evidence:
    """Everything found in the sighting."""
    found = find_all(seen, LEXICON)
    benign = benign_names()
    entry = None if kind in {MatchKind.NO_ENTRY, MatchKind.UNSURE} else "E1"
    return Evidence(
        **{
            "sighting": seen,
            "match": match(kind, entry),
            "findings": tuple(one for one in found if one.signal not in benign),
            "benign": tuple(one for one in found if one.signal in benign),
            "ties": find_ties([seen]),
            "covered": True,
            **more,
        }
    )


def judged(seen: Sighting, kind: MatchKind = MatchKind.NO_ENTRY, **more: Any) -> Verdict:
    """The verdict of the sighting."""
    return decide(evidence(seen, kind, **more), Rules(), now=NOW, fingerprint="f")
