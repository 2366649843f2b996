"""Names of operators: known ones, and unknown ones by their shape beside gambling words."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from crawler.records import Finding, Weight
from matchers.brands import brand_in, is_everyday, looks_like_brand
from matchers.lexicon import BRAND
from matchers.page import Page, View
from matchers.signal import Signal, combination_findings, term_findings

_ADDRESS_WORD = re.compile(r"[A-Za-z0-9]+")
# Suffixes that are sold for betting (IANA, delegated 2014 and 2015).
_BETTING_SUFFIX = re.compile(r"\b[a-z0-9-]+\.(?:bet|casino|poker)\b")
_LUCKY_APART = re.compile(r"\b([a-z]{2,9}) ?\.?(88|68|79|99|777|789|888|666|86|365|999)\b")
_ENDING_APART = re.compile(r"\b([a-z]{2,9}|\d{2,3})[ .](win|bet|club|clb|vip|vin)\b")
# What stands before such a number in everyday titles.
_EVERYDAY = frozenset(
    {"top", "level", "lv", "chuong", "tap", "phan", "nam", "so", "con", "hon", "an", "la"}
)


def find_brand(page: Page) -> Iterator[Finding]:
    """The text carries an operator's name."""
    yield from _known(page)
    yield from term_findings(page, "brand")
    yield from combination_findings(page, "brand")
    yield from _in_addresses(page)
    if page.speaks_of_gambling:
        for view in page.views:
            yield from _by_shape(page, view)


def _known(page: Page) -> Iterator[Finding]:
    for view in page.views:
        for at in view.places_of(BRAND):
            name = view.every.head(at).term
            short = is_everyday(name, page.lexicon) and not page.speaks_of_gambling
            yield view.finding(at, "brand", Weight.AMBIGUOUS if short else Weight.STRONG)


def _in_addresses(page: Page) -> Iterator[Finding]:
    """Names in the publisher's name, website, privacy address and e-mail; by shape only weak."""
    for field, address in page.addresses.items():
        for match in _BETTING_SUFFIX.finditer(address.lower()):
            yield Finding(
                signal="brand",
                field=field,
                quote=address[match.start() : match.end()],
                term="đuôi tên miền của nhà cái",
                weight=Weight.STRONG,
            )
        for match in _ADDRESS_WORD.finditer(address):
            word = match[0].lower()
            brand = brand_in(word, page.lexicon) if len(word) > 3 else None
            known = brand is not None and brand not in page.lexicon.brands["boundary"]
            shaped = page.speaks_of_gambling and (
                brand is not None or looks_like_brand(word, page.lexicon)
            )
            if known or shaped:
                yield Finding(
                    signal="brand",
                    field=field,
                    quote=match[0],
                    term=brand or "tên + số may mắn",
                    weight=Weight.STRONG if known else Weight.WEAK,
                )


def _by_shape(page: Page, view: View) -> Iterator[Finding]:
    shapes = list(_shapes(view))
    if not shapes:
        return
    # A number inside a known term ("1 ăn 99") or a known name is no new name.
    _, _, starts, ends, *_ = view.every
    outer = view.standing.outer
    begins = [starts[at] for at in outer]
    for start, end in shapes:
        before = bisect_left(begins, end) - 1
        if before < 0 or ends[outer[before]] <= start:
            yield Finding(
                signal="brand",
                field=view.field,
                quote=view.reading.quote(start, end),
                term="tên + số may mắn",
                weight=Weight.STRONG,
            )


def _shapes(view: View) -> Iterator[tuple[int, int]]:
    yield from view.shaped
    if view.field == "title":
        for pattern in (_LUCKY_APART, _ENDING_APART):
            for match in pattern.finditer(view.reading.plain):
                if match[1] not in _EVERYDAY:
                    yield match.start(), match.end()


SIGNAL = Signal(name="brand", label="Tên nhà cái, cổng game", benign=False, find=find_brand)
