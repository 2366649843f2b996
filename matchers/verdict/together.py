"""What all words of a text say together (``matchers/odds.py``), beside the findings of ``assess``:
they find the advert that is worded anew, and clear the word that stands alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from math import exp, inf

from crawler.records import Finding, TextVerdict, Weight
from matchers.game_words import names_game
from matchers.odds import OFFENCES, load_odds
from matchers.page import Page, View
from matchers.reading import Reading
from matchers.scan.pairs import Told
from matchers.telex import is_syllable
from matchers.verdict.rules import Rules
from matchers.verdict.text_points import GAMBLING, OF_SERVERS, Weighed

TOGETHER = "together"  # by no single rule
LABEL = "Nhiều dấu hiệu cộng lại"
_QUOTED = 4
_LONGEST = 1_000  # letters; no text that the figures were fitted on is longer
_SYLLABLES = 0.6  # of the words of a text without marks: below it is no Vietnamese
_ACCUSED = {GAMBLING: TextVerdict.GAMBLING, OF_SERVERS: TextVerdict.PROMOTES_UNLICENSED}
_UNSEEN = re.compile("\\w[\u200b\u200c\u2060\ufeff\u00ad]\\w")
Answer = tuple[TextVerdict, float, list[Finding]]  # with the chance, and what is quoted for it


def with_all_words(
    page: Page, found: Sequence[Finding], weighed: Weighed, verdict: TextVerdict, rules: Rules
) -> Answer:
    """The verdict by the findings alone, changed where all words together say otherwise."""
    unchanged: Answer = verdict, 0.0, []
    accused = verdict in _ACCUSED.values()
    # In the words of news or warnings nobody offers anything.
    if (weighed.reports and not accused) or (accused and _hides(page)) or not is_read(page):
        return unchanged
    readings = [view.reading for view in page.views]
    odds = load_odds()
    told = odds.told(readings, found)
    points = odds.points(told)
    chances = dict(zip(OFFENCES, map(_chance, points), strict=True))
    enough = [
        one
        for one in OFFENCES
        if chances[one] >= _enough(one, weighed, rules) and _may_be(one, readings)
    ]
    offence = max(enough or OFFENCES, key=chances.__getitem__)
    chance = chances[offence]
    if enough and verdict is _ACCUSED[offence]:
        return verdict, chance, []  # the findings say it already
    if enough:
        return _ACCUSED[offence], chance, _quoted(page, readings, told, offence)
    if verdict is TextVerdict.GAMBLING and chances[GAMBLING] >= _agreed(weighed, rules):
        return unchanged
    if not accused and chance < rules.together_doubt:
        return unchanged
    return TextVerdict.UNSURE, chance, _quoted(page, readings, told, offence)


def is_read(page: Page) -> bool:
    """Whether all words of a page are heard: not where it is long, nor in other languages."""
    readings = [view.reading for view in page.views]
    return sum(len(one.plain) for one in readings) <= _LONGEST and _is_vietnamese(readings)


def _enough(offence: str, weighed: Weighed, rules: Rules) -> float:
    """The chance that accuses: more where no word names what is played; never beside a licence."""
    if offence == OF_SERVERS:
        return inf if weighed.licence else rules.together_server
    if weighed.passes:
        return inf
    return rules.together_gambling if weighed.plays else rules.together_unnamed


def _may_be(offence: str, readings: Sequence[Reading]) -> bool:
    """Nobody leads to a private server, or past the stores, who does not speak of a game."""
    return offence == GAMBLING or names_game(readings)


def _is_vietnamese(readings: Sequence[Reading]) -> bool:
    """By its marks; many write without, and "no", "go" and "in" are syllables too."""
    if any(reading.has_marks for reading in readings):
        return True
    words = [word for reading in readings for word in reading.in_order if word.isalpha()]
    return sum(map(_is_syllable, words)) >= _SYLLABLES * len(words) > 0


@lru_cache(maxsize=65_536)
def _is_syllable(word: str) -> bool:
    return is_syllable(word)


def _agreed(weighed: Weighed, rules: Rules) -> float:
    """The chance by all words that an offer by the findings needs: less where these are loud."""
    loud = weighed.decisive or weighed.chance >= rules.together_loud
    return rules.together_agree_loud if loud else rules.together_agree


def _hides(page: Page) -> bool:
    """Whether words are parted by what nobody sees: who hides a word means it."""
    return any(_UNSEEN.search(view.reading.original) is not None for view in page.views)


def _chance(points: float) -> float:
    return 1 / (1 + exp(-points))


def _quoted(page: Page, readings: Sequence[Reading], told: Told, offence: str) -> list[Finding]:
    """The words that speak most for an offence, the heaviest first."""
    heavy = load_odds().heavy(readings, told, offence, _QUOTED)
    return [_finding(page.views[text], start, end) for text, start, end in heavy]


def _finding(view: View, start: int, end: int) -> Finding:
    reading = view.reading
    return Finding(
        signal=TOGETHER,
        field=view.field,
        quote=reading.quote(start, end),
        term=reading.marked[start:end],
        weight=Weight.AMBIGUOUS,
    )
