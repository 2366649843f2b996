"""Compiles all that is compiled ahead of its first use: ``python -m matchers.engine.warm``."""

from __future__ import annotations

from crawler.records import PublishedText
from matchers.domains.screen import screen
from matchers.engine.build import build_index
from matchers.engine.model import ranker
from matchers.engine.score import new_scratch, score
from matchers.lexicon import load_lexicon
from matchers.page import read_page
from matchers.signal import find_in
from matchers.verdict.assess import assess_text
from matchers.verdict.rules import Rules


def main() -> None:
    """Asks a register of one entry for one listing, screens one name, and reads two texts."""
    index = build_index(["Đảo Rồng"], ["Công ty TNHH Ví Dụ"])
    score(index, ranker(), new_scratch(1), ["Đảo Rồng"], ["Ví Dụ"])
    screen(b"vidu.example\n", threshold=0.0)
    longest = "." * 40_000  # for the numbers of whose pieces room is made anew
    find_in(read_page([("text", "Ví dụ: không nạp"), ("text", longest)], {}, load_lexicon()))
    assess_text(PublishedText(id="", text="Ví dụ: không nạp"), load_lexicon(), Rules())


if __name__ == "__main__":
    main()
