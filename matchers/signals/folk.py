"""Benign: folk games and play without money."""

from __future__ import annotations

from matchers.signal import Signal

SIGNAL = Signal(name="folk", label="Dân gian, giải trí không tiền", benign=True)
