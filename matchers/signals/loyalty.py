"""Benign: loyalty points."""

from __future__ import annotations

from matchers.signal import Signal

SIGNAL = Signal(name="loyalty", label="Điểm thưởng", benign=True)
