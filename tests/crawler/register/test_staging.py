"""An import is taken over whole or not at all, and again without any effect."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from crawler.errors import RegisterRefused
from crawler.records import LicenceKind, RegisterClass
from crawler.register.coverage import gaps
from crawler.register.rows import RegisterFile
from crawler.register.staging import Staged, import_register
from crawler.store import Store
from crawler.store.registry import coverage, current_entries, register_version
from tests.crawler.register.files import FIRM, csv_file, games, line

NOW = datetime(2026, 11, 20, tzinfo=UTC)
G1, G2_G4 = RegisterClass.G1_RELEASE_DECISIONS, RegisterClass.G2_G4_CONFIRMATIONS


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "rasoat.db", rehearsal=False) as made:
        yield made


def take(store: Store, *files: RegisterFile, now: datetime = NOW, **more: Any) -> Staged:
    folder = store.path.parent / "register"
    return import_register(store, files, folder, who="an", now=now, **more)


def counts(staged: Staged) -> tuple[int, int, int, int]:
    change = staged.change()
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


OLDER = [line(number, issued="30/12/2023") for number in range(1, 41)]


def test_last_years_register_is_refused(store: Store) -> None:
    take(store, csv_file(*OLDER))
    take(store, csv_file(*games(44)))
    with pytest.raises(RegisterRefused, match=r"is of 30/12/2023, older than .* 31/12/2024"):
        take(store, csv_file(*OLDER, line(41, issued="30/12/2023")))
    with pytest.raises(RegisterRefused, match="was taken over before, and the register changed"):
        take(store, csv_file(*OLDER))
    assert counts(take(store, csv_file(*OLDER), accept=True)) == (0, 40, 4, 0)


def test_a_row_set_aside_is_counted_and_holds_the_class_open(store: Store) -> None:
    file = csv_file(*games(40), f"41, ,{FIRM},G1,41/QĐ-BTTTT,,active,")
    staged = take(store, file, stated=41)
    assert staged.change().refused == 1
    assert staged.aside == ("register.csv, row 42: a game's paper without a title",)
    assert coverage(store)[G1].complete is False
    take(store, file, stated=41, accept=True)
    assert coverage(store)[G1].how == "stated 41"


def test_the_same_file_by_several_processes_at_once_is_one_import(store: Store) -> None:
    file = csv_file(*games(300))
    program = (
        "import sys; from datetime import UTC, datetime; from pathlib import Path\n"
        "from crawler.register.rows import open_file; from crawler.store import Store\n"
        "from crawler.register.staging import import_register\n"
        "path = Path(sys.argv[1])\n"
        "with Store.open(path / 'rasoat.db') as store:\n"
        "    import_register(store, [open_file(path / 'a.csv')], path / 'register',"
        " who='an', now=datetime.now(UTC))\n"
    )
    folder = store.path.parent
    (folder / "a.csv").write_bytes(file.body)
    command = [sys.executable, "-c", program, str(folder)]
    running = [subprocess.Popen(command) for _ in range(3)]
    assert [process.wait(60) for process in running] == [0, 0, 0]
    assert len(current_entries(store)) == 300
    assert register_version(store) == "r1"


def test_a_file_that_still_holds_is_taken_again_beside_a_new_one(store: Store) -> None:
    kept = csv_file(*games(20, kind="G3_confirmation"))
    take(store, csv_file(*games(20)), kept)
    assert counts(take(store, csv_file(*games(21)), kept)) == (1, 0, 0, 40)


def test_an_import_is_taken_over_while_a_sweep_stores_what_it_sees(store: Store) -> None:
    program = (
        "import sys; from pathlib import Path; from crawler.store import Store\n"
        "from crawler.store.sightings import add_sightings\n"
        "from tests.crawler.office import sighting\n"
        "store = Store.open(Path(sys.argv[1]))\n"
        "for number in range(10_000):\n"
        "    seen = [sighting(f'apple:{number}0{place}') for place in range(20)]\n"
        "    add_sightings(store, seen, crawl=None)\n"
        "    print(number, flush=True)\n"
    )
    command = [sys.executable, "-c", program, str(store.path)]
    root = Path(__file__).resolve().parents[3]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True) as sweep:
        assert sweep.stdout is not None
        sweep.stdout.readline()
        take(store, csv_file(*games(2000)), complete=True)
        take(store, csv_file(line(1, status="revoked"), *games(1999, first=2)), complete=True)
        before = store.count("SELECT count(*) FROM sightings")
        for _ in range(before // 20 + 3):
            sweep.stdout.readline()
        assert sweep.poll() is None
        sweep.terminate()
    assert store.count("SELECT count(*) FROM sightings") > before
    assert len(current_entries(store)) == 2000
    assert register_version(store) == "r2"


def test_a_person_sees_the_difference_and_decides(store: Store) -> None:
    take(store, csv_file(*games(100)))
    seen: list[Staged] = []

    def ask(staged: Staged) -> bool:
        seen.append(staged)
        return len(seen) > 1

    half = csv_file(*games(50))
    with pytest.raises(RegisterRefused, match="was not accepted"):
        take(store, half, confirm=ask)
    assert len(current_entries(store)) == 100
    assert counts(take(store, half, confirm=ask)) == (0, 0, 50, 50)
    assert len(seen[0].gone) == 50
    assert "only 50 of 100 former entries" in seen[0].objections[0]


def test_a_dry_run_names_what_speaks_against_the_file(store: Store) -> None:
    take(store, csv_file(*games(100)))
    staged = take(store, csv_file(*games(50)), dry_run=True)
    assert "only 50 of 100 former entries" in staged.objections[0]
    assert len(current_entries(store)) == 100


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
