"""The second place of evidence: whole files under the names of their hashes, or a sentence."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from crawler.errors import EvidenceProblem
from crawler.evidence import copies
from crawler.evidence.copies import check_copy, copy_sealed
from crawler.evidence.recovery import put_in_order
from crawler.evidence.retention import prune, prunings
from crawler.evidence.verify import Weight
from crawler.store import Store
from crawler.workspace import Workspace, create_workspace
from tests.crawler.evidence.authority import listening
from tests.crawler.evidence.recording import answer, record, recorder, warcs, wrong
from tests.crawler.evidence.s3 import TestStore, running_store, way_to
from tests.crawler.office import APPLE, LATER, NOW, flag

NEXT = date(2026, 11, 21)  # the day after NOW in Hà Nội
BIG = random.Random(7).randbytes(17 << 20)  # more than one part of an upload


@pytest.fixture(scope="module")
def s3() -> Iterator[TestStore]:
    with running_store() as store:
        yield store


@pytest.fixture
def bucket(s3: TestStore, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[str]:
    """A new bucket, and the environment in which an operator copies to it."""
    for name, value in s3.environment().items():
        monkeypatch.setenv(name, value)
    name = f"office-{abs(hash(tmp_path))}"
    s3.s3.create_bucket(Bucket=name)
    yield name
    for key in s3.objects(name):
        s3.s3.delete_object(Bucket=name, Key=key)
    s3.s3.delete_bucket(Bucket=name)


@pytest.fixture
def office(tmp_path: Path) -> Workspace:
    return create_workspace(tmp_path / "office", rehearsal=False)


@pytest.fixture
def store(office: Workspace) -> Iterator[Store]:
    with office.open_store() as made:
        yield made


@pytest.fixture
def second(tmp_path: Path) -> Path:
    """A folder on another disk, so to say."""
    (tmp_path / "second").mkdir()
    return tmp_path / "second"


def files(folder: Path) -> dict[str, bytes]:
    """Name to bytes of everything below a folder."""
    paths = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def told(store: Store, office: Workspace, address: str, *weights: Weight) -> list[str]:
    found = check_copy(store, office.evidence, address)
    return [one.what for one in found if one.weight in (weights or (Weight.WRONG, Weight.LOOK))]


def to(second: Path) -> str:
    return f"file://{second}"


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


def test_a_network_that_breaks_in_the_middle_leaves_no_half_file(
    office: Workspace, store: Store, s3: TestStore, bucket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    record(office, BIG)
    before = files(office.evidence)
    address = f"s3://{bucket}/x"
    with way_to(s3.url, breaks_after=10 << 20) as broken:
        monkeypatch.setenv("AWS_ENDPOINT_URL_S3", broken)
        with pytest.raises(EvidenceProblem, match="was not copied to") as caught:
            copy_sealed(store, office.evidence, address)
    assert "Nothing was changed here" in str(caught.value)
    assert files(office.evidence) == before
    assert [key for key in s3.objects(bucket) if "warc" in key] == []
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", s3.url)
    copy_sealed(store, office.evidence, address)
    assert told(store, office, address) == []
    with way_to(s3.url, breaks_after=10 << 20) as broken:
        monkeypatch.setenv("AWS_ENDPOINT_URL_S3", broken)
        with pytest.raises(EvidenceProblem, match="cannot be read"):
            told(store, office, address)


KILLED = """
import os, signal, sys
from pathlib import Path
from crawler.evidence import copies, files
from crawler.workspace import open_workspace

def parts(path, start, length):
    yield from files.parts(path, 0, 1000)
    os.kill(os.getpid(), signal.SIGKILL)

copies.parts = parts
office = open_workspace(Path(sys.argv[1]))
with office.open_store() as store:
    copies.copy_sealed(store, office.evidence, sys.argv[2])
