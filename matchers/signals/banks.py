"""Benign: banks and wallets."""

from __future__ import annotations

from matchers.signal import Signal

SIGNAL = Signal(name="banks", label="Ngân hàng, ví", benign=True)
