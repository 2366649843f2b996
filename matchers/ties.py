"""Ties to Vietnam (product.md §5), each quoted: without one, nothing foreign becomes a case."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from crawler.records import Finding, Sighting, Weight
from crawler.text import fold_marks
from matchers.reading import Reading, first_reading, tone_placed
from matchers.telex import is_syllable

# Letters with a hook, a horn, two marks, or a dot under a: no other language writes them.
_SURE = re.compile("[ơưấầẩẫậắằẳẵặếềểễệốồổỗộớờởỡợứừửữựảẻỉỏủỷạ]")
_STRICT = re.compile("[ơưấầẩẫậắằẳẵặếềểễệốồổỗộớờởỡợứừửữựảẻỉỏủỷạẹịọụỵ]")
_MARKED_WORD = re.compile(r"[^\W\d_]+")
# Dishes, places and family names travel: alone they tie nothing to Vietnam.
_TRAVELLED = frozenset(
    """
    phở bánh mì bún chả bò việt nam sài gòn hà nội huế đà nẵng hội an hạ long nguyễn trần lê
    phạm võ vũ hoàng huỳnh phan đặng bùi đỗ hồ ngô dương lý tiếng áo dài tết
    """.split()  # noqa: SIM905
)
_TITLE_WORDS = 2
_TEXT_WORDS = 4
_TEXT_SHARE = 0.12
# Vietnamese without marks: nearly all of a run of its longer words are syllables, and they vary.
# Short English words and spaced pinyin come near; three words must have what only Vietnamese has.
_RUN = 14
_RUN_SYLLABLES = 12
_RUN_DISTINCT = 10
_RUN_LETTERS = 3
_RUN_TELLING = 3
_TELLING = re.compile(
    r"(?:ng|nh|kh|ph)[aeiouy]+\w*|\w*(?:uo[cmntip]|uong|uye|ie[ctpm]|ieng|oai)\w*"
)
_PHRASE = 8  # syllables in a row, two of them with sure marks
_QUOTE = 120
_TEXTS = ("title", "text")
# What a text says itself, whoever publishes it.
_SPOKEN = frozenset({"tie_language", "tie_payment", "tie_support"})

_PAYMENT = re.compile(
    tone_placed(
        r"\b(?:thẻ (?:cào|điện thoại|viettel|vinaphone|mobifone|vina|mobi)"
        r"|viettel ?money|viettelpay|viettel|vinaphone|mobifone|vietnamobile"
        r"|(?:ví|qua|về|nạp|rút|bằng|by|via|with) momo|momo (?:wallet|e-wallet)|zalo ?pay"
        r"|vn ?pay|napas"
        r"|vietcombank|vietinbank|bidv|agribank|techcombank|sacombank|vpbank|tpbank|mbbank|acb bank"
        r"|ngân hàng|chuyển khoản|sms 8x98|gate card|thẻ zing|thẻ garena|thẻ gate)\b"
    )
)
_SUPPORT = re.compile(
    tone_placed(
        r"\bzalo\b(?! ?pay)"
        r"|\+84[ .-]?\d{2,3}(?:[ .-]?\d{2,4}){2,3}\b"
        r"|\b(?:hotline|tổng đài|đt|điện thoại|sđt|liên hệ|cskh|hỗ trợ|tel|phone)\b[^\n\d+]{0,20}"
        r"0[1-9]\d{0,2}(?:[ .-]?\d{2,4}){2,3}\b"
        r"|\b1[89]00[ .-]?\d{2,4}(?:[ .-]?\d{2,4})?\b"
    )
)
_COMPANY = re.compile(
    tone_placed(
        r"\bcông ty (?:tnhh|cổ phần|cp|một thành viên|trách nhiệm|truyền thông|giải trí"
        r"|công nghệ)\b"
        r"[^\n.,;]{0,60}"
        r"|\b(?:quận|phường|đường|phố|tp\.?|thành phố)[^\n]{0,40}?"
        r"(?:hà nội|hồ chí minh|hcm|đà nẵng|cần thơ|hải phòng)"
        r"|\b(?:tp\.? ?hcm|tp\.? hồ chí minh)\b"
        # An address as papers in English write it; "Vietnam" alone may be a story's place.
        r"|\b(?:street|str\.|road|lane|alley|ward|district|floor|building|tower)\b"
        r"[^\n]{0,60}?, ?viet ?nam\b"
    )
)
_LICENSEE = re.compile(
    tone_placed(r"(?:quyết định|giấy phép|giấy xác nhận|gxn|qđ)[^\n]{0,60}(?:bttt+t*|ptth|bvhttdl)")
)
_FIRM = re.compile(
    tone_placed(
        r"\b(?:công ty|cong ty|viet ?nam|việt nam|vietnamese|jsc viet|vn jsc|ctcp)\b"
        r"|\b(?:hanoi|saigon|ho chi minh)\b"
    )
)
_FANPAGE = re.compile(
    tone_placed(
        r"(?:facebook\.com|fb\.com|fb\.me|m\.me)/[a-z0-9._-]*(?:vn|viet|vietnam|game[a-z]*vn)[a-z0-9._-]*"
        r"|\bfanpage\b[^\n]{0,40}?(?:facebook\.com|fb\.com|fb\.me)/\S+",
    )
)


def find_ties(sightings: Sequence[Sighting]) -> tuple[Finding, ...]:
    """Every tie of the subject's sightings, the same words once."""
    found: dict[tuple[str, str, str], Finding] = {}
    for sighting in sightings:
        for tie in _ties(sighting):
            found.setdefault((tie.signal, tie.field, tie.quote), tie)
    return tuple(found.values())


