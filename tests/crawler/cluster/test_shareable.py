"""Which sources workers may share."""

from __future__ import annotations

import pytest

from crawler.cluster.coordinator import refuse_unshareable
from crawler.config import Config
from crawler.errors import SweepRefused


def test_sites_are_visited_by_one_process() -> None:
    refuse_unshareable(["google_play"], Config())
    with pytest.raises(SweepRefused, match="rasoat sweep domains"):
        refuse_unshareable(["google_play", "domains"], Config())
