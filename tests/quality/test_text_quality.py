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

# Pinned to the very bytes; a new set needs new figures, measured, not guessed. Of each set the
# share of offers that is found, where it holds some, and how many honest texts are accused.
FLOORS: dict[str, tuple[str, float | None, int]] = {
    "abroad_a.jsonl": ("95cb193abba8", 0.96, 0),
    "abroad_b.jsonl": ("2e01637e77dc", 1.00, 0),
    "abroad_c.jsonl": ("dcbee0b25fc7", 0.96, 0),
    "abroad_d.jsonl": ("4d5082eadfd9", 0.91, 0),
    "apart_a.jsonl": ("46a557ff3434", 1.00, 0),
    "apart_b.jsonl": ("d0f3bfef0f41", 0.95, 0),
    "apart_c.jsonl": ("14f604a6b709", 0.96, 0),
    "apart_d.jsonl": ("6691f7307beb", 0.95, 0),
    "apart_e.jsonl": ("705bcb81911b", 0.98, 0),
    "apart_f.jsonl": ("72e84263237d", 0.90, 0),
    "apart_g.jsonl": ("f6bf7004658a", 0.95, 0),
    "apart_h.jsonl": ("e9d9565f765a", 0.98, 0),
    "apart_i.jsonl": ("63e7dd3faa02", 0.80, 0),
    "apart_j.jsonl": ("b9c5b9bf0433", 0.98, 0),
    "apart_k.jsonl": ("658f288b4213", None, 0),
    "apart_l.jsonl": ("aa203ec13c6d", 0.96, 0),
    "apart_m.jsonl": ("733e4a391139", 1.00, 0),
    "apart_n.jsonl": ("3aea2e0d68e6", 0.95, 0),
    "apart_o.jsonl": ("deadd4b85249", 0.95, 0),
    "apart_p.jsonl": ("2a41e88ec7a5", None, 0),
    "apart_q.jsonl": ("56d8de5815e2", 0.97, 0),
    "apart_r.jsonl": ("baddb8bfaacf", 0.95, 0),
    "apart_s.jsonl": ("224d739d8a66", None, 0),
    "cases.jsonl": ("306473f53b5f", 1.00, 0),
    "everyday_a.jsonl": ("d0805a325f1a", None, 0),
    "everyday_b.jsonl": ("497028f58025", None, 0),
    "everyday_c.jsonl": ("061fed0c6670", None, 0),
    "fresh.jsonl": ("ef629d5cf778", 1.00, 0),
    "fresh_servers.jsonl": ("1aaab0d5d011", 1.00, 0),
    "hard_servers.jsonl": ("a0b3b3209892", 1.00, 0),
    "hard_texts.jsonl": ("266cee0afa21", 0.97, 0),
    "honest_aimed.jsonl": ("901688822ce8", None, 0),
    "honest_near.jsonl": ("a37a405e4973", None, 0),
    "listings.jsonl": ("1401b8870d22", 0.97, 0),
    "manner_a.jsonl": ("691cd8902783", 1.00, 0),
    "manner_a_servers.jsonl": ("24ee9e1f9d9e", 1.00, 0),
    "manner_b.jsonl": ("20f99a232179", 0.97, 0),
    "manner_b_servers.jsonl": ("92c65765957d", 1.00, 0),
    "manner_c.jsonl": ("cd96b99f8454", 0.97, 0),
    "manner_c_servers.jsonl": ("025dd3a66430", 1.00, 0),
    "manner_d_servers.jsonl": ("5ebbb337417c", 1.00, 0),
    "manner_e.jsonl": ("d87dd8cfd79e", 1.00, 0),
    "manner_f.jsonl": ("def9ec83f17d", 1.00, 0),
    "manner_f_servers.jsonl": ("60104a7cf2ea", 1.00, 0),
    "manner_g.jsonl": ("9a04ae51a9d0", 1.00, 0),
    "manner_g_servers.jsonl": ("fed932f5aa66", 1.00, 0),
    "manner_h.jsonl": ("6abf33559440", 1.00, 0),
    "manner_h_servers.jsonl": ("059e9614b086", 1.00, 0),
    "near_a.jsonl": ("6d12fbd8876c", 0.90, 0),
    "near_b.jsonl": ("76e5c10a81b6", 0.98, 0),
    "near_c.jsonl": ("6868215d90fa", 1.00, 0),
    "near_d.jsonl": ("1a5aedbe9f6c", 0.84, 0),
    "near_e.jsonl": ("e0fea6addb07", 1.00, 0),
    "near_f.jsonl": ("380f0787a907", 0.95, 0),
    "near_g.jsonl": ("e8d32e6b4510", None, 0),
    "near_h.jsonl": ("cc7beafa907a", None, 0),
    "near_i.jsonl": ("3ed35673bec8", None, 0),
    "near_j.jsonl": ("a5a08c94a2de", None, 0),
    "near_k.jsonl": ("0fc1a2ead068", 1.00, 0),
    "near_l.jsonl": ("8c8468203835", 1.00, 0),
    "near_m.jsonl": ("2d3d72285ba3", 0.97, 0),
    "offers_a.jsonl": ("aed5ad486446", 0.98, 0),
    "offers_b.jsonl": ("8fa8777c1bea", 0.92, 0),
    "offers_c.jsonl": ("4974482d2e0b", 0.97, 0),
    "offers_d.jsonl": ("e0a9df1aac86", 1.00, 0),
    "offers_e.jsonl": ("e8be3585fa0b", 0.93, 0),
    "offers_f.jsonl": ("cb3b5bf99e8f", 0.98, 0),
    "offers_g.jsonl": ("2f1761acc9ef", 1.00, 0),
    "planted_a.jsonl": ("0a0f637d780f", 1.00, 0),
    "planted_b.jsonl": ("af4e9a177f18", 1.00, 0),
    "planted_c.jsonl": ("cea61f067e7b", 1.00, 0),
    "planted_d.jsonl": ("33aba4f2e26b", 1.00, 0),
    "planted_e.jsonl": ("6fbf0a8330fd", 1.00, 0),
    "planted_f.jsonl": ("110919e47e26", 1.00, 0),
    "planted_g.jsonl": ("bf3c3ba44ae1", 0.96, 0),
    "planted_h.jsonl": ("1cf5d8b730c0", 0.94, 0),
    "planted_i.jsonl": ("2a3c7b90e936", None, 0),
    "planted_j.jsonl": ("374265cdc2c8", 1.00, 0),
    "planted_k.jsonl": ("be285f5efc1c", 0.96, 0),
    "planted_l.jsonl": ("9905d3dae502", 1.00, 0),
    "planted_m.jsonl": ("c0adaed6dd9f", 1.00, 0),
    "planted_n.jsonl": ("4d4f2efdde4a", 0.98, 0),
    "planted_o.jsonl": ("1b3e685f4c6a", None, 0),
    "planted_p.jsonl": ("a372ec9b70f3", 0.96, 0),
    "planted_q.jsonl": ("68b8ed981f64", 0.98, 0),
    "planted_r.jsonl": ("add9d9423877", 0.96, 0),
    "planted_s.jsonl": ("8066ffd03f75", 1.00, 0),
    "planted_t.jsonl": ("6ad9944511e9", 1.00, 0),
    "planted_u.jsonl": ("9bae15d805e6", 0.98, 0),
    "planted_v.jsonl": ("6595edbfd20a", 0.97, 0),
    "planted_w.jsonl": ("5fc796d55730", 0.98, 0),
    "planted_x.jsonl": ("477abb3e5b81", 0.95, 0),
    "planted_y.jsonl": ("ce3983ff1c16", 1.00, 0),
    "planted_z.jsonl": ("dcf8212aadf3", 0.97, 0),
    "posts.jsonl": ("95d7409772d8", 0.99, 0),
    "posts_servers.jsonl": ("b4daa59878e0", 1.00, 0),
    "servers.jsonl": ("c7bf1f770f79", 1.00, 0),
    "short_a.jsonl": ("e84a92125e75", 0.97, 0),
    "short_b.jsonl": ("266b728aee24", 0.94, 0),
    "short_c.jsonl": ("0fdc109effa8", 0.98, 0),
    "texts.jsonl": ("b713896887be", 0.99, 0),
}
DISGUISES = "b4b920f10c28"
DISGUISES_UNDONE = 108


def test_every_set_has_its_floor() -> None:
    assert {path.name for path in INVENTED.glob("*.jsonl")} == FLOORS.keys()


@pytest.mark.parametrize("name", FLOORS)
def test_invented_texts_are_told_apart(name: str) -> None:
    pinned, recall, accused = FLOORS[name]
    assert digest(INVENTED / name) == pinned
    report = score(read_labelled(INVENTED / name))
    assert (report["recall"] is None) == (recall is None)
    assert recall is None or report["recall"] >= recall
    assert report["accused_wrongly"] <= accused


def test_invented_disguises_are_undone() -> None:
    assert digest(INVENTED / "disguises.csv") == DISGUISES
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