def advert_tie(seen: Sighting) -> Finding | None:
    """What an advert or a page ties to Vietnam that leads there: only one that speaks Vietnamese.

    That it was shown in Vietnam does not suffice, nor what its page is called: a worldwide
    campaign is shown there too.
    """
    own = replace(seen, publisher=None)
    spoken = (tie for tie in _ties(own) if tie.signal in _SPOKEN and tie.field in _TEXTS)
    words = next(spoken, None)
    if words is None:
        return None
    kept = f"{seen.publisher or seen.title or seen.subject} ({seen.url or seen.subject})"
    quote = f"{kept}: {words.quote}"
    return replace(words, signal="tie_fanpage", field=seen.subject, quote=quote)


def _ties(sighting: Sighting) -> Iterator[Finding]:
    for name in _TEXTS:
        text = getattr(sighting, name)
        if text:
            reading = first_reading(text)
            yield from _language(name, reading)
            yield from _quoted(name, reading)
    yield from _company(sighting)
    yield from _addresses(sighting)
    rank = sighting.facts.get("rank")
    if rank is not None and sighting.market == "vn":
        yield _tie("tie_chart", "facts.rank", str(rank), "rank")


def _tie(signal: str, field: str, quote: str, term: str) -> Finding:
    return Finding(signal=signal, field=field, quote=quote, term=term, weight=Weight.STRONG)


def _language(field: str, reading: Reading) -> Iterator[Finding]:
    places = [(m[0], m.start(), m.end()) for m in _MARKED_WORD.finditer(reading.marked)]
    sure = [place for place in places if _SURE.search(place[0]) and place[0] not in _TRAVELLED]
    if field == "title":
        strict = {word for word, _, _ in places if _STRICT.search(word) and word not in _TRAVELLED}
        enough = bool(sure) and len(strict) >= _TITLE_WORDS and 2 * len(strict) >= len(places)
    else:
        several = len({word for word, _, _ in sure}) >= _TEXT_WORDS
        enough = (several and len(sure) >= _TEXT_SHARE * len(places)) or _phrase(places)
    if enough:
        yield _tie("tie_language", field, _around(reading, sure[0][1]), "tiếng Việt")
    elif field == "text" and (first := _unmarked(reading)) is not None:
        yield _tie("tie_language", field, _around(reading, first), "tiếng Việt không dấu")


