"""The second place of evidence: whole files under the names of their hashes, or a sentence."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from crawler.evidence.copies import copy_sealed
from crawler.evidence.recovery import put_in_order
from crawler.evidence.retention import prune, prunings
from crawler.evidence.verify import Weight
from crawler.store import Store
from crawler.workspace import Workspace, create_workspace
from tests.crawler.evidence.copying import files, to, told
from tests.crawler.evidence.recording import answer, record, recorder, warcs, wrong
from tests.crawler.evidence.s3 import TestStore
from tests.crawler.office import APPLE, LATER, NOW, flag

NEXT = date(2026, 11, 21)  # the day after NOW in Hà Nội


@pytest.fixture
def office(tmp_path: Path) -> Workspace:
    return create_workspace(tmp_path / "office", rehearsal=False)


@pytest.fixture
def store(office: Workspace) -> Iterator[Store]:
    with office.open_store() as made:
        yield made


def test_sealed_evidence_is_copied_to_s3_once(
    office: Workspace, store: Store, s3: TestStore, bucket: str
) -> None:
    record(office, b"one", b"two")
    record(office, b"three")
    address = f"s3://{bucket}/vidu/evidence"
    first = copy_sealed(store, office.evidence, address)
    kept = s3.objects(bucket)
    here = files(office.evidence)
    assert {key.removeprefix("vidu/evidence/"): one[0] for key, one in kept.items()} == here
    assert (first.uploaded, first.size) == (4, sum(map(len, here.values())))
    assert told(store, office, address, *Weight) == [f"4 of 4 sealed files are whole in {address}"]
    again = copy_sealed(store, office.evidence, address)
    assert (again.uploaded, again.size, again.deleted, again.problem) == (0, 0, 0, None)
    assert s3.objects(bucket) == kept


def test_a_bucket_without_a_prefix_will_do(
    office: Workspace, store: Store, s3: TestStore, bucket: str
) -> None:
    record(office, b"one")
    copy_sealed(store, office.evidence, f"s3://{bucket}")
    assert {key: one[0] for key, one in s3.objects(bucket).items()} == files(office.evidence)
    assert told(store, office, f"s3://{bucket}") == []


def test_a_folder_holds_the_same_files(office: Workspace, store: Store, second: Path) -> None:
    record(office, b"one", b"two")
    assert copy_sealed(store, office.evidence, to(second)).uploaded == 2
    assert files(second) == files(office.evidence)
    assert told(store, office, to(second)) == []
    before = [path.stat().st_mtime_ns for path in sorted(second.rglob("*"))]
    assert copy_sealed(store, office.evidence, to(second)).uploaded == 0
    assert [path.stat().st_mtime_ns for path in sorted(second.rglob("*"))] == before


def test_a_copy_brings_evidence_back(office: Workspace, store: Store, second: Path) -> None:
    record(office, b"one", b"two")
    copy_sealed(store, office.evidence, to(second))
    shutil.rmtree(office.evidence)
    assert wrong(office) != []
    shutil.copytree(second, office.evidence)
    assert wrong(office) == []


def test_what_a_sweep_still_writes_waits(office: Workspace, store: Store, second: Path) -> None:
    recording = recorder(store, office.evidence)
    recording.record(answer(b"being written"))
    assert copy_sealed(store, office.evidence, to(second)).uploaded == 0
    assert told(store, office, to(second)) == []
    recording.close(NOW)
    assert copy_sealed(store, office.evidence, to(second)).uploaded == 2


def test_a_seal_that_was_cut_short_waits_until_it_is_finished(
    office: Workspace, store: Store, second: Path
) -> None:
    record(office, b"one")
    (path,) = warcs(office)
    path.rename(path.with_name("crawl-1-1.warc"))
    shutil.rmtree(office.evidence / "manifests")
    copied = copy_sealed(store, office.evidence, to(second))
    assert (copied.uploaded, copied.problem) == (0, None)
    put_in_order(store, office.evidence, LATER)
    assert copy_sealed(store, office.evidence, to(second)).uploaded == 2


def test_bytes_that_were_put_aside_are_copied(
    office: Workspace, store: Store, second: Path
) -> None:
    (office.evidence / "warc").mkdir(exist_ok=True)
    (office.evidence / "warc" / "crawl-9-1.warc").write_bytes(b"torn")
    put_in_order(store, office.evidence, NOW)
    copy_sealed(store, office.evidence, to(second))
    assert files(second / "aside") == files(office.evidence / "aside") != {}


@pytest.mark.parametrize("folder", ["warc", "manifests"])
def test_an_altered_copy_is_found_and_left_to_a_person(
    office: Workspace, store: Store, s3: TestStore, bucket: str, folder: str
) -> None:
    record(office, b"one", b"two")
    address = f"s3://{bucket}/x"
    copy_sealed(store, office.evidence, address)
    (key,) = (key for key in s3.objects(bucket) if folder in key)
    whole = s3.objects(bucket)[key][0]
    other = bytes([whole[0] ^ 1]) + whole[1:]
    s3.s3.put_object(Bucket=bucket, Key=key, Body=other)
    (said,) = told(store, office, address, Weight.WRONG)
    assert said.startswith(f"s3://{bucket}/{key} was altered.")
    assert told(store, office, address, Weight.TOLD) == [
        f"1 of 2 sealed files are whole in {address}"
    ]
    copy_sealed(store, office.evidence, address)
    assert s3.objects(bucket)[key][0] == other


def test_a_missing_copy_is_found_and_copied_again(
    office: Workspace, store: Store, s3: TestStore, bucket: str
) -> None:
    record(office, b"one")
    address = f"s3://{bucket}/x"
    copy_sealed(store, office.evidence, address)
    for key in s3.objects(bucket):
        s3.s3.delete_object(Bucket=bucket, Key=key)
        (said,) = told(store, office, address, Weight.WRONG)
        assert said == f"s3://{bucket}/{key} is missing. Have it copied: rasoat evidence copy"
        assert copy_sealed(store, office.evidence, address).uploaded == 1
    assert told(store, office, address) == []


@pytest.mark.parametrize("folder", ["warc", "manifests"])
def test_a_file_of_another_size_is_copied_again(
    office: Workspace, store: Store, second: Path, folder: str
) -> None:
    record(office, b"one")
    copy_sealed(store, office.evidence, to(second))
    (path,) = (second / folder).iterdir()
    path.write_bytes(path.read_bytes()[:-1])
    assert copy_sealed(store, office.evidence, to(second)).uploaded == 1
    assert files(second) == files(office.evidence)


def test_what_nobody_copied_there_is_told_and_never_deleted(
    office: Workspace, store: Store, second: Path
) -> None:
    record(office, b"one")
    copy_sealed(store, office.evidence, to(second))
    (second / "warc" / "letter.txt").write_text("mine")
    (second / "warc" / f"{'0' * 64}.77.part").write_text("half")
    copy_sealed(store, office.evidence, to(second))
    (strange,) = told(store, office, to(second), Weight.WRONG)
    assert strange.startswith(f"{to(second)}/warc/letter.txt is not in the chain")
    (half,) = told(store, office, to(second), Weight.LOOK)
    assert "77.part is half a file" in half


def test_what_retention_deleted_is_deleted_in_the_copy_and_nothing_else(
    office: Workspace, store: Store, s3: TestStore, bucket: str
) -> None:
    record(office, b"old")
    kept = record(office, b"held", b"free")
    flag(store, APPLE, evidence=kept[0])
    address = f"s3://{bucket}/x"
    copy_sealed(store, office.evidence, address)
    s3.s3.put_object(Bucket=bucket, Key="x/warc/letter.txt", Body=b"mine")
    prune(store, office.evidence, prunings(store, NEXT), before=NEXT, who="an", now=LATER)
    assert all("was to be deleted" in one for one in told(store, office, address, Weight.LOOK))
    assert len(told(store, office, address, Weight.LOOK)) == 2
    done = copy_sealed(store, office.evidence, address)
    assert (done.uploaded, done.deleted) == (1, 2)
    s3.s3.delete_object(Bucket=bucket, Key="x/warc/letter.txt")
    there = {key.removeprefix("x/"): one[0] for key, one in s3.objects(bucket).items()}
    assert there == files(office.evidence)
    assert told(store, office, address) == []
    assert copy_sealed(store, office.evidence, address).deleted == 0


def test_what_was_held_is_not_deleted_there_while_its_present_file_is_not(
    office: Workspace, store: Store, second: Path
) -> None:
    kept = record(office, b"held", b"free")
    flag(store, APPLE, evidence=kept[0])
    copy_sealed(store, office.evidence, to(second))
    former = {path.name for path in (second / "warc").iterdir()}
    prune(store, office.evidence, prunings(store, NEXT), before=NEXT, who="an", now=LATER)
    (path,) = warcs(office)
    whole = path.read_bytes()
    path.write_bytes(whole[:-1] + b"x")
    damaged = copy_sealed(store, office.evidence, to(second))
    assert (damaged.deleted, len(damaged.refused)) == (0, 1)
    assert {path.name for path in (second / "warc").iterdir()} == former
    path.write_bytes(whole)
    assert copy_sealed(store, office.evidence, to(second)).deleted == 1
    assert files(second) == files(office.evidence)


def test_altered_evidence_never_comes_under_the_name_of_a_hash(
    office: Workspace, store: Store, second: Path
) -> None:
    record(office, b"one")
    for path in (*warcs(office), *(office.evidence / "manifests").iterdir()):
        whole = path.read_bytes()
        name = path.relative_to(office.evidence).as_posix()
        path.write_bytes(whole[:-1] + b"x")
        copied = copy_sealed(store, office.evidence, to(second))
        assert copied.refused == (name,)
        assert "rasoat evidence verify" in str(copied.problem)
        assert name not in files(second)
        path.write_bytes(whole)
        shutil.rmtree(second / "warc", ignore_errors=True)
        shutil.rmtree(second / "manifests", ignore_errors=True)


def test_a_right_copy_outlives_what_happens_here(
    office: Workspace, store: Store, second: Path
) -> None:
    record(office, b"one")
    copy_sealed(store, office.evidence, to(second))
    kept = files(second)
    for path in (*warcs(office), *(office.evidence / "manifests").iterdir()):
        path.write_bytes(path.read_bytes()[:-1])
        copy_sealed(store, office.evidence, to(second))
        assert files(second) == kept
        path.unlink()
        copy_sealed(store, office.evidence, to(second))
        assert files(second) == kept
