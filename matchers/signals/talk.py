"""How players, tipsters and sellers of chips speak: it proves nothing by itself."""

from __future__ import annotations

from crawler.records import Weight
from matchers.signal import Signal
from matchers.turns import Pattern

# Papers write "200 nghìn đồng"; who speaks to players writes "200k", "3tr5", "2 củ".
PATTERNS = (
    Pattern(
        term="N k, N củ",
        weight=Weight.AMBIGUOUS,
        needs=(),
        regex=r"\b\d[\d.,]{0,12} ?(?:k|tr|củ|xị|lít|cành|chai|u)\d{0,2}\b",
    ),
)


SIGNAL = Signal(name="talk", label="Lời lẽ dân chơi", benign=False, patterns=PATTERNS)
