"""What a text only cites: an advert within quotation marks, told in order to warn or to laugh.

``assess`` asks a second time without it. What is then no offer any more was another's words, so a
person looks; where the rest calls players or leaves a doubt, only words that introduce a citation
make it one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from crawler.records import Finding, PublishedText

# Pairs of marks; a single straight one must stand at the border of a word, apostrophes do not.
# Each alternative begins with the very mark: ``re`` then looks for those alone, ten times as fast.
_CITED = re.compile(
    r"\"([^\"＂\n]{2,400})[\"＂]|＂([^\"＂\n]{2,400})[\"＂]|“([^”\n]{2,400})”"
    r"|„([^“”\n]{2,400})[“”]|«([^»\n]{2,400})»"
    r"|「([^」\n]{2,400})」|『([^』\n]{2,400})』|‘([^’\n]{2,400})’"
    r"|'(?<!\w')([^'\n]{6,400})'(?!\w)"
)
# What stands before somebody else's words; "soạn" and "nhắn" are left out: operators say so too.
_INTRODUCED = re.compile(
    r"(?<!\w)(?:kiểu|dạng|mẫu|dòng|chữ|câu|cụm|từ khóa|từ khoá|lời|có nội dung|tin nhắn|bình luận"
    r"|comment|cmt|banner|quảng cáo|biển|tờ rơi|spam|lóng|tiêu đề|bài đăng|chiêu|mồi|trích"
    r"|nào là|rằng|rủ|dụ|mời chào|rao|khoe)\b[^\n\"“”«»]{0,30}$",
    re.IGNORECASE,
)
_NEAR = 60  # letters before a citation: more than what introduces it can take
_MOST = 0.5  # share of the letters; a text that cites more is the citation


def without_citations(text: PublishedText, telling: Iterable[Finding]) -> PublishedText | None:
    """The text without what it cites; None where that is most of it, or tells nothing."""
    fields = {"title": text.title or "", "text": text.text or ""}
    own = {name: _CITED.sub("…", words) for name, words in fields.items()}
    whole, kept = (sum(map(len, some.values())) for some in (fields, own))
    cites = any(one.field in own and one.quote not in own[one.field] for one in telling)
    return replace(text, **own) if cites and kept >= (1 - _MOST) * whole else None


def introduces(text: PublishedText) -> bool:
    """Whether words that introduce somebody else's stand before a citation."""
    words = text.text or ""
    begins = [cited.start() for cited in _CITED.finditer(words)]
    return any(_INTRODUCED.search(words, max(at - _NEAR, 0), at) for at in begins)
