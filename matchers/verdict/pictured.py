"""What stands in a picture that a post describes: bait hangs an advert beside harmless words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawler.records import Finding, PublishedText

# "(Ảnh 2: …)", "[Image text: …]": how posts and readers of pictures tell what a picture says.
_PICTURED = re.compile(
    r"[\[(](?:image text|image|video text|text in image|ảnh|hình|chữ trong ảnh|trong ảnh|banner"
    r"|ocr)(?: ?\d)? ?: ?([^\[\]()\n]{4,600})[\])]",
    re.IGNORECASE,
)


def in_pictures(
    text: PublishedText, found: Sequence[Finding], kept: frozenset[str]
) -> list[Finding] | None:
    """The findings that stand within what a picture says, beside those of the signals ``kept``.

    None where no picture is told of: what the post says around it explains its picture nowhere.
    """
    pictured = [match[1] for match in _PICTURED.finditer(text.text or "")]
    if not pictured:
        return None
    return [
        one
        for one in found
        if one.signal in kept
        or (one.field == "text" and any(one.quote in words for words in pictured))
    ]
