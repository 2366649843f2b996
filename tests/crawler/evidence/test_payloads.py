"""Bodies that older versions kept are read whole or not at all."""

from __future__ import annotations

import gzip
import zlib
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawler.evidence.payloads import kept_payloads, payload_path, read_payload
from crawler.records import evidence_id
from tests.crawler.office import keep_payload


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=2_000))
def test_bytes_come_back_as_they_were(tmp_path: Path, body: bytes) -> None:
    assert read_payload(tmp_path, keep_payload(tmp_path, body)) == body


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
    evidence = keep_payload(tmp_path, b"answer")
    payload_path(tmp_path, evidence).write_bytes(gzip.compress(b"another answer"))
    with pytest.raises(ValueError, match="it was altered"):
        read_payload(tmp_path, evidence)


@pytest.mark.parametrize("place", range(0, 60, 3))
def test_no_damaged_byte_is_read_as_something_else(tmp_path: Path, place: int) -> None:
    body = "Nổ hũ đổi thưởng uy tín, rút tiền về ví".encode()
    evidence = keep_payload(tmp_path, body)
    path = payload_path(tmp_path, evidence)
    damaged = bytearray(path.read_bytes())
    damaged[place % len(damaged)] ^= 0x55
    path.write_bytes(bytes(damaged))
    with suppress(OSError, EOFError, ValueError, zlib.error):
        assert read_payload(tmp_path, evidence) == body  # the time stamp of the gzip header, say


def test_missing_bytes_are_missing(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_payload(tmp_path, evidence_id(b"never seen"))


def test_all_bodies_of_the_store_are_known(tmp_path: Path) -> None:
    kept = {keep_payload(tmp_path, body) for body in (b"a", b"b", b"a")}
    assert set(kept_payloads(tmp_path)) == kept
