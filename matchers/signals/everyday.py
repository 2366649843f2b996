"""Benign: words of games that pay in play, of shops, offices and schools."""

from __future__ import annotations

from matchers.signal import Signal

SIGNAL = Signal(name="everyday", label="Lời thường ngày", benign=True)
