"""The words' answers on labelled texts and disguises do not fall below what was measured."""

from __future__ import annotations

import pytest

from benchmarks.text_quality import (
    INVENTED,
    SHARED,
    digest,
    read_disguises,
    read_labelled,
    score,
    score_disguises,
)

# Pinned to the very bytes; a new set needs new figures, measured, not guessed.
DIGESTS: dict[str, str] = {
    "texts.jsonl": "b713896887be",
    "servers.jsonl": "c7bf1f770f79",
    "hard_texts.jsonl": "266cee0afa21",
    "hard_servers.jsonl": "a0b3b3209892",
    "posts.jsonl": "95d7409772d8",
    "listings.jsonl": "1401b8870d22",
    "posts_servers.jsonl": "b4daa59878e0",
    "fresh.jsonl": "ef629d5cf778",
    "fresh_servers.jsonl": "1aaab0d5d011",
    "manner_a.jsonl": "691cd8902783",
    "manner_a_servers.jsonl": "24ee9e1f9d9e",
    "manner_b.jsonl": "20f99a232179",
    "manner_b_servers.jsonl": "92c65765957d",
    "manner_c.jsonl": "cd96b99f8454",
    "manner_c_servers.jsonl": "025dd3a66430",
    "manner_d_servers.jsonl": "5ebbb337417c",
    "manner_e.jsonl": "d87dd8cfd79e",
    "manner_f.jsonl": "def9ec83f17d",
    "manner_f_servers.jsonl": "60104a7cf2ea",
    "manner_g.jsonl": "9a04ae51a9d0",
    "manner_g_servers.jsonl": "fed932f5aa66",
    "manner_h.jsonl": "6abf33559440",
    "manner_h_servers.jsonl": "059e9614b086",
    "honest_near.jsonl": "a37a405e4973",
    "disguises.csv": "b4b920f10c28",
}
RECALL = {
    "texts.jsonl": 0.94,
    "servers.jsonl": 0.95,
    "hard_texts.jsonl": 0.84,
    "hard_servers.jsonl": 0.88,
    "posts.jsonl": 0.95,
    "listings.jsonl": 0.95,
    "posts_servers.jsonl": 0.97,
    "fresh.jsonl": 0.93,
    "fresh_servers.jsonl": 0.95,
    "manner_a.jsonl": 0.95,
    "manner_a_servers.jsonl": 0.95,
    "manner_b.jsonl": 0.95,
    "manner_b_servers.jsonl": 0.9,
    "manner_c.jsonl": 0.86,
    "manner_c_servers.jsonl": 0.85,
    "manner_d_servers.jsonl": 0.62,
    "manner_e.jsonl": 0.75,
    "manner_f.jsonl": 0.96,
    "manner_f_servers.jsonl": 0.95,
    "manner_g.jsonl": 0.96,
    "manner_g_servers.jsonl": 0.82,
    "manner_h.jsonl": 0.94,
    "manner_h_servers.jsonl": 0.95,
}
ACCUSED_WRONGLY = {
    "texts.jsonl": 0,
    "servers.jsonl": 2,
    "hard_texts.jsonl": 0,
    "hard_servers.jsonl": 0,
    "posts.jsonl": 0,
    "listings.jsonl": 0,
    "posts_servers.jsonl": 0,
    "fresh.jsonl": 0,
    "fresh_servers.jsonl": 0,
    "manner_a.jsonl": 0,
    "manner_a_servers.jsonl": 0,
    "manner_b.jsonl": 0,
    "manner_b_servers.jsonl": 0,
    "manner_c.jsonl": 0,
    "manner_c_servers.jsonl": 0,
    "manner_d_servers.jsonl": 0,
    "manner_e.jsonl": 0,
    "manner_f.jsonl": 0,
    "manner_f_servers.jsonl": 0,
    "manner_g.jsonl": 0,
    "manner_g_servers.jsonl": 0,
    "manner_h.jsonl": 0,
    "manner_h_servers.jsonl": 0,
}
DISGUISES_UNDONE = 108
NEAR_ACCUSED = 21  # of 308; few of them by everyday words


@pytest.mark.parametrize("name", RECALL)
def test_invented_texts_are_told_apart(name: str) -> None:
    assert digest(INVENTED / name) == DIGESTS[name]
    report = score(read_labelled(INVENTED / name))
    assert report["recall"] >= RECALL[name]
    assert report["accused_wrongly"] <= ACCUSED_WRONGLY[name]


def test_honest_texts_close_to_offers_are_accused_no_more_than_measured() -> None:
    assert digest(INVENTED / "honest_near.jsonl") == DIGESTS["honest_near.jsonl"]
    assert score(read_labelled(INVENTED / "honest_near.jsonl"))["accused_wrongly"] <= NEAR_ACCUSED


def test_invented_disguises_are_undone() -> None:
    assert digest(INVENTED / "disguises.csv") == DIGESTS["disguises.csv"]
    report = score_disguises(read_disguises(INVENTED / "disguises.csv"))
    assert report["undone"] >= DISGUISES_UNDONE, report["missed"]


def test_shared_posts_are_told_apart() -> None:
    path = SHARED / "posts_labelled.jsonl"
    if not path.exists():
        pytest.skip("shared data absent: data/facebook/text/posts_labelled.jsonl")
    report = score(read_labelled(path))
    assert report["accused_wrongly"] == 0
    # What gives itself away by link, picture or hash tag only.
    assert report["recall"] >= 0.9, report["missed"]


def test_every_shared_disguise_is_undone() -> None:
    path = SHARED / "obfuscation.csv"
    if not path.exists():
        pytest.skip("shared data absent: data/facebook/text/obfuscation.csv")
    assert score_disguises(read_disguises(path))["missed"] == []
