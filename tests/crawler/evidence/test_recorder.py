"""Every answer becomes WARC records and a link, whole or not at all."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import signal
import subprocess
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import pairwise
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator as SecondReader
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from crawler.errors import EvidenceProblem
from crawler.evidence import seals
from crawler.evidence.bodies import read_body
from crawler.evidence.files import open_path, put
from crawler.evidence.recovery import put_in_order
from crawler.evidence.verify import Weight
from crawler.records import evidence_id
from crawler.store import Store
from crawler.store.chain import LinkKind, head, links, links_of_kind
from crawler.store.crawls import fetch_of
from crawler.workspace import Workspace, create_workspace
from tests.crawler.evidence.recording import (
    URL,
    answer,
    found,
    record,
    recorder,
    warcs,
    wrong,
)
from tests.crawler.office import LATER, NOW

BODY = "<html>Nổ hũ đổi thưởng uy tín</html>".encode()


@pytest.fixture
def office(tmp_path: Path) -> Workspace:
    return create_workspace(tmp_path / "office", rehearsal=False)


@pytest.fixture
def store(office: Workspace) -> Iterator[Store]:
    with office.open_store() as made:
        yield made


@settings(
    deadline=None,  # each answer waits for the disk
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(body=st.binary(max_size=3_000), packed=st.booleans())
def test_bytes_come_back_as_they_were(office: Workspace, body: bytes, packed: bool) -> None:
    with office.open_store() as store:
        recording = recorder(store, office.evidence)
        fetch = recording.record(answer(body, packed=packed))
        assert read_body(store, office.evidence, fetch.evidence) == body
        recording.close(NOW)
        assert read_body(store, office.evidence, fetch.evidence) == body
        assert (fetch.evidence, fetch.size) == (evidence_id(body), len(body))
        assert fetch_of(store, fetch.evidence) is not None


def test_the_file_says_how_it_was_made_and_holds_both_sides(office: Workspace) -> None:
    record(office, b"plain", BODY, packed=True)
    (path,) = warcs(office)
    with path.open("rb") as file:
        kinds = []
        for one in ArchiveIterator(file, check_digests=True):
            kinds.append(one.rec_type)
            content = one.content_stream().read()
            if one.rec_type == "request":
                assert one.rec_headers["WARC-Target-URI"] == URL
                assert one.http_headers.get_header("Host") == "store.example"
            if one.rec_type == "response":
                assert one.rec_headers["WARC-IP-Address"] == "192.0.2.7"
                assert content in (b"plain", BODY)
            assert one.digest_checker.passed
    assert kinds == ["warcinfo", "response", "request", "response", "request"]
    assert b"conformsTo" not in path.read_bytes()[:40]
    assert path.read_bytes().startswith(b"WARC/1.1\r\nWARC-Type: warcinfo\r\n")


def test_a_second_reader_reads_every_record(office: Workspace) -> None:
    bodies = [f"trang {n}".encode() * 40 for n in range(8)]
    record(office, *bodies, bodies[0], b"", packed=True)
    (path,) = warcs(office)
    raw = path.read_bytes()
    blocks = list(SecondReader(io.BytesIO(raw), parse_http=False))
    assert len(blocks) == 1 + 2 * 10
    for one in SecondReader(io.BytesIO(raw), parse_http=False):
        assert one.verify_block_digest()
    seen = []
    for one in SecondReader(io.BytesIO(raw)):
        if one.headers["WARC-Type"] == "response":
            assert one.verify_payload_digest()
            coding = one.http_headers.get("Content-Encoding")
            content = one.reader.read()
            seen.append(gzip.decompress(content) if coding == "gzip" else content)
    assert seen == [*bodies, b""]


def test_payloads_that_the_file_holds_are_not_repeated(office: Workspace, store: Store) -> None:
    recording = recorder(store, office.evidence)
    first = recording.record(answer(BODY * 100))
    again = recording.record(answer(BODY * 100, at=LATER))
    recording.close(LATER)
    assert again.evidence == first.evidence
    (path,) = warcs(office)
    assert path.read_bytes().count(BODY) == 100
    captures = [link.facts for link in links_of_kind(store, LinkKind.CAPTURED)]
    assert [facts["repeats"] for facts in captures] == [None, 2]
    with path.open("rb") as file:
        revisit = next(one for one in ArchiveIterator(file) if one.rec_type == "revisit")
        assert revisit.rec_headers["WARC-Refers-To-Target-URI"] == URL
        assert revisit.http_headers.get_statuscode() == "200"
    # The next crawl writes it anew: each file can be read, kept and deleted by itself.
    record(office, BODY * 100)
    assert [path.read_bytes().count(BODY) for path in warcs(office)] == [100, 100]


def test_the_same_bytes_in_another_coding_are_no_repetition(
    office: Workspace, store: Store
) -> None:
    packed = gzip.compress(BODY)
    recording = recorder(store, office.evidence)
    recording.record(answer(packed))
    fetch = recording.record(answer(BODY, packed=True, received=packed))
    assert read_body(store, office.evidence, fetch.evidence) == BODY


@pytest.mark.parametrize(
    ("coding", "received"),
    [
        ("gzip", gzip.compress(BODY, mtime=0)[:-6]),
        ("gzip", b"no gzip at all"),
        ("br", b"\x0b\x02\x80abc"),
        ("deflate", zlib.compress(BODY)[2:-4]),
        ("gzip\r\nContent-Encoding: br", b"xyz"),
    ],
)
def test_a_body_that_plain_tools_do_not_give_is_kept_beside(
    office: Workspace, store: Store, coding: str, received: bytes
) -> None:
    head = f"HTTP/1.1 200 \r\nContent-Encoding: {coding}\r\n\r\n".encode()
    recording = recorder(store, office.evidence)
    fetch = recording.record(answer(BODY, head=head, received=received))
    recording.close(NOW)
    assert read_body(store, office.evidence, fetch.evidence) == BODY
    (path,) = warcs(office)
    with path.open("rb") as file:
        kept = {one.rec_type: one.raw_stream.read() for one in ArchiveIterator(file)}
    assert (kept["response"], kept["conversion"]) == (received, BODY)


def test_what_a_hostile_head_holds_is_written_as_it_came(office: Workspace, store: Store) -> None:
    head = b'HTTP/1.1 200 \r\nX-Odd: \xe1\xbb\x95 \xff;a="\x80"\r\nWARC-Type: request\r\n\r\n'
    body = b"WARC/1.1\r\nWARC-Type: response\r\nContent-Length: 3\r\n\r\nabc\r\n\r\n" * 3
    recording = recorder(store, office.evidence)
    fetch = recording.record(answer(body, head=head))
    recording.record(answer(b"next"))
    recording.close(NOW)
    (path,) = warcs(office)
    assert head + body in path.read_bytes()
    assert read_body(store, office.evidence, fetch.evidence) == body
    with path.open("rb") as file:
        kinds = [one.rec_type for one in ArchiveIterator(file, no_record_parse=True)]
    assert kinds == ["warcinfo", "response", "request", "response", "request"]


def test_each_link_holds_the_hash_of_the_one_before(office: Workspace, store: Store) -> None:
    record(office, b"a", b"b")
    told = list(links(store))
    kinds = [link.facts["kind"] for link in told]
    assert kinds == ["opened", "captured", "captured", "sealed"]
    for before, after in pairwise(told):
        assert after.facts["previous"] == hashlib.sha256(before.text.encode()).hexdigest()
    captured = told[1].facts
    (path,) = warcs(office)
    span = path.read_bytes()[captured["offset"] : captured["offset"] + captured["length"]]
    assert hashlib.sha256(span).hexdigest() == captured["sha256"]
    assert (captured["url"], captured["evidence"]) == (URL, evidence_id(b"a"))


def test_names_of_sealed_files_are_their_hashes(office: Workspace, store: Store) -> None:
    record(office, b"a")
    (path,) = warcs(office)
    assert path.stem == hashlib.sha256(path.read_bytes()).hexdigest()
    (manifest,) = (office.evidence / "manifests").iterdir()
    last = manifest.read_bytes().splitlines()[-1]
    newest = head(store)
    assert newest is not None
    assert manifest.stem == hashlib.sha256(last).hexdigest() == newest.hash
    record(office, b"b")
    lines = [
        line
        for one in (office.evidence / "manifests").iterdir()
        for line in one.read_text(encoding="utf-8").splitlines()
    ]
    assert sorted(json.loads(line)["n"] for line in lines) == [1, 2, 3, 4, 5, 6]


def test_a_file_that_is_large_enough_is_sealed_and_the_next_begun(
    office: Workspace, store: Store
) -> None:
    recording = recorder(store, office.evidence, largest=20_000)
    kept = [recording.record(answer(os.urandom(7_000))).evidence for _ in range(10)]
    recording.close(NOW)
    assert len(warcs(office)) == 4
    assert wrong(office) == []
    for evidence in kept:
        assert len(read_body(store, office.evidence, evidence)) == 7_000


def test_nothing_is_sealed_within_a_transaction(office: Workspace, store: Store) -> None:
    recording = recorder(store, office.evidence, largest=1)
    with suppress(ZeroDivisionError), store.writing():
        recording.record(answer(b"taken back"))
        raise ZeroDivisionError
    assert list(links(store)) == []
    recording.abandon()
    put_in_order(store, office.evidence, NOW)
    assert wrong(office) == []
    with store.writing():
        recording.record(answer(b"kept"))
        with pytest.raises(RuntimeError, match="within a transaction"):
            recording.close(NOW)
    recording.seal_if_full(NOW)
    assert len(warcs(office)) == 1
    assert found(office, Weight.WRONG, Weight.LOOK) == []


def test_two_crawls_write_one_chain(office: Workspace, store: Store) -> None:
    one, other = recorder(store, office.evidence), recorder(store, office.evidence)
    for n in range(5):
        one.record(answer(b"one %d" % n))
        other.record(answer(b"other %d" % n))
        assert wrong(office) == []
    one.close(NOW)
    assert found(office, Weight.WRONG, Weight.LOOK) == []
    other.close(NOW)
    assert found(office, Weight.WRONG, Weight.LOOK) == []
    assert len(warcs(office)) == 2


@pytest.mark.parametrize("call", ["pwrite", "fdatasync"])
def test_a_full_disk_takes_the_answer_whole_or_not_at_all(
    office: Workspace, store: Store, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    recording = recorder(store, office.evidence)
    first = recording.record(answer(b"first"))
    before, write = head(store), os.pwrite

    def half_then_full(number: int, content: bytes, place: int) -> int:
        write(number, content[: len(content) // 2], place)
        raise OSError(28, "No space left on device")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, call, half_then_full if call == "pwrite" else full)
    with pytest.raises(EvidenceProblem, match=r"No space left on device\. Free some space"):
        recording.record(answer(b"lost" * 50))
    assert head(store) == before
    assert fetch_of(store, evidence_id(b"lost" * 50)) is None
    monkeypatch.undo()
    after = recording.record(answer(b"after"))
    recording.close(NOW)
    assert found(office, Weight.WRONG, Weight.LOOK) == []
    for fetch, body in ((first, b"first"), (after, b"after")):
        assert read_body(store, office.evidence, fetch.evidence) == body
    assert b"lost" not in warcs(office)[0].read_bytes()


def test_what_failed_last_is_not_sealed(
    office: Workspace, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    recording = recorder(store, office.evidence)
    recording.record(answer(b"first"))
    monkeypatch.setattr(os, "fdatasync", full)
    with pytest.raises(EvidenceProblem):
        recording.record(answer(b"lost" * 50))
    monkeypatch.undo()
    recording.close(NOW)
    assert found(office, Weight.WRONG, Weight.LOOK) == []


def test_an_answer_that_the_chain_took_is_never_written_over(
    office: Workspace, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C may come right after the transaction."""
    recording = recorder(store, office.evidence)
    recording.record(answer(b"first"))
    writing = Store.writing

    @contextmanager
    def interrupted(self: Store) -> Iterator[None]:
        with writing(self):
            yield
        raise KeyboardInterrupt

    monkeypatch.setattr(Store, "writing", interrupted)
    with pytest.raises(KeyboardInterrupt):
        recording.record(answer(b"second"))
    monkeypatch.undo()
    recording.record(answer(b"third"))
    recording.close(NOW)
    assert found(office, Weight.WRONG, Weight.LOOK) == []
    for body in (b"first", b"second", b"third"):
        assert read_body(store, office.evidence, evidence_id(body)) == body


