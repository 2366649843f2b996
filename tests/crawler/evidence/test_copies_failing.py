"""A second place that fails: a sentence, no half file, and nothing changed here."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from crawler.errors import EvidenceProblem
from crawler.evidence import copies
from crawler.evidence.copies import check_copy, copy_sealed
from crawler.evidence.verify import Weight
from crawler.store import Store
from crawler.workspace import Workspace, create_workspace
from tests.crawler.evidence.authority import listening
from tests.crawler.evidence.copying import files, to, told
from tests.crawler.evidence.recording import record
from tests.crawler.evidence.s3 import TestStore, way_to

BIG = random.Random(7).randbytes(17 << 20)  # more than one part of an upload


@pytest.fixture
def office(tmp_path: Path) -> Workspace:
    return create_workspace(tmp_path / "office", rehearsal=False)


@pytest.fixture
def store(office: Workspace) -> Iterator[Store]:
    with office.open_store() as made:
        yield made


def test_a_network_that_breaks_in_the_middle_leaves_no_half_file(
    office: Workspace, store: Store, s3: TestStore, bucket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    record(office, BIG)
    before = files(office.evidence)
    address = f"s3://{bucket}/x"
    with way_to(s3.url, breaks_after=5 << 20) as broken:
        monkeypatch.setenv("AWS_ENDPOINT_URL_S3", broken)
        with pytest.raises(EvidenceProblem, match="was not copied to") as caught:
            copy_sealed(store, office.evidence, address)
    assert "Nothing was changed here" in str(caught.value)
    assert files(office.evidence) == before
    assert [key for key in s3.objects(bucket) if "warc" in key] == []
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", s3.url)
    copy_sealed(store, office.evidence, address)
    assert told(store, office, address) == []
    with way_to(s3.url, breaks_after=5 << 20) as broken:
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
