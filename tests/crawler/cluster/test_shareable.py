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


def test_what_has_one_limit_is_asked_by_one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RASOAT_FACEBOOK_TOKEN", "EAABViDu")
    with pytest.raises(SweepRefused, match="rasoat sweep facebook_ads"):
        refuse_unshareable(["facebook_ads"], Config())