def _phrase(places: Sequence[tuple[str, int, int]]) -> bool:
    """Whether Vietnamese syllables stand in a row, two with marks that no other language has."""
    for first in range(len(places) - _PHRASE + 1):
        run = [word for word, _, _ in places[first : first + _PHRASE]]
        marked = {word for word in run if _SURE.search(word)} - _TRAVELLED
        if len(marked) > 1 and all(is_syllable(fold_marks(word)) for word in run):
            return True
    return False


def _unmarked(reading: Reading) -> int | None:
    """Where a run of Vietnamese syllables without marks begins; None: there is none."""
    words = [
        (word, start)
        for word, start, _ in reading.tokens
        if word.isalpha() and len(word) >= _RUN_LETTERS
    ]
    for first in range(len(words) - _RUN + 1):
        run = [word for word, _ in words[first : first + _RUN] if is_syllable(word)]
        telling = {word for word in run if _TELLING.fullmatch(word)}
        if (
            len(run) >= _RUN_SYLLABLES
            and len(set(run)) >= _RUN_DISTINCT
            and len(telling) >= _RUN_TELLING
        ):
            return words[first][1]
    return None


def _around(reading: Reading, place: int) -> str:
    """The line of the place, cut at a blank."""
    start = reading.marked.rfind("\n", 0, place) + 1
    start = max(start, reading.marked.rfind(" ", 0, max(place - _QUOTE // 2, 0)) + 1)
    end = reading.marked.find("\n", place)
    end = len(reading.marked) if end < 0 else end
    if end - start > _QUOTE:
        end = max(reading.marked.rfind(" ", start, start + _QUOTE), place + 1)
    return reading.quote(start, end).strip()


def _quoted(field: str, reading: Reading) -> Iterator[Finding]:
    for signal, pattern in (
        ("tie_payment", _PAYMENT),
        ("tie_support", _SUPPORT),
        ("tie_company", _COMPANY),
        ("tie_company", _LICENSEE),
        ("tie_fanpage", _FANPAGE),
    ):
        match = pattern.search(reading.marked)
        if match is not None:
            quote = reading.quote(match.start(), match.end())
            yield _tie(signal, field, quote, signal.removeprefix("tie_"))


def _company(sighting: Sighting) -> Iterator[Finding]:
    seller = sighting.facts.get("seller")
    names = (("publisher", sighting.publisher), ("facts.seller", seller))
    for field, name in names:
        if not isinstance(name, str) or not name:
            continue
        reading = first_reading(name)
        words = _MARKED_WORD.findall(reading.marked)
        vietnamese = sum(_STRICT.search(word) is not None for word in words) >= 2
        if vietnamese or _FIRM.search(reading.marked):
            yield _tie("tie_company", field, name, "nhà phát hành")
    for fact in ("legal_address", "address", "developer_address"):
        address = sighting.facts.get(fact)
        if isinstance(address, str) and re.search(
            r"\bviet ?nam\b|\bha ?noi\b|\bho chi minh\b|\bhcm\b", first_reading(address).plain
        ):
            yield _tie("tie_company", f"facts.{fact}", address, "địa chỉ")


def _addresses(sighting: Sighting) -> Iterator[Finding]:
    for field in ("website", "privacy_url", "email"):
        address = getattr(sighting, field)
        if not address:
            continue
        host = address.rpartition("@")[2] if field == "email" else urlsplit(address).hostname or ""
        if host.lower().rstrip(".").endswith(".vn"):
            yield _tie("tie_support", field, address, "tên miền .vn")
        elif host.lower().endswith(("facebook.com", "fb.com")) and _FANPAGE.search(address.lower()):
            yield _tie("tie_fanpage", field, address, "fanpage")
