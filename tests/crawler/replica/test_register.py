"""The register: enough rows, honest columns, the dirt of the real one."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from crawler.replica.register import COLUMNS, GAME_KINDS, PUBLISHER_KINDS
from crawler.replica.world import World, build_world, register_rows, write_register


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_file_has_the_columns_of_the_sample(world: World, tmp_path: Path) -> None:
    count = write_register(world, tmp_path / "register.csv")
    rows = _read(tmp_path / "register.csv")
    assert tuple(rows[0]) == COLUMNS
    assert len(rows) == count
    assert all(None not in row.values() for row in rows)


def test_the_g1_file_holds_g1_decisions_only(world: World, tmp_path: Path) -> None:
    write_register(world, tmp_path / "g1.csv", g1_only=True)
    rows = _read(tmp_path / "g1.csv")
    assert {row["licence_kind"] for row in rows} == {GAME_KINDS[0]}
    assert 200 < len(rows) < len(world.register)


@pytest.mark.parametrize("seed", [1, 7, 2026])
def test_many_rows_are_on_no_store(seed: int) -> None:
    world = build_world(seed)
    shown = {answer.portal_id for answer in world.answers.values() if answer.portal_id}
    hidden = [row for row in register_rows(world, GAME_KINDS) if row.portal_id not in shown]
    assert len(register_rows(world, GAME_KINDS)) >= 600
    assert len(hidden) >= 500


@pytest.mark.parametrize("seed", [1, 7, 2026])
def test_portal_ids_are_unique_and_numbers_are_not(seed: int) -> None:
    rows = build_world(seed).register
    assert len({row.portal_id for row in rows}) == len(rows)
    assert len({row.licence_no for row in rows}) < len(rows)


def test_publishers_papers_have_no_title(world: World) -> None:
    papers = register_rows(world, PUBLISHER_KINDS)
    assert papers
    assert all(not row.game_title for row in papers)
    assert all(row.game_title for row in register_rows(world, GAME_KINDS))


@pytest.mark.parametrize(
    ("column", "dirt"),
    [
        ("licence_no", r"\d /"),
        ("licence_no", r" QĐ/|QD-"),
        ("publisher", r" -$"),
        ("publisher", r"TỔNG TY"),
        ("publisher", "\u039f"),  # Greek omicron
        ("issued", r"^$"),
        ("issued", r"\d\d/\d\d/\d{4}"),
        ("game_title", r"\.$"),
        ("game_title", r"  "),
        ("game_title", r"^Error! Unknown"),
        ("status", r"^invalid$"),
        ("status", r"^revoked$"),
        ("status", r"^stopped$"),
    ],
)
def test_the_dirt_of_the_real_register_is_there(column: str, dirt: str) -> None:
    rows = [row for seed in (1, 7) for row in build_world(seed).register]
    assert any(re.search(dirt, getattr(row, column)) for row in rows)


def test_a_game_may_hold_a_superseded_paper_beside_the_newer_one(world: World) -> None:
    in_force = {(row.game_title, row.publisher) for row in world.register if row.status == "active"}
    older = [
        row
        for row in world.register
        if row.status == "invalid" and (row.game_title, row.publisher) in in_force
    ]
    assert len(older) >= 3


def test_no_real_title_was_taken(world: World) -> None:
    sample = Path(__file__).resolve().parents[3] / ".." / "shared" / "specs" / "registry_sample.csv"
    if not sample.exists():
        pytest.skip("shared data absent: registry_sample.csv stands beside the project")
    real = {row["game_title"].casefold().strip() for row in _read(sample)}
    ours = {row.game_title.casefold() for row in world.register if row.game_title}
    assert not {title for title in ours & real if not title.startswith("error!")}
