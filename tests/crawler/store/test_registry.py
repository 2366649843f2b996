"""The register in the database: every version is kept, the newest import counts."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from crawler.records import EntryStatus, LicenceKind, RegisterClass, RegistryEntry
from crawler.store import Store
from crawler.store.registry import (
    Takeover,
    coverage,
    current_entries,
    find_entries,
    imported_files,
    register_version,
    take_over,
)
from tests.crawler.office import NOW, new_store

G1, G2 = RegisterClass.G1_RELEASE_DECISIONS, RegisterClass.G2_G4_CONFIRMATIONS


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with new_store(tmp_path) as made:
        yield made


def paper(entry: str = "1", **changed: Any) -> RegistryEntry:
    values: dict[str, Any] = {
        "entry": entry,
        "kind": LicenceKind.G1_RELEASE_DECISION,
        "number": f"{entry}/QĐ-VD",
        "issued": date(2024, 5, 17),
        "title": "Kiếm Hiệp Ví Dụ",
        "publisher": "Công ty Ví Dụ",
        "status": EntryStatus.IN_FORCE,
        "domains": "vidu.example; kiem.example",
        "raw": {"Tên trò chơi": " Kiếm Hiệp Ví Dụ "},
    }
    return RegistryEntry(**(values | changed))


def take(
    store: Store,
    *,
    added: tuple[RegistryEntry, ...] = (),
    changed: tuple[RegistryEntry, ...] = (),
    gone: tuple[RegistryEntry, ...] = (),
    classes: Mapping[RegisterClass, tuple[int, bool, str | None]] | None = None,
    files: tuple[dict[str, Any], ...] = (),
) -> int:
    takeover = Takeover(
        taken_at=NOW,
        taken_by="an",
        files=files,
        added=added,
        changed=changed,
        gone=gone,
        classes=classes or {},
    )
    return take_over(store, takeover)


def test_an_entry_comes_back_with_every_cell(store: Store) -> None:
    take(store, added=(paper(),))
    assert current_entries(store) == [paper()]


def test_the_newest_version_counts_and_the_older_is_kept(store: Store) -> None:
    take(store, added=(paper(),))
    take(store, changed=(paper(status=EntryStatus.REVOKED),))
    assert [entry.status for entry in current_entries(store)] == [EntryStatus.REVOKED]
    assert store.count("SELECT count(*) FROM registry_entries") == 2


def test_what_is_gone_counts_no_more_until_it_comes_back(store: Store) -> None:
    take(store, added=(paper(),))
    take(store, gone=(paper(),))
    assert current_entries(store) == []
    take(store, added=(paper(),))
    assert current_entries(store) == [paper()]


def test_one_id_may_stand_for_papers_of_two_kinds(store: Store) -> None:
    other = paper(kind=LicenceKind.G2_CONFIRMATION)
    take(store, added=(paper(), other))
    assert len(current_entries(store)) == 2
    assert current_entries(store, [LicenceKind.G2_CONFIRMATION]) == [other]
    assert current_entries(store, []) == []


@pytest.mark.parametrize("wanted", ["1", "1/QĐ-VD"])
def test_entries_are_found_by_id_and_by_number(store: Store, wanted: str) -> None:
    take(store, added=(paper(), paper("2")))
    assert find_entries(store, wanted) == [paper()]
    assert find_entries(store, "404") == []


def test_each_import_is_another_version_of_the_register(store: Store) -> None:
    assert register_version(store) == "r0"
    take(store, added=(paper(),))
    take(store)
    assert register_version(store) == "r2"


def test_an_import_that_fails_changes_nothing(store: Store) -> None:
    broken = paper("2", title=None)
    with pytest.raises(sqlite3.IntegrityError, match="NOT NULL"):
        take(store, added=(paper(), broken))
    assert current_entries(store) == []
    assert register_version(store) == "r0"


def test_a_class_nobody_imported_is_not_covered(store: Store) -> None:
    found = coverage(store)
    assert set(found) == {G1, G2}
    assert (found[G1].entries, found[G1].taken_at, found[G1].complete) == (0, None, False)


def test_the_newest_import_of_a_class_says_whether_it_is_complete(store: Store) -> None:
    take(store, added=(paper(),), classes={G1: (1, True, "stated 1")})
    found = coverage(store)
    assert (found[G1].entries, found[G1].complete, found[G1].how) == (1, True, "stated 1")
    assert found[G1].taken_at == NOW
    assert not found[G2].complete
    take(store, added=(paper("2"),), classes={G1: (2, False, None)})
    assert (coverage(store)[G1].entries, coverage(store)[G1].complete) == (2, False)


def test_the_files_of_all_imports_are_named(store: Store) -> None:
    take(store, files=({"name": "a.csv", "sha256": "0a", "rows": 1},))
    take(store, files=({"name": "b.xlsx", "sha256": "0b", "rows": 2},))
    assert imported_files(store) == {"0a": "a.csv", "0b": "b.xlsx"}