def test_an_altered_body_is_not_read(office: Workspace, store: Store) -> None:
    (evidence,) = record(office, b"as it was")
    (path,) = warcs(office)
    path.write_bytes(path.read_bytes().replace(b"as it was", b"as it wos"))
    with pytest.raises(EvidenceProblem, match="Capture 2 does not hold the bytes"):
        read_body(store, office.evidence, evidence)


def test_a_disk_that_is_full_from_the_start_leaves_nothing(
    office: Workspace, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    recording = recorder(store, office.evidence)
    monkeypatch.setattr(os, "fdatasync", full)
    for _ in range(3):
        with pytest.raises(EvidenceProblem, match="No space left"):
            recording.record(answer(b"x"))
    monkeypatch.undo()
    assert warcs(office) == []
    recording.record(answer(b"y"))
    recording.close(NOW)
    assert found(office, Weight.WRONG, Weight.LOOK) == []


_SWEEP = """
import os, sys
from pathlib import Path
from crawler.workspace import open_workspace
from tests.crawler.evidence.recording import answer, recorder
office = open_workspace(Path(sys.argv[1]))
recording = recorder(office.open_store(), office.evidence, largest=60_000)
while True:
    recording.record(answer(os.urandom(4_000)))
    sys.stdout.write(".")
    sys.stdout.flush()
"""


def _killed(office: Workspace, answers: int) -> None:
    root = Path(__file__).resolve().parents[3]
    command = [sys.executable, "-c", _SWEEP, str(office.path)]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE) as sweep:
        assert sweep.stdout is not None
        sweep.stdout.read(answers)
        assert found(office, Weight.WRONG, Weight.LOOK) == []  # also while it runs
        sweep.send_signal(signal.SIGKILL)


