"""Licence numbers, their days and portal links as texts and footers print them (D147 Điều 54).

What is read here is a claim: anybody can print a number. ``matchers.verdict.known`` checks it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import islice

from crawler.records import Claim, PaperNumber
from matchers.reading import Reading, first_reading

_LONGEST = 100_000  # letters of one text that are read
_MOST = 30  # claims of one text: a wall of numbers proves nothing
_DIGIT = r"[\doli|]"  # OCR and disguises: "l26/QĐ" is 126
_DASH = r"[-‐‑–—−_/. ]"
# The spellings that really occur (regulation.md §4.3): "355 /QĐ-…", "115 QĐ/BTTTT", "N/OĐ-BTTTT",
# "QĐ-BTTT", "GXN-PTHH&TTĐT", and those of HTML ("&amp;") and of texts without marks.
_NUMBER = re.compile(
    rf"(?<![\w/])(?<!\d[.,])(?=[oli|]{{0,4}}\d)({_DIGIT}{{1,5}})\s{{0,3}}(?:[/⁄∕|]|\s)\s{{0,3}}"
    rf"(q\s?d|[o0]d|gp|gxn|xn|gcn)\s{{0,2}}{_DASH}?\s{{0,2}}"
    r"(b\s?tt(?:\s?&(?:amp;)?\s?)?t{1,3}|pt{1,2}h{1,2}\s?(?:&(?:amp;)?|va|-)?\s?tt\s?dt"
    r"|bvhtt\s?(?:&(?:amp;)?)?\s?dl)(?![a-z])"
)
_PAPERS = {"od": "qd", "0d": "qd", "xn": "gxn"}
_LINK = re.compile(r"giayphep\s?\.\s?abei\s?\.\s?gov\s?\.\s?vn\s?/\s?(?:#/)?g1/(\d{1,9})(?!\d)")
_DAY = re.compile(
    r"(?<![\d/.-])([\dol]{1,2})\s?[/.-]\s?([\dol]{1,2})\s?[/.-]\s?([\do]{4})(?![\d/])"
    r"|ngay\s{0,3}([\dol]{1,2})\s{0,3},?\s?thang\s{0,3}([\dol]{1,2})\s{0,3},?\s?(?:nam\s{0,3})?([\do]{4})"
    r"|(?<![\d/.-])(\d{4})-(\d{2})-(\d{2})(?![\d-])"
)
# What may stand between a number and its day; "có giá trị đến ngày …" is another day.
_BETWEEN = re.compile(
    r"\W*(?:(?:do|boi|cua|by)\b[^\d\n]{0,80}?)?"
    r"\W*(?:(?:duoc|da|cap|ky|ban|hanh|ngay|vao|issued|dated|date|on|of|by)\b\W*)*"
)
_FAR = 110  # letters between a number and its day
_OCR = str.maketrans("oli|", "0111")


def claims_in(text: str) -> tuple[Claim, ...]:
    """The claims of a text in their order; every quote stands literally in it."""
    if not any(char.isdigit() for char in text):
        return ()
    reading = first_reading(text[:_LONGEST])
    found = sorted(
        [*_numbers(reading), *_links(reading)],
        key=lambda placed: placed[0],
    )
    return tuple(claim for _, claim in islice(found, _MOST))


def paper_number(printed: str) -> PaperNumber | None:
    """The number of a register paper as it is compared; None when it has no form that we know."""
    return next((claim.number for claim in claims_in(printed)), None)


def _numbers(reading: Reading) -> Iterator[tuple[int, Claim]]:
    matches = list(islice(_NUMBER.finditer(reading.plain), _MOST))
    starts = [match.start() for match in matches]
    for place, match in enumerate(matches, 1):
        end = starts[place] if place < len(starts) else len(reading.plain)
        day, day_quote = _day_after(reading, match.end(), end)
        yield (
            match.start(),
            Claim(
                quote=reading.quote(match.start(), match.end()),
                number=(_figure(match[1]), _paper(match[2]), _authority(match[3])),
                day=day,
                day_quote=day_quote,
            ),
        )


def _links(reading: Reading) -> Iterator[tuple[int, Claim]]:
    for match in islice(_LINK.finditer(reading.plain), _MOST):
        quote = reading.quote(match.start(), match.end())
        yield match.start(), Claim(quote=quote, link=match[1])


def _day_after(reading: Reading, start: int, end: int) -> tuple[date | None, str | None]:
    match = _DAY.search(reading.plain, start, min(end, start + _FAR))
    if match is None or _BETWEEN.fullmatch(reading.plain, start, match.start()) is None:
        return None, None
    parts = [part for part in match.groups() if part is not None]
    figures = [int(part.translate(_OCR)) for part in parts]
    year, month, day = figures if match[7] else reversed(figures)
    try:
        return date(year, month, day), reading.quote(match.start(), match.end())
    except ValueError:  # 31/02: a day that never was says nothing
        return None, None


def _figure(printed: str) -> str:
    return printed.translate(_OCR).lstrip("0") or "0"


def _paper(printed: str) -> str:
    letters = printed.replace(" ", "")
    return _PAPERS.get(letters, letters)


def _authority(printed: str) -> str:
    """One name for an authority, however many letters its name lost or won."""
    if printed.startswith("pt"):
        return "ptthttdt"
    return "bvhttdl" if printed.startswith("bv") else "btttt"
