"""What all words of a text say together (``matchers/odds.py``), beside the findings of ``assess``:
they find the advert that is worded anew, and clear the word that stands alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import exp, inf

from crawler.records import Finding, TextVerdict, Weight
from matchers.game_words import names_game
from matchers.odds import GAMBLING, OFFENCES, SERVER, load_odds
from matchers.page import FOREIGN, Page, View
from matchers.reading import Reading
from matchers.scan.pairs import Told
from matchers.verdict.rules import Rules
from matchers.verdict.text_points import Weighed

TOGETHER = "together"  # by no single rule
LABEL = "Nhiều dấu hiệu cộng lại"
_QUOTED = 4
_LONGEST = 1_000  # letters; no text that the figures were fitted on is longer
_SEVERAL = 2  # words that prove
_ACCUSED = {GAMBLING: TextVerdict.GAMBLING, SERVER: TextVerdict.PROMOTES_UNLICENSED}
_PREVAIL = 4  # such letters prevail from a quarter of all on
_MONEY = re.compile(r"\b(?:tiền|rút)\b")  # "đổi thưởng" may name what is only told of
_UNSEEN = re.compile("[\u200b\u200c\u2060\ufeff\u00ad](?<=\\w.)(?=\\w)")
Answer = tuple[TextVerdict, float, list[Finding]]  # with the chance, and what is quoted for it


def with_all_words(
    page: Page, found: Sequence[Finding], weighed: Weighed, verdict: TextVerdict, rules: Rules
) -> Answer:
    """The verdict by the findings alone, changed where all words together say otherwise."""
    unchanged: Answer = verdict, 0.0, []
    accused = verdict in _ACCUSED.values()
    if accused and _hides(page):
        return unchanged
    if not is_read(page):
        return _unheard(verdict, weighed, rules), 0.0, []
    readings = [view.reading for view in page.views]
    odds = load_odds()
    told = odds.told(readings, found)
    points = odds.points(told)
    chances = dict(zip(OFFENCES, map(_chance, points), strict=True))
    enough = [
        one
        for one in OFFENCES
        if chances[one] >= _enough(one, weighed, verdict, rules) and _may_be(one, readings)
    ]
    offence = max(enough or OFFENCES, key=chances.__getitem__)
    chance = chances[offence]
    if enough and verdict is _ACCUSED[offence]:
        return verdict, chance, []  # the findings say it already
    if enough:
        return _ACCUSED[offence], chance, _quoted(page, readings, told, offence)
    if verdict is TextVerdict.GAMBLING and chances[GAMBLING] >= _agreed(found, rules):
        return unchanged
    # In the words of news or warnings few offer anything.
    doubt = rules.together_reported if weighed.reports else rules.together_doubt
    if not accused and (chance < doubt or (weighed.reports and not _may_be(offence, readings))):
        return unchanged
    return TextVerdict.UNSURE, chance, _quoted(page, readings, told, offence)


def _unheard(verdict: TextVerdict, weighed: Weighed, rules: Rules) -> TextVerdict:
    """The verdict where all words are not heard: a lone proving word accuses hardly anybody."""
    alone = weighed.core < _SEVERAL and not weighed.decisive
    slight = alone and weighed.chance < rules.together_gambling
    return TextVerdict.UNSURE if slight and verdict is TextVerdict.GAMBLING else verdict


def is_read(page: Page) -> bool:
    """Whether all words of a page are heard: not where it is long, nor in other scripts.

    Letters of Thai, Khmer or Chinese look like some of ours, and stand in no word.
    """
    written = "".join([view.reading.original for view in page.views])
    short = sum(len(view.reading.plain) for view in page.views) <= _LONGEST
    return short and len(FOREIGN.findall(written)) * _PREVAIL <= len(written)


def _enough(offence: str, weighed: Weighed, verdict: TextVerdict, rules: Rules) -> float:
    """The chance that accuses: more where nobody calls, or no word names what is played.

    No server beside a licence, no gambling where money is only passed on. Where ``verdict`` says
    nothing of it, most beside one word of a report, and more of these leave a doubt at most.
    """
    if weighed.licence if offence == SERVER else weighed.passes:
        return inf
    reported = weighed.reports if verdict is not _ACCUSED[offence] else 0
    if reported > 1:
        return inf
    if offence == SERVER:
        called = rules.together_server if weighed.calls else rules.together_uncalled
        return rules.together_server_in_spite if reported else called
    if reported:
        return rules.together_gambling_in_spite
    return rules.together_gambling if weighed.plays else rules.together_unnamed


def _may_be(offence: str, readings: Sequence[Reading]) -> bool:
    """Nobody leads to a private server, or past the stores, who does not speak of a game."""
    return offence == GAMBLING or names_game(readings)


def _agreed(found: Sequence[Finding], rules: Rules) -> float:
    """The chance by all words that an offer by the findings needs, where manner matters little.

    That is where winnings become money, which no paper allows (D174 Điều 99), and where the address
    is an operator's.
    """
    cash_out = [one for one in found if one.signal == "cash_out" and one.weight is Weight.DECISIVE]
    named = any(
        one.signal == "brand" and one.field == "url" and one.weight is Weight.STRONG
        for one in found
    )
    if named or any(_MONEY.search(one.term) for one in cash_out):
        return rules.together_agree
    return rules.together_agree_named if cash_out else inf


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
