"""Adverts and pages of labelled posts: nobody is accused wrongly, and recall does not fall."""

from __future__ import annotations

import pytest

from benchmarks.page_quality import score
from benchmarks.text_quality import INVENTED, SHARED, read_labelled

# Measured 2026-11; offers that are not accused are mostly unsure.
ACCUSED = {"posts.jsonl": 0.92, "fresh.jsonl": 0.9}


@pytest.mark.parametrize("name", ACCUSED)
def test_invented_posts_as_adverts_and_pages(name: str) -> None:
    report = score(read_labelled(INVENTED / name))
    for what in ("advert", "page"):
        assert report[f"{what}_accused_wrongly"] == 0, report["missed"]
        assert report[f"{what}_accused"] >= ACCUSED[name] * report["offers"], report["missed"]


def test_shared_posts_as_adverts_and_pages() -> None:
    path = SHARED / "posts_labelled.jsonl"
    if not path.exists():
        pytest.skip("shared data absent: data/facebook/text/posts_labelled.jsonl")
    report = score(read_labelled(path))
    for what in ("advert", "page"):
        # News, police, Vietlott, homonyms, a licensed game.
        assert report[f"{what}_accused_wrongly"] == report[f"{what}_unsure_wrongly"] == 0
        assert report[f"{what}_accused"] >= 13, report["missed"]
