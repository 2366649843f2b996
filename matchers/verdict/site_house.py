"""What a house of gambling shows beside its words: who won how much, and whose games it has.

Its words change faster than any list. Who shows both, keeps accounts and names an account to pay
to, is one whatever it says; a newspaper, a shop with a list of winners or a seller of software
shows one of them at most.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawler.records import Reason
from matchers.reasons import reason
from matchers.verdict.site_pages import ReadPage
from matchers.verdict.site_reasons import place_of
from matchers.verdict.site_signs import proves_gambling

_LEAST = 3  # of each; a shop names one customer, an article a company or two
_WINNERS_SHOWN = 2
# A name behind stars, and within the same row the sum: "ng***88 | 652.000.000".
_WINNER = re.compile(
    r"(?<!\w)\w{1,8}\*{2,6}\w{0,4}(?!\*)[^*]{0,80}?"
    r"(?:\d{1,3}(?:[.,]\d{3}){1,3}|\d{1,9} ?(?:k|tr|triệu))\b",
    re.IGNORECASE,
)
# Who makes the games of casinos, as the foot of a page names them.
_SUPPLIER = re.compile(
    r"\b(pg ?soft|pragmatic play|jili|jdb|cq9|evolution|sexy (?:gaming|baccarat)|sa gaming|saba"
    r"|spadegaming|microgaming|habanero|fa ?chai|playtech|ae sexy|wm casino|dream gaming"
    r"|cmd368|kaiyuan)\b",
    re.IGNORECASE,
)


def shows_house(page: ReadPage) -> bool:
    """Whether a page shows winners with their sums, and several makers of casino games.

    Words of an offer, some of which are of gambling alone, do as well as the makers.
    """
    if not lists_winners(page):
        return False
    return len(_suppliers(page)) >= _LEAST or (page.is_gambling and proves_gambling(page))


def lists_winners(page: ReadPage) -> bool:
    """Whether a page lists several winners, their names half hidden, with their sums."""
    return len(_winners(page)) >= _LEAST


def house_reasons(page: ReadPage) -> Iterator[Reason]:
    """What of it the page shows, quoted."""
    winners, suppliers = _winners(page)[:_WINNERS_SHOWN], _suppliers(page)
    yield reason("site_winners", field=_field(page), quote="; ".join(winners))
    if suppliers:
        yield reason("site_suppliers", field=_field(page), quote=", ".join(suppliers))


def _field(page: ReadPage) -> str:
    return "text" if place_of(page) == "url" else place_of(page)


def _winners(page: ReadPage) -> list[str]:
    return list(dict.fromkeys(" ".join(one[0].split()) for one in _WINNER.finditer(page.text)))


def _suppliers(page: ReadPage) -> list[str]:
    found = {one[0].lower(): one[0] for one in _SUPPLIER.finditer(page.text)}
    return list(found.values())
