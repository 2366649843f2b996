"""Words of adverts: they prove nothing, but somebody speaks to players."""

from __future__ import annotations

from matchers.signal import Signal

SIGNAL = Signal(
    name="advert_wording",
    label="Lời lẽ quảng cáo",
    benign=False,
)
