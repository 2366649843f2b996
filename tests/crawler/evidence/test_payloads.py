"""Recorded bytes lie under their own hash, whole or not at all."""

from __future__ import annotations

import gzip
import os
import zlib
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawler.evidence.payloads import payload_path, read_payload, save_payload
from crawler.records import evidence_id


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=2_000))
def test_bytes_come_back_as_they_were(tmp_path: Path, body: bytes) -> None:
    assert read_payload(tmp_path, save_payload(tmp_path, body)) == body


def test_the_same_bytes_are_kept_once_and_never_written_again(tmp_path: Path) -> None:
    evidence = save_payload(tmp_path, b"answer")
    path = payload_path(tmp_path, evidence)
    os.utime(path, (1, 1))
    assert save_payload(tmp_path, b"answer") == evidence == evidence_id(b"answer")
    assert path.stat().st_mtime == 1
    assert [file for file in tmp_path.rglob("*") if file.is_file()] == [path]


@pytest.mark.parametrize(
    "wanted",
    [
        "",
        "sha256:",
        "sha256:../../../../etc/passwd",
        "sha256:" + "0" * 63,
        "sha256:" + "0" * 65,
        "sha256:" + "A" * 64,
        "sha256:" + "/" * 64,
        "md5:" + "0" * 60,
    ],
)
def test_only_a_hash_is_the_name_of_bytes(tmp_path: Path, wanted: str) -> None:
    with pytest.raises(ValueError, match="is not the id of recorded bytes"):
        payload_path(tmp_path, wanted)


def test_altered_bytes_are_not_read(tmp_path: Path) -> None:
    evidence = save_payload(tmp_path, b"answer")
    payload_path(tmp_path, evidence).write_bytes(gzip.compress(b"another answer"))
    with pytest.raises(ValueError, match="it was altered"):
        read_payload(tmp_path, evidence)


@pytest.mark.parametrize("place", range(0, 60, 3))
def test_no_damaged_byte_is_read_as_something_else(tmp_path: Path, place: int) -> None:
    body = "Nổ hũ đổi thưởng uy tín, rút tiền về ví".encode()
    evidence = save_payload(tmp_path, body)
    path = payload_path(tmp_path, evidence)
    damaged = bytearray(path.read_bytes())
    damaged[place % len(damaged)] ^= 0x55
    path.write_bytes(bytes(damaged))
    with suppress(OSError, EOFError, ValueError, zlib.error):
        assert read_payload(tmp_path, evidence) == body  # the time stamp of the gzip header, say


def test_a_save_that_was_cut_short_leaves_no_bytes_under_the_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        save_payload(tmp_path, b"answer")
    assert not payload_path(tmp_path, evidence_id(b"answer")).exists()
    monkeypatch.undo()
    assert read_payload(tmp_path, save_payload(tmp_path, b"answer")) == b"answer"


def test_missing_bytes_are_missing(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_payload(tmp_path, evidence_id(b"never seen"))
