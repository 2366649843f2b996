"""Benign: study and research."""

from __future__ import annotations

from matchers.signal import Signal

SIGNAL = Signal(name="study", label="Học tập, nghiên cứu", benign=True)
