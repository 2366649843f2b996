"""A family on the replica over TLS: one app confirmed, the others found and tied, no stranger."""

from __future__ import annotations

from pathlib import Path

from benchmarks.association import LEAST, from_one


def test_from_one_confirmed_app_the_family_is_found_and_no_stranger_tied(tmp_path: Path) -> None:
    """In one world in which each way finds a member; ``make proof`` sweeps more of them."""
    world = from_one(3, tmp_path)
    assert (len(world.family), world.before) == (12, 0)
    assert len(world.found) >= LEAST, world
    assert len(world.tied & world.family) >= LEAST, world
    assert world.strangers == frozenset()
    assert world.ways >= {"developer", "search", "icon", "similar"}
    assert world.reasons >= {"associated_icon", "associated_text"}
    assert world.holds()
