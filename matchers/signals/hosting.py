"""Benign: servers of one's own."""

from __future__ import annotations

from matchers.signal import Signal

SIGNAL = Signal(name="hosting", label="Tự dựng máy chủ", benign=True)
