"""Words of strangers as papers print them: one line, nothing in it that moves or hides letters."""

from __future__ import annotations

import unicodedata

UNKNOWN = "chưa rõ"
_LONGEST = 300  # letters of anything that a stranger wrote


def plain_line(text: str | None, longest: int = _LONGEST) -> str:
    """One line without what moves or hides letters; unknown is said, never guessed."""
    kept = "".join(
        " " if char.isspace() else char
        for char in text or ""
        if char.isspace() or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn")
    )
    line = " ".join(kept.split())
    if not line:
        return UNKNOWN
    return line if len(line) <= longest else line[: longest - 1] + "…"
