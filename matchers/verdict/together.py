"""What many kinds of everyday words say together (``matchers/cues.py``), beside the points of
``assess``: they find the advert that is worded anew, and clear the word that stands alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from math import exp

from crawler.records import Finding, TextVerdict, Weight
from matchers.cues import Quoted, load_cues
from matchers.page import Page, View
from matchers.reading import Reading
from matchers.scan.cues import Found
from matchers.telex import is_syllable
from matchers.verdict.rules import Rules
from matchers.verdict.text_points import GAMBLING, OF_SERVERS, Weighed

TOGETHER = "together"  # by no single rule
LABEL = "Nhiều dấu hiệu cộng lại"
_QUOTED = 4  # kinds
_LONGEST = 1_000  # letters; no text that the points were fitted on is longer
_SYLLABLES = 0.6  # of the words of a text without marks: below it is no Vietnamese
_ACCUSED = {GAMBLING: TextVerdict.GAMBLING, OF_SERVERS: TextVerdict.PROMOTES_UNLICENSED}
_UNSEEN = re.compile("\\w[\u200b\u200c\u2060\ufeff\u00ad]\\w")
Answer = tuple[TextVerdict, float, list[Finding]]  # with the chance, and what is quoted for it


def with_everyday(page: Page, weighed: Weighed, verdict: TextVerdict, rules: Rules) -> Answer:
    """The verdict by the findings alone, changed where everyday words say otherwise."""
    unchanged: Answer = verdict, 0.0, []
    if verdict in _ACCUSED.values():
        if _is_loud(weighed, verdict, rules) or _hides(page):
            return unchanged
        if (found := told_in(page)) is None:
            return unchanged
        alone = _stands_alone(found, weighed, verdict, rules)
        return (TextVerdict.UNSURE, 0.0, []) if alone else unchanged
    # In the words of news or warnings nobody offers anything.
    if weighed.reports or (found := told_in(page)) is None:
        return unchanged
    offence, chance = _heaviest(found, weighed, rules)
    enough = rules.together_offer if offence == GAMBLING else rules.together_offer_server
    if chance >= enough and _may_accuse(page, weighed, offence):
        return _ACCUSED[offence], chance, _findings(page.views, found, offence)
    if chance < rules.together_doubt:
        return unchanged
    return TextVerdict.UNSURE, chance, _findings(page.views, found, offence)


def _may_accuse(page: Page, weighed: Weighed, offence: str) -> bool:
    """Not by talk or hints, nor without marks: many words are read there that nobody wrote."""
    if not any(view.reading.has_marks for view in page.views):
        return False
    return weighed.core > 0 if offence == GAMBLING else weighed.runs


def told_in(page: Page) -> Found | None:
    """The everyday words of a page in Vietnamese.

    None where so much is written that all kinds stand there, and in other languages.
    """
    readings = [view.reading for view in page.views]
    if sum(len(reading.plain) for reading in readings) > _LONGEST:
        return None
    return load_cues().told(readings) if _is_vietnamese(readings) else None


def _is_vietnamese(readings: Sequence[Reading]) -> bool:
    """By its marks; many write without, and "no", "go" and "in" are syllables too."""
    if any(reading.has_marks for reading in readings):
        return True
    words = [word for reading in readings for word in reading.in_order if word.isalpha()]
    return sum(map(_is_syllable, words)) >= _SYLLABLES * len(words) > 0


@lru_cache(maxsize=65_536)
def _is_syllable(word: str) -> bool:
    return is_syllable(word)


def _heaviest(found: Found, weighed: Weighed, rules: Rules) -> tuple[str, float]:
    """The offence of which they tell most, with its chance."""
    chances = {GAMBLING: 0.0, OF_SERVERS: 0.0}
    if weighed.speaks and load_cues().offers(found, GAMBLING):
        chances[GAMBLING] = _chance(found, GAMBLING, weighed, rules)
    if weighed.runs and not weighed.licence and load_cues().names_game(found):
        chances[OF_SERVERS] = _chance(found, OF_SERVERS, weighed, rules)
    return max(chances.items(), key=lambda one: one[1])


def _is_loud(weighed: Weighed, verdict: TextVerdict, rules: Rules) -> bool:
    """Whether an offer to gamble needs nothing beside its own words."""
    loud = weighed.decisive or weighed.chance >= rules.together_loud
    return verdict is TextVerdict.GAMBLING and loud


def _hides(page: Page) -> bool:
    """Whether words are parted by what nobody sees: who hides a word means it."""
    return any(_UNSEEN.search(view.reading.original) is not None for view in page.views)


def _stands_alone(found: Found, weighed: Weighed, verdict: TextVerdict, rules: Rules) -> bool:
    """Whether a word or two accuse, and the everyday ones around them speak against it."""
    if verdict is TextVerdict.GAMBLING:
        return _chance(found, GAMBLING, weighed, rules) < rules.together_agree
    spoken = bool(load_cues().quoted(found, OF_SERVERS))
    return spoken and _chance(found, OF_SERVERS, weighed, rules) < rules.together_spoken_for


def _chance(found: Found, offence: str, weighed: Weighed, rules: Rules) -> float:
    before = rules.together_gambling if offence == GAMBLING else rules.together_server
    total = before + weighed.points[offence] + load_cues().points(found, offence)
    return 1 / (1 + exp(-total))


def _findings(views: tuple[View, ...], found: Found, offence: str) -> list[Finding]:
    """The kinds of words that speak most for an offence, each quoted once."""
    told = load_cues().quoted(found, offence)
    kinds = [one for one in told if one.kind.points(one.words) > 0]
    return [_finding(views[one.text], one) for one in kinds[:_QUOTED]]


def _finding(view: View, one: Quoted) -> Finding:
    return Finding(
        signal=TOGETHER,
        field=view.field,
        quote=view.reading.quote(one.start, one.end),
        term=one.kind.label,
        weight=Weight.AMBIGUOUS,
    )