@pytest.mark.parametrize("answers", [1, 2, 7, 14, 15, 33])
def test_kill_9_leaves_a_chain_that_verifies(office: Workspace, answers: int) -> None:
    _killed(office, answers)
    assert wrong(office) == []
    with office.open_store() as store:
        put_in_order(store, office.evidence, NOW)
        assert found(office, Weight.WRONG, Weight.LOOK) == []
        captures = list(links_of_kind(store, LinkKind.CAPTURED))
        assert len(captures) >= answers
        assert store.count("SELECT count(*) FROM fetches") == len(captures)
        for capture in captures:
            assert len(read_body(store, office.evidence, capture.facts["evidence"])) == 4_000
    assert put_in_order_again(office) == []


def put_in_order_again(office: Workspace) -> list[str]:
    with office.open_store() as store:
        return put_in_order(store, office.evidence, LATER)


@pytest.mark.parametrize("torn", [1, 100, 2_500])
def test_a_torn_record_is_put_aside_and_told(office: Workspace, store: Store, torn: int) -> None:
    recording = recorder(store, office.evidence)
    recording.record(answer(b"whole"))
    path = open_path(office.evidence, "crawl-1-1")
    with path.open("ab") as file:
        file.write(b"T" * torn)
    assert found(office, Weight.LOOK) == []  # the sweep still writes
    _die(recording)
    (said,) = found(office, Weight.LOOK)
    assert f"{torn} bytes of it are in no link" in said
    assert wrong(office) == []
    (told,) = put_in_order(store, office.evidence, LATER)
    (aside,) = (office.evidence / "aside").iterdir()
    assert aside.read_bytes() == b"T" * torn
    assert f"{torn} bytes behind the last capture" in told
    assert str(aside) in told
    assert found(office, Weight.WRONG, Weight.LOOK) == []
    assert any(str(aside) in line for line in found(office, Weight.TOLD))
    assert put_in_order(store, office.evidence, LATER) == []
    aside.write_bytes(b"U" * torn)
    assert f"{aside} was altered" in wrong(office)[0]


