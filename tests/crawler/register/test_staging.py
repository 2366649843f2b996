"""An import is taken over whole or not at all, and again without any effect."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from crawler.errors import RegisterRefused
from crawler.records import LicenceKind, RegisterChange, RegisterClass
from crawler.register.coverage import gaps
from crawler.register.rows import RegisterFile
from crawler.register.staging import import_register
from crawler.store import Store
from crawler.store.registry import coverage, current_entries, register_version
from tests.crawler.register.files import csv_file, games, line

NOW = datetime(2026, 11, 20, tzinfo=UTC)
G1, G2_G4 = RegisterClass.G1_RELEASE_DECISIONS, RegisterClass.G2_G4_CONFIRMATIONS


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "rasoat.db", rehearsal=False) as made:
        yield made


def take(store: Store, *files: RegisterFile, now: datetime = NOW, **more: Any) -> RegisterChange:
    folder = store.path.parent / "register"
    return import_register(store, files, folder, who="an", now=now, **more)


def counts(change: RegisterChange) -> tuple[int, int, int, int]:
    return change.added, change.changed, change.gone, change.unchanged


def test_the_same_file_again_changes_nothing(store: Store) -> None:
    file = csv_file(*games(40))
    assert counts(take(store, file, complete=True)) == (40, 0, 0, 0)
    before = register_version(store), coverage(store)
    assert counts(take(store, file, now=NOW + timedelta(days=9))) == (0, 0, 0, 40)
    assert (register_version(store), coverage(store)) == before


def test_the_difference_is_taken_over(store: Store) -> None:
    take(store, csv_file(*games(40)))
    rows = [line(1, status="revoked"), *games(38, first=2), line(41)]
    assert counts(take(store, csv_file(*rows))) == (1, 1, 1, 38)
    found = {entry.entry: entry for entry in current_entries(store)}
    assert set(found) == {str(number) for number in range(1, 42)} - {"40"}
    assert found["1"].status.value == "revoked"


def test_a_half_file_is_refused_and_nothing_is_changed(store: Store) -> None:
    take(store, csv_file(*games(100)))
    before = current_entries(store), register_version(store)
    with pytest.raises(RegisterRefused, match="only 94 of 100 former entries"):
        take(store, csv_file(*games(94)), complete=True)
    assert (current_entries(store), register_version(store)) == before
    assert counts(take(store, csv_file(*games(95)))) == (0, 0, 5, 95)
    assert counts(take(store, csv_file(*games(9)), accept=True)) == (0, 0, 86, 9)


def test_a_dry_run_shows_and_changes_nothing(store: Store) -> None:
    assert counts(take(store, csv_file(*games(3)), dry_run=True)) == (3, 0, 0, 0)
    assert current_entries(store) == []
    assert not (store.path.parent / "register").exists()


def test_kinds_that_a_file_does_not_hold_are_left_alone(store: Store) -> None:
    take(store, csv_file(*games(10)))
    assert counts(take(store, csv_file(*games(5, kind="G2_confirmation")))) == (5, 0, 0, 0)
    assert len(current_entries(store, [LicenceKind.G1_RELEASE_DECISION])) == 10


def test_several_files_are_one_import(store: Store) -> None:
    first, second = csv_file(*games(3)), csv_file(*games(3, kind="G4_confirmation"), name="b.csv")
    assert counts(take(store, first, second, complete=True)) == (6, 0, 0, 0)
    assert register_version(store) == "r1"
    assert gaps(coverage(store), NOW, 30) == []


def test_files_that_contradict_each_other_are_refused(store: Store) -> None:
    with pytest.raises(RegisterRefused, match=r"b\.csv holds the id 1 with other content"):
        take(store, csv_file(line(1)), csv_file(line(1, "Khác"), name="b.csv"))
    assert current_entries(store) == []


def test_a_bad_second_file_stops_the_first(store: Store) -> None:
    with pytest.raises(RegisterRefused):
        take(store, csv_file(*games(3)), csv_file("1,half", name="b.csv"))
    assert current_entries(store) == []


@pytest.mark.parametrize("stated", [39, 40])
def test_a_stated_count_that_is_reached_makes_the_class_complete(store: Store, stated: int) -> None:
    take(store, csv_file(*games(40)), stated=stated)
    assert coverage(store)[G1].complete is True
    assert coverage(store)[G1].how == f"stated {stated}"
    assert coverage(store)[G2_G4].complete is False


def test_fewer_rows_than_stated_are_refused(store: Store) -> None:
    with pytest.raises(RegisterRefused, match="40 rows are fewer than the 41"):
        take(store, csv_file(*games(40)), stated=41)
    assert current_entries(store) == []
    take(store, csv_file(*games(40)), stated=41, accept=True)
    assert coverage(store)[G1].complete is False


def test_a_person_who_vouches_is_named(store: Store) -> None:
    take(store, csv_file(*games(4)), complete=True)
    assert coverage(store)[G1].how == "vouched by an"


def test_the_raw_file_is_kept_by_its_hash(store: Store) -> None:
    file = csv_file(*games(4))
    take(store, file)
    kept = store.path.parent / "register" / f"{file.sha256}.csv"
    assert kept.read_bytes() == file.body


def both(store: Store) -> None:
    files = csv_file(*games(3)), csv_file(*games(3, kind="G3_confirmation"), name="b.csv")
    take(store, *files, complete=True)


@pytest.mark.parametrize(("days", "closed"), [(0, 0), (30, 0), (31, 2)])
def test_a_register_older_than_thirty_days_closes_the_gate(
    store: Store, days: int, closed: int
) -> None:
    both(store)
    assert len(gaps(coverage(store), NOW + timedelta(days=days), 30)) == closed


def test_a_class_that_is_missing_or_open_is_named(store: Store) -> None:
    assert [gap[:30] for gap in gaps(coverage(store), NOW, 30)] == [
        "The register holds no G1 relea",
        "The register holds no G2–G4 co",
    ]
    take(store, csv_file(*games(3)))
    first, _ = gaps(coverage(store), NOW, 30)
    assert "3 G1 release decisions were not accepted as complete" in first


def test_publishers_papers_do_not_hold_the_gate(store: Store) -> None:
    both(store)
    paper = line(900, " ", kind="G1_service_licence")
    take(store, csv_file(paper))
    assert gaps(coverage(store), NOW, 30) == []
