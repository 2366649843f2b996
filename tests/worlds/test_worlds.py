"""Whole invented worlds, swept over TLS through the replica and judged against their answer key."""

from __future__ import annotations

import os

import pytest

from benchmarks.world_quality import FLAGGED_SHARE, run_world

# A bar that a single world may miss by chance is tested on all of them together.
FIXED = (11, 22, 33)


@pytest.mark.slow
def test_worlds_are_judged_as_their_keys_say() -> None:
    fresh = int(os.environ["RASOAT_TEST_SEED"])  # conftest.py prints it
    worlds = [run_world(seed, apps=240) for seed in (*FIXED, fresh)]
    assert all(all(world["complete"]) for world in worlds)
    assert [case for world in worlds for case in world["accused"]] == []
    assert [case for world in worlds for case in world["untied_games_with_case"]] == []
    missed = [case for world in worlds for case in world["missed"]]
    assert len(missed) <= (1 - FLAGGED_SHARE) * sum(world["to_flag"] for world in worlds), missed


@pytest.mark.slow
def test_with_a_register_of_one_class_nothing_is_unlicensed() -> None:
    assert run_world(FIXED[0], apps=240, g1_only=True)["unlicensed"] == 0


@pytest.mark.slow
def test_games_without_a_tie_to_vietnam_are_never_cases() -> None:
    world = run_world(FIXED[1], apps=40, global_games=400)
    assert world["untied_games_seen"] > 300
    assert world["untied_games_with_case"] == []