def test_two_programs_finish_the_same_seal(
    office: Workspace, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    recording = recorder(store, office.evidence)
    recording.record(answer(b"whole"))

    def overtaken(path: Path, chunks: Iterator[bytes]) -> None:
        monkeypatch.undo()
        put(path, chunks)
        assert put_in_order_again(office) == []

    monkeypatch.setattr(seals, "put", overtaken)
    recording.close(NOW)
    assert len(warcs(office)) == 1
    assert found(office, Weight.WRONG, Weight.LOOK) == []


def test_a_file_that_another_program_seals_first_is_not_called_missing(
    office: Workspace, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    recording = recorder(store, office.evidence)
    recording.record(answer(b"whole"))
    _die(recording)
    open_file = os.open

    def overtaken(path: Path, flags: int) -> int:
        monkeypatch.undo()
        assert put_in_order_again(office) == []
        return open_file(path, flags)

    monkeypatch.setattr(os, "open", overtaken)
    assert put_in_order(store, office.evidence, NOW) == []
    assert len(warcs(office)) == 1
    assert found(office, Weight.WRONG, Weight.LOOK) == []


def _die(recording: object) -> None:
    """Its process ends: the kernel gives the lock back."""
    number = getattr(recording, "_file")  # noqa: B009 - what only its own process holds
    os.close(number)


def test_putting_in_order_that_is_cut_short_is_told_once_in_the_chain(
    office: Workspace, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    recording = recorder(store, office.evidence)
    recording.record(answer(b"whole"))
    with open_path(office.evidence, "crawl-1-1").open("ab") as file:
        file.write(b"torn")
    _die(recording)

    def killed(_number: int, _length: int) -> None:
        raise SystemExit

    monkeypatch.setattr(os, "ftruncate", killed)
    with pytest.raises(SystemExit):
        put_in_order(store, office.evidence, NOW)
    monkeypatch.undo()
    put_in_order(store, office.evidence, LATER)
    assert len(list(links_of_kind(store, LinkKind.CUT))) == 1
    assert found(office, Weight.WRONG, Weight.LOOK) == []


def test_an_open_file_that_lost_bytes_is_not_sealed(office: Workspace, store: Store) -> None:
    recording = recorder(store, office.evidence)
    recording.record(answer(b"whole"))
    path = open_path(office.evidence, "crawl-1-1")
    path.write_bytes(path.read_bytes()[:-1])
    _die(recording)
    for _ in range(2):
        (told,) = put_in_order(store, office.evidence, NOW)
        assert f"{path} is cut short" in told
    assert "Capture 2" in wrong(office)[0]
    assert list(links_of_kind(store, LinkKind.SEALED)) == []
    path.unlink()
    assert f"{path} is missing" in put_in_order(store, office.evidence, NOW)[0]


def test_a_file_without_a_link_is_put_aside_whole(office: Workspace, store: Store) -> None:
    path = open_path(office.evidence, "crawl-9-1")
    path.parent.mkdir()
    path.write_bytes(b"WARC/1.1\r\nWARC-Ty")
    assert "was killed when it began" in found(office, Weight.LOOK)[0]
    put_in_order(store, office.evidence, NOW)
    assert warcs(office) == []
    assert [one.read_bytes() for one in (office.evidence / "aside").iterdir()] == [
        b"WARC/1.1\r\nWARC-Ty"
    ]
    assert found(office, Weight.WRONG, Weight.LOOK) == []


def test_what_a_running_sweep_writes_is_left_alone(office: Workspace, store: Store) -> None:
    recording = recorder(store, office.evidence)
    recording.record(answer(b"one"))
    assert put_in_order(store, office.evidence, NOW) == []
    recording.record(answer(b"two"))
    recording.close(NOW)
    assert found(office, Weight.WRONG, Weight.LOOK) == []


@pytest.mark.parametrize("step", ["manifest", "name"])
def test_a_seal_that_was_cut_short_is_finished(
    office: Workspace, store: Store, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    recording = recorder(store, office.evidence)
    recording.record(answer(b"one"))
    replace = Path.replace

    def killed(self: Path, target: Path) -> Path:
        if step == "manifest" or target.suffix == ".warc":
            raise SystemExit
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", killed)
    with pytest.raises(SystemExit):
        recording.close(NOW)
    monkeypatch.undo()
    _die(recording)
    assert wrong(office) == []
    assert any("seal" in said for said in found(office, Weight.LOOK))
    assert put_in_order(store, office.evidence, LATER) == []
    assert found(office, Weight.WRONG, Weight.LOOK) == []