"""


def test_a_kill_in_the_middle_leaves_half_a_file_under_another_name(
    office: Workspace, store: Store, second: Path
) -> None:
    record(office, b"x" * 5000)
    words = [sys.executable, "-c", KILLED, str(office.path), to(second)]
    assert subprocess.run(words, check=False).returncode == -signal.SIGKILL
    (left,) = files(second)
    assert left.endswith(".part")
    (half,) = told(store, office, to(second), Weight.LOOK)
    assert "Delete it if none runs" in half
    assert copy_sealed(store, office.evidence, to(second)).uploaded == 2
    assert told(store, office, to(second), Weight.WRONG) == []


def test_a_full_disk_is_told_and_leaves_nothing(
    office: Workspace, store: Store, second: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record(office, b"one")
    before = files(office.evidence)

    def full(_path: Path, _start: int, _length: int) -> Iterator[bytes]:
        yield b"some bytes"
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(copies, "parts", full)
    with pytest.raises(EvidenceProblem, match=r"No space left on device\. Nothing was changed"):
        copy_sealed(store, office.evidence, to(second))
    assert files(second) == {}
    assert files(office.evidence) == before


def test_a_place_that_loses_bytes_is_told(
    office: Workspace, store: Store, second: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record(office, b"one")

    def losing(path: Path, chunks: Iterator[bytes]) -> None:
        path.parent.mkdir()
        path.write_bytes(b"".join(chunks)[:-1])

    monkeypatch.setattr(copies, "write_whole", losing)
    with pytest.raises(EvidenceProblem, match=r"came out with \d+ bytes of \d+"):
        copy_sealed(store, office.evidence, to(second))


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"AWS_ENDPOINT_URL_S3": "http://127.0.0.1:9"}, "Could not connect to the endpoint"),
        ({"AWS_SECRET_ACCESS_KEY": "a wrong one"}, "signature"),
        ({"AWS_ACCESS_KEY_ID": "AKIANOBODY"}, "does not exist in our records"),
    ],
)
def test_a_place_that_does_not_take_it_is_told(
    office: Workspace,
    store: Store,
    bucket: str,
    monkeypatch: pytest.MonkeyPatch,
    changed: dict[str, str],
    says: str,
) -> None:
    record(office, b"one")
    before = files(office.evidence)
    copy_sealed(store, office.evidence, f"s3://{bucket}/x")
    for name, value in changed.items():
        monkeypatch.setenv(name, value)
    for run in (
        lambda: copy_sealed(store, office.evidence, f"s3://{bucket}/x"),
        lambda: list(check_copy(store, office.evidence, f"s3://{bucket}/x")),
    ):
        with pytest.raises(EvidenceProblem, match=says) as caught:
            run()
        assert os.environ["AWS_SECRET_ACCESS_KEY"] not in str(caught.value)
    assert files(office.evidence) == before


@pytest.mark.parametrize(
    ("status", "body", "says"),
    [
        (301, b"elsewhere", "it only redirects"),
        (302, b"/", "unhandled exception"),
        (200, b"<html>log in</html>", "no store answers there"),
        (200, b"\x00", "Internal Server Error"),
        (403, b"<html>not you</html>", "ListObjectsV2"),
        (500, b"busy", "Internal Server Error"),
    ],
)
def test_a_server_that_is_no_store_is_told(
    office: Workspace,
    store: Store,
    monkeypatch: pytest.MonkeyPatch,
    status: int,
    body: bytes,
    says: str,
) -> None:
    record(office, b"one")
    with listening(lambda _: (status, body)) as url:
        server = {"AWS_ENDPOINT_URL_S3": url.removesuffix("/tsa"), "NO_PROXY": "127.0.0.1"}
        keys = {"AWS_ACCESS_KEY_ID": "vidu", "AWS_SECRET_ACCESS_KEY": "vidu"}
        for name, value in (server | keys).items():
            monkeypatch.setenv(name, value)
        with pytest.raises(EvidenceProblem, match=says):
            copy_sealed(store, office.evidence, "s3://office/x")


def test_a_bucket_that_is_not_there_is_told_and_not_made(
    office: Workspace, store: Store, s3: TestStore, bucket: str
) -> None:
    record(office, b"one")
    with pytest.raises(EvidenceProblem, match="bucket does not exist"):
        copy_sealed(store, office.evidence, f"s3://{bucket}-other/x")
    assert [one["Name"] for one in s3.s3.list_buckets()["Buckets"]] == [bucket]


@pytest.mark.parametrize("name", ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"])
def test_keys_come_from_the_environment_alone(
    office: Workspace, store: Store, bucket: str, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.delenv(name)
    with pytest.raises(EvidenceProblem, match="Set them in the environment"):
        copy_sealed(store, office.evidence, f"s3://{bucket}/x")


def test_without_its_library_s3_says_how_to_get_it(
    office: Workspace, store: Store, bucket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "s3fs", None)
    with pytest.raises(EvidenceProblem, match="pip install s3fs"):
        copy_sealed(store, office.evidence, f"s3://{bucket}/x")


@pytest.mark.parametrize(
    ("place", "says"),
    [
        (lambda office: office.path / "not mounted", "Mount its disk"),
        (lambda office: office.evidence, "lies in the evidence itself"),
        (lambda office: office.evidence / "warc", "lies in the evidence itself"),
    ],
)
def test_a_folder_that_is_no_second_place_is_refused(
    office: Workspace, store: Store, place: Callable[[Workspace], Path], says: str
) -> None:
    record(office, b"one")
    before = sorted(office.path.rglob("*"))
    with pytest.raises(EvidenceProblem, match=says):
        copy_sealed(store, office.evidence, to(place(office)))
    assert sorted(office.path.rglob("*")) == before
