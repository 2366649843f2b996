"""Sites of online games: by which words they are known, and what the register says of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from crawler.records import Match, MatchKind, Question, Reason, Sighting, VerdictKind
from crawler.text import fold_marks
from matchers.licensees import Licensees
from matchers.names import words_of
from matchers.reasons import reason
from matchers.registry import Register
from matchers.verdict.rules import Rules
from matchers.verdict.sighted import match_sighting

_LEAST = 4  # kinds of words; three of them stand on pages of shops and schools too
# What sites of online games speak of, by kind; folded.
_WORDS: Mapping[str, re.Pattern[str]] = {
    kind: re.compile(rf"\b(?:{words})\b")
    for kind, words in {
        "server": r"may chu|server moi|open server|s\d{1,3} (?:khai mo|ra mat)|lien server",
        "play": r"tai game|choi ngay|vao game|dang ky tai khoan|tai (?:ban )?(?:apk|pc|ios|android)"
        r"|download game|choi tren web",
        "gift": r"gift ?code|nhap code|code tan thu|moc nap|qua tan thu",
        "pay": r"nap the|nap game|nap kim cuong|nap knb|nap xu|nap vang|webshop",
        "hero": r"nhan vat|mon phai|tan thu|len cap|trang bi|phai sinh|tuong|linh thu|ky nang",
        "event": r"su kien|dua top|bang hoi|boss|pho ban|phu ban|pk|bao danh|cong thanh"
        r"|xep hang (?:luc chien|cao thu)",
        "genre": r"(?:game|tro choi) (?:nhap vai|chien thuat|the tuong|mo phong|thu thanh|doi khang"
        r"|phieu luu|hanh dong|ban sung|giai do)|mmorpg|game online|game mobile|game kiem hiep"
        r"|game tien hiep|webgame|idle|open world",
        "content": r"cot truyen|ghep tran|man choi|cuong hoa|che do (?:dau|choi|doi khang|sinh ton)"
        r"|(?:vat pham|trang phuc) (?:trong game|cho nhan vat|gioi han)",
    }.items()
}
_PARTS = re.compile(r"\s*[|–—•»:]\s*|\s+-\s+")
_NO_TITLE = re.compile(
    r"(?:trang chu|home|official|chinh thuc|tai game|nap the|dang nhap|dang ky|tin tuc|su kien"
    r"|huong dan|ho tro|cong dong|dien dan|gioi thieu|welcome|untitled|index)\b"
    r"|(?:(?:cong|web)? ?game(?: (?:online|mobile|hay|moi))*)?$"
)
FIRM = re.compile(
    r"(Công ty\s+(?:TNHH|Cổ phần|CP|Trách nhiệm hữu hạn)[^\n.,;|©–]{3,90})", re.IGNORECASE
)
_MOST_TITLES = 4
_TITLE_WORDS = range(3, 9)  # a title of fewer words stands in any text
_LONGEST = 20_000  # letters
_MOST_FIRMS = 20  # the last ones: a footer names whose page it is
_ORDER = (
    MatchKind.LICENSED,
    MatchKind.LICENCE_PROBLEM,
    MatchKind.UNSURE,
    MatchKind.OTHER_PUBLISHER,
    MatchKind.NO_ENTRY,
)


def game_words(folded: str) -> tuple[str, ...]:
    """Words by which a page is one of an online game, one of each kind; too few kinds are none."""
    found = [match[0] for pattern in _WORDS.values() if (match := pattern.search(folded))]
    return tuple(found) if len(found) >= _LEAST else ()


def match_site(sighting: Sighting, register: Register, rules: Rules, licensees: Licensees) -> Match:
    """The register's clearest answer to what the site calls its game.

    That no entry fits says nothing of a title without a name, nor beside a publisher of the
    register: a licensee's own page of a game may be called "Nạp thẻ". Nor does it where the text
    names a title of the register again and again, and nobody else as who runs the page.
    """
    named = replace(sighting, publisher=_firm(sighting.text or ""))
    answers = [
        match_sighting(replace(named, title=title), register, rules, licensees)
        for title in titles_of(sighting.title or "")
    ]
    clearest = min(answers, key=lambda match: (_ORDER.index(match.kind), -match.score))
    if clearest.kind is not MatchKind.NO_ENTRY:
        return clearest
    doubt = _doubt(sighting, licensees)
    if doubt is None and named.publisher is None:
        doubt = _named_title(sighting, register)
    if doubt is None:
        return clearest
    return replace(clearest, kind=MatchKind.UNSURE, reasons=(doubt, *clearest.reasons))


def _doubt(sighting: Sighting, licensees: Licensees) -> Reason | None:
    """Why it says nothing that no entry fits; None: it does."""
    title = sighting.title or ""
    if all(_NO_TITLE.match(fold_marks(piece).strip()) for piece in _PARTS.split(title)):
        return reason("site_title_without_name", field="title", quote=title)
    for firm in list(dict.fromkeys(FIRM.findall(sighting.text or "")))[-_MOST_FIRMS:]:
        words = firm.split()
        # What follows a name in a footer, as an address, may stand on the same line.
        for end in range(len(words), 2, -1):
            if licensees.is_firm(" ".join(words[:end])):
                return reason("site_names_licensee", field="text", quote=" ".join(words[:end]))
    return None


def _named_title(sighting: Sighting, register: Register) -> Reason | None:
    """A title of the register that the text names more than once, and the page's own title not."""
    words = words_of((sighting.text or "")[:_LONGEST])
    own = f" {' '.join(words_of(sighting.title or ''))} "
    found = Counter(
        " ".join(words[place : place + length])
        for length in _TITLE_WORDS
        for place in range(len(words) - length + 1)
        if register.titled(" ".join(words[place : place + length])) is not None
    )
    for key, times in found.most_common():
        entry = register.titled(key)
        if times > 1 and entry is not None and f" {key} " not in own:
            return reason("site_names_title", field="text", quote=entry.title, entry=entry.entry)
    return None


def register_answer(match: Match) -> tuple[VerdictKind, Question | None]:
    """What the register's answer makes of a site of a game whose host no paper names.

    Title and publisher are what it prints itself: anybody can copy both, so they never clear.
    """
    if match.kind is MatchKind.LICENSED:
        return VerdictKind.UNSURE, Question.ACCOUNT_UNCONFIRMED
    if match.kind is MatchKind.LICENCE_PROBLEM:
        return VerdictKind.LICENCE_PROBLEM, None
    if match.kind is MatchKind.NO_ENTRY:
        return VerdictKind.UNLICENSED, None
    if match.kind is MatchKind.OTHER_PUBLISHER:
        return VerdictKind.UNSURE, Question.ACCOUNT_UNCONFIRMED
    return VerdictKind.UNSURE, Question.WEAK_TITLE_MATCH


def titles_of(title: str) -> Iterator[str]:
    """The pieces of a page's title that may be the name of a game, the whole first."""
    pieces = [piece for piece in _PARTS.split(title) if len(piece) > 1]
    yield from dict.fromkeys([title, *pieces][: _MOST_TITLES + 1])


def _firm(text: str) -> str | None:
    found = FIRM.findall(text)
    return found[-1].strip() if found else None
