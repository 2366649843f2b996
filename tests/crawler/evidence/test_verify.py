"""Whatever is altered, missing or cut is found and named; what is whole is never accused."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from crawler import backup
from crawler.backup import back_up, check, restore
from crawler.evidence.recovery import put_in_order
from crawler.evidence.verify import Weight
from crawler.store import Store
from crawler.store.backup import copy_database
from crawler.store.chain import hash_of, links
from crawler.workspace import Workspace, create_workspace, open_workspace
from tests.crawler.evidence.recording import answer, found, record, recorder, warcs, wrong
from tests.crawler.evidence.tampering import alter_a_byte_of, regions
from tests.crawler.office import APPLE, LATER, NOW, keep_payload, see

TRIES = 80


@pytest.fixture
def office(tmp_path: Path) -> Workspace:
    """Two sealed files, one that is open, and bytes that were put aside."""
    made = create_workspace(tmp_path / "office", rehearsal=False)
    with made.open_store() as store:
        (made.evidence / "warc").mkdir()
        (made.evidence / "warc" / "crawl-99-1.warc").write_bytes(b"torn" * 20)
        put_in_order(store, made.evidence, NOW)
    record(made, b"one" * 50, b"two" * 50, b"one" * 50)
    record(made, b"three" * 50)
    return made


@pytest.fixture
def store(office: Workspace) -> Iterator[Store]:
    with office.open_store() as made:
        yield made


def test_whole_evidence_is_whole(office: Workspace) -> None:
    assert found(office, Weight.WRONG, Weight.LOOK) == []
    assert any("The head of the chain is" in said for said in found(office, Weight.TOLD))
    assert check(office) == []


def test_any_one_altered_byte_is_found(office: Workspace, store: Store) -> None:
    recording = recorder(store, office.evidence)
    recording.record(answer(b"open" * 50))
    recording.record(answer(b"odd" * 50, received=b"\x00" * 50))
    every = list(regions(office.evidence))
    size = sum(path.stat().st_size for path in office.evidence.rglob("*") if path.is_file())
    assert sum(each.length for each in every) == size
    kinds = sorted({each.kind for each in every})
    assert {"body", "conversion", "revisit", "manifest", "put aside", "end of a record"} <= {*kinds}
    chance = random.Random(20261120)
    for turn in range(TRIES):
        kind = kinds[turn % len(kinds)]
        with alter_a_byte_of([each for each in every if each.kind == kind], chance) as where:
            assert wrong(office), where
    assert wrong(office) == []


def test_an_altered_capture_is_named(office: Workspace, store: Store) -> None:
    path = next(path for path in warcs(office) if b"three" in path.read_bytes())
    path.write_bytes(path.read_bytes().replace(b"three", b"thrEE", 1))
    capture, file = wrong(office)
    assert "Capture 8 (https://store.example/app?id=9000000001&hl=vi, 20/11/2026 10:15)" in capture
    assert f"was altered in {path}" in capture
    assert file == f"{path} is not the file that was sealed."
    assert check(office) == [capture, file]


@pytest.mark.parametrize("captures", [1, 2, 3])
def test_the_last_captures_cut_off_are_named(office: Workspace, captures: int) -> None:
    path = next(path for path in warcs(office) if b"two" in path.read_bytes())
    with office.open_store() as store:
        lengths = [
            row["length"]
            for row in store.rows(
                "SELECT json_extract(link, '$.length') AS length FROM chain_links "
                "WHERE json_extract(link, '$.file') = 'crawl-1-1' AND n < 6 ORDER BY n"
            )
        ]
    path.write_bytes(path.read_bytes()[: sum(lengths[: len(lengths) - captures])])
    said = [line for line in wrong(office) if "is cut off" in line]
    assert [line.split(" (")[0] for line in said] == [
        f"Capture {n}" for n in (3, 4, 5)[3 - captures :]
    ]


def test_a_missing_file_is_named_with_its_captures(office: Workspace) -> None:
    path = next(path for path in warcs(office) if b"two" in path.read_bytes())
    path.unlink()
    assert wrong(office) == [f"{path} is missing, with captures 3 to 5. Restore it from a backup."]


@pytest.mark.parametrize("part", ["manifests", "aside"])
def test_other_missing_files_are_named(office: Workspace, part: str) -> None:
    path = next((office.evidence / part).iterdir())
    path.unlink()
    assert wrong(office) == [f"{path} is missing. Restore it from a backup."]


@pytest.mark.parametrize("part", ["warc", "manifests", "aside"])
def test_a_file_that_was_put_there_is_named(office: Workspace, part: str) -> None:
    path = office.evidence / part / ("0" * 64)
    path.write_bytes(b"foreign")
    assert wrong(office) == [f"{path} is not in the chain: links were lost, or it was put there."]


def _forget(store: Store, where: str) -> None:
    """Deletes links past the trigger that forbids it."""
    store.db.execute("DROP TRIGGER chain_links_no_delete")
    store.db.execute(f"DELETE FROM chain_links WHERE {where}")
    store.db.commit()


def test_the_last_links_cut_off_in_the_database_are_found(office: Workspace, store: Store) -> None:
    _forget(store, "n > 5")
    said = wrong(office)
    assert sum("is not in the chain" in line for line in said) == 4  # two files, two manifests
    assert any("are missing" in line for line in said)  # bodies that fetches name


def test_a_link_cut_out_is_found(office: Workspace, store: Store) -> None:
    _forget(store, "n = 4")
    said = wrong(office)
    assert "Links 4 to 4 of the chain are missing" in said[0]
    assert any("was altered, or the chain in the database was" in line for line in said)


@pytest.mark.parametrize(
    "change",
    [
        "link = replace(link, 'store.example', 'other.example')",
        "hash = replace(hash, substr(hash, 1, 1), 'x')",
    ],
)
def test_an_altered_link_is_found(office: Workspace, store: Store, change: str) -> None:
    store.db.execute("DROP TRIGGER chain_links_no_update")
    store.db.execute(f"UPDATE chain_links SET {change} WHERE n = 4")
    store.db.commit()
    assert "Link 4 of the chain was altered in the database." in wrong(office)


def test_a_chain_rewritten_with_its_hashes_is_found_by_the_manifest(
    office: Workspace, store: Store
) -> None:
    store.db.execute("DROP TRIGGER chain_links_no_update")
    previous = None
    for link in list(links(store)):
        text = link.text.replace('"status":200', '"status":404')
        if previous is not None:
            text = text.replace(link.facts["previous"], previous)
        previous = hash_of(text)
        values = [text, previous, link.n]
        store.db.execute("UPDATE chain_links SET link = ?, hash = ? WHERE n = ?", values)
    store.db.commit()
    said = wrong(office)
    assert said
    assert all("manifests" in line for line in said)


def test_bytes_that_a_sighting_names_and_nobody_holds_are_named(
    office: Workspace, store: Store
) -> None:
    see(store, APPLE)
    assert "are missing. Restore them from a backup." in wrong(office)[0]


def test_bodies_of_an_older_version_are_kept_by_hash_outside_the_chain(
    office: Workspace, store: Store
) -> None:
    see(store, APPLE, evidence=keep_payload(office.evidence, b"older"))
    assert found(office, Weight.WRONG, Weight.LOOK) == []
    said = "1 bodies of an older version are kept by hash, outside the chain"
    assert said in found(office, Weight.TOLD)


def test_a_backup_made_while_a_file_is_written_and_sealed_verifies(
    office: Workspace, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recording = recorder(store, office.evidence)
    recording.record(answer(b"before"))

    def goes_on(source: Path, target: Path) -> None:
        copy_database(source, target)
        recording.record(answer(b"after", at=LATER))
        recording.close(LATER)
        record(office, b"another crawl", now=LATER + timedelta(hours=1))

    monkeypatch.setattr(backup, "copy_database", goes_on)
    archive = back_up(office, tmp_path / "b.tar.gz", NOW)
    monkeypatch.undo()
    restore(archive, tmp_path / "again", replace=False, now=NOW)
    again = open_workspace(tmp_path / "again")
    assert wrong(again) == []
    with again.open_store() as restored:
        assert put_in_order(restored, again.evidence, LATER) == []
    assert found(again, Weight.WRONG, Weight.LOOK) == []
    assert b"before" in b"".join(path.read_bytes() for path in warcs(again))
    assert b"after" not in b"".join(path.read_bytes() for path in warcs(again))


def test_a_backup_before_an_upgrade_has_all_evidence(
    office: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The chain of a database of another version is not read."""
    monkeypatch.setattr(backup, "pending_migrations", lambda _: ["m999_later"])
    archive = back_up(office, tmp_path / "b.tar.gz", NOW)
    monkeypatch.undo()
    restore(archive, tmp_path / "again", replace=False, now=NOW)
    again = open_workspace(tmp_path / "again")
    assert len(warcs(again)) == 2
    assert found(again, Weight.WRONG, Weight.LOOK) == []


def test_a_file_under_the_old_name_of_a_sealed_one_takes_nothing_over(
    office: Workspace, store: Store
) -> None:
    forged = office.evidence / "warc" / "crawl-1-1.warc"
    before = {path: path.read_bytes() for path in warcs(office)}
    forged.write_bytes(b"forged")
    assert wrong(office) == [f"{forged} is not in the chain: links were lost, or it was put there."]
    put_in_order(store, office.evidence, LATER)
    assert {path: path.read_bytes() for path in before} == before
