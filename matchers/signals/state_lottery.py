"""Benign: state lotteries and their results."""

from __future__ import annotations

from matchers.signal import Signal

SIGNAL = Signal(name="state_lottery", label="Xổ số nhà nước", benign=True)
