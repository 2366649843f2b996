"""Benign: travel, hotels, films."""

from __future__ import annotations

from matchers.signal import Signal

SIGNAL = Signal(name="travel", label="Du lịch, phim ảnh", benign=True)
