"""Benign: news and police reports."""

from __future__ import annotations

from matchers.signal import Signal

SIGNAL = Signal(name="news", label="Tin tức, công an", benign=True)
