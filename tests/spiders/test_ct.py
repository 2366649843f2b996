"""Certificate logs: what is signed is checked, and nothing else is believed."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.errors import PayloadChanged
from spiders.certificates import _beginning, _stop
from spiders.ct_checkpoint import Checkpoint, LogKey, parse_checkpoint
from spiders.ct_names import names_of
from spiders.ct_tiles import parse_tile, tile_path
from spiders.ct_tree import grown, leaf_hash, root_of
from tests.spiders.ct_log import (
    BEGAN,
    ORIGIN,
    CertificateLog,
    certificate,
    counted,
    hostile_certificates,
    to_be_signed,
    tree_root,
)


@pytest.fixture(scope="module")
def log() -> CertificateLog:
    made = CertificateLog()
    for number in range(5):
        made.add(f"so{number}-vidu.club", f"*.so{number}-vidu.club", precertificate=number % 2 == 1)
    return made


def test_a_checkpoint_tells_size_and_root(log: CertificateLog) -> None:
    head = parse_checkpoint(log.checkpoint(), LogKey(log.public_key))
    assert head == Checkpoint(size=5, root=tree_root(log.leaves))
    empty = parse_checkpoint(CertificateLog(log.key).checkpoint(), LogKey(log.public_key))
    assert empty == Checkpoint(size=0, root=hashlib.sha256(b"").digest())


def test_a_log_may_sign_with_rsa() -> None:
    log = CertificateLog(rsa.generate_private_key(public_exponent=65537, key_size=2048))
    assert parse_checkpoint(log.checkpoint(), LogKey(log.public_key)).size == 0


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n5\n", "\n6\n"),
        lambda text: text.replace("\n5\n", "\n05\n"),
        lambda text: text.replace("\n5\n", "\n5\nthem\n"),
        lambda text: text.replace(ORIGIN, "khac-vidu.example"),
        lambda text: text.replace(f"— {ORIGIN}", "— khac-vidu.example"),
        lambda text: text.rpartition("— ")[0],
        lambda text: text.replace("\n\n", "\n"),
        lambda text: "\n\n" + text,
        lambda text: text[:-12] + "AAAAAAAAAA=\n",
        lambda text: text.replace("— ", "- "),
        lambda text: "",
        lambda text: "<html>502</html>",
        lambda text: text + "x" * 70_000,
    ],
)
def test_a_checkpoint_that_was_altered_is_not_read(
    log: CertificateLog, change: Callable[[str], str]
) -> None:
    body = change(log.checkpoint().decode()).encode()
    assert body != log.checkpoint()
    with pytest.raises(PayloadChanged):
        parse_checkpoint(body, LogKey(log.public_key))


def test_a_signature_that_lies_about_its_length_is_wrong(log: CertificateLog) -> None:
    before, _, printed = log.checkpoint().rstrip().rpartition(b" ")
    signed = bytearray(base64.b64decode(printed))
    signed[4 + 8 + 3] ^= 1  # behind key id and time: scheme, then the length
    with pytest.raises(PayloadChanged, match="signature of its checkpoint is wrong"):
        parse_checkpoint(before + b" " + base64.b64encode(signed) + b"\n", LogKey(log.public_key))


def test_a_checkpoint_of_another_key_is_not_read(log: CertificateLog) -> None:
    with pytest.raises(PayloadChanged, match="no signature of the key"):
        parse_checkpoint(log.checkpoint(), LogKey(CertificateLog().public_key))


@pytest.mark.parametrize("printed", ["", "!", "AAAA", base64.b64encode(b"x" * 91).decode()])
def test_what_is_no_key_is_refused(printed: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        LogKey(printed)


def test_a_key_that_no_log_signs_with_is_refused() -> None:
    other = ed25519.Ed25519PrivateKey.generate().public_key()
    der = other.public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    with pytest.raises(ValueError, match="ECDSA or RSA"):
        LogKey(base64.b64encode(der).decode())


@settings(deadline=None)
@given(st.integers(0, 1_400), st.integers(1, 255))
def test_no_changed_byte_of_a_checkpoint_passes_for_another_head(place: int, by: int) -> None:
    body = bytearray(SIGNED)
    body[place % len(body)] ^= by
    try:
        head = parse_checkpoint(bytes(body), LogKey(SIGNER.public_key))
    except PayloadChanged:
        return
    assert head == Checkpoint(size=0, root=hashlib.sha256(b"").digest())


SIGNER = CertificateLog()
SIGNED = SIGNER.checkpoint()


@pytest.mark.parametrize("count", [0, 1, 2, 3, 7, 8, 255, 256, 257, 300])
def test_the_edge_grows_into_the_root_of_the_specification(count: int) -> None:
    leaves = [b"%d" % number for number in range(count)]
    edge: tuple[bytes, ...] = ()
    size = 0
    for part in (leaves[: count // 3], leaves[count // 3 :]):
        edge = grown(edge, size, map(leaf_hash, part))
        size += len(part)
    assert root_of(edge) == tree_root(leaves)
    assert len(edge) == count.bit_count()


@pytest.mark.parametrize(
    ("tile", "width", "path"),
    [
        (0, 256, "tile/data/000"),
        (7, 112, "tile/data/007.p/112"),
        (999, 256, "tile/data/999"),
        (1_000, 256, "tile/data/x001/000"),
        (1_234_067, 256, "tile/data/x001/x234/067"),
        (1_234_067, 1, "tile/data/x001/x234/067.p/1"),
    ],
)
def test_tiles_lie_where_the_specification_says(tile: int, width: int, path: str) -> None:
    assert tile_path(tile, width) == path


def test_a_tile_gives_its_entries_with_hash_time_and_names(log: CertificateLog) -> None:
    entries = list(parse_tile(log.tile(0, 5), first=0, width=5))
    assert [entry.hash for entry in entries] == [leaf_hash(leaf) for leaf in log.leaves]
    assert [entry.index for entry in entries] == [0, 1, 2, 3, 4]
    assert [entry.bare for entry in entries] == [False, True, False, True, False]
    assert entries[0].at == BEGAN
    assert [names_of(entry.certificate, bare=entry.bare) for entry in entries] == [
        (f"so{number}-vidu.club", f"*.so{number}-vidu.club") for number in range(5)
    ]


@pytest.mark.parametrize(
    ("first", "width", "change", "why"),
    [
        (0, 5, lambda body: body[:-1], "cut off"),
        (0, 5, lambda body: body + body[:40], "more than 5"),
        (0, 4, lambda body: body, "more than 4"),
        (0, 6, lambda body: body, "cut off"),
        (256, 5, lambda body: body, "calls itself 0"),
        (0, 5, lambda body: body[:8] + b"\x00\x07" + body[10:], "unknown type 7"),
        (0, 5, lambda body: b"\xff" * 8 + body[8:], "no time"),
        (0, 5, lambda body: b"", "cut off"),
        (0, 5, lambda body: body[:-66] + counted(b"3" * 63, 2), "issuers that are no SHA-256"),
    ],
)
def test_a_tile_that_does_not_fit_is_a_changed_answer(
    log: CertificateLog, first: int, width: int, change: Callable[[bytes], bytes], why: str
) -> None:
    with pytest.raises(PayloadChanged, match=why):
        list(parse_tile(change(log.tile(0, 5)), first=first, width=width))


@settings(deadline=None)
@given(st.data())
def test_no_bytes_of_a_tile_break_the_reader(data: st.DataObject) -> None:
    log = SIGNER if SIGNER.leaves else _filled(SIGNER)
    body = bytearray(log.tile(0, 3))
    for _ in range(data.draw(st.integers(1, 4))):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
    try:
        entries = list(parse_tile(bytes(body), first=0, width=3))
    except PayloadChanged:
        return
    for entry in entries:
        names = names_of(entry.certificate, bare=entry.bare)
        assert names is None or all(isinstance(name, str) for name in names)


def _filled(log: CertificateLog) -> CertificateLog:
    for number in range(3):
        log.add(f"so{number}-vidu.club", precertificate=number == 1)
    return log


def test_a_common_name_counts_where_it_looks_like_a_name() -> None:
    assert names_of(certificate((), common="ten-vidu.club"), bare=False) == ("ten-vidu.club",)
    assert names_of(certificate((), common="Công ty Ví Dụ"), bare=False) == ()
    both = certificate(("ten-vidu.club", "hai-vidu.club"), common="ten-vidu.club")
    assert names_of(both, bare=False) == ("ten-vidu.club", "hai-vidu.club")


def test_a_common_name_of_another_type_is_not_read() -> None:
    """A string of bits, which no common name may be (RFC 5280 4.1.2.4)."""
    name = b"ten-vidu.club"
    told = certificate((), common=name.decode())
    as_text, as_bits = (bytes((kind, len(name))) + name for kind in (0x0C, 0x03))
    assert told.count(as_text) >= 1
    assert names_of(told.replace(as_text, as_bits), bare=False) is None


@pytest.mark.parametrize("size", [0, 3, 30])
def test_a_bare_certificate_of_any_length_is_read(size: int) -> None:
    names = tuple(f"so{number}-vidu.club" for number in range(size))
    assert names_of(to_be_signed(certificate(names)), bare=True) == names


@pytest.mark.parametrize("der", [b"", b"\x30\x00", b"<html>", b"\x00" * 400])
def test_what_is_no_certificate_has_no_names_and_says_so(der: bytes) -> None:
    assert names_of(der, bare=False) is None
    assert names_of(der, bare=True) is None


def test_where_a_log_is_first_read() -> None:
    whole = _beginning(1_000, 1_000)
    assert (whole.read, whole.edge) == (0, ())
    late = _beginning(10_000, 1_000)
    assert (late.read, late.edge) == (8_960, None)
    assert (10_000 - late.read, late.read % 256) == (1_040, 0)


@pytest.mark.parametrize(
    ("read", "size", "limit", "stop"),
    [
        (0, 1_000, None, 1_000),
        (0, 1_000, 1_000, 1_000),
        (0, 1_000, 600, 512),
        (0, 1_000, 1, 256),
        (300, 1_000, 1, 512),
        (300, 310, 1, 310),
        (300, 300, 1, 300),
    ],
)
def test_short_of_the_end_only_whole_tiles_are_read(
    read: int, size: int, limit: int | None, stop: int
) -> None:
    assert _stop(read, size, limit) == stop


@pytest.mark.parametrize("made", ["version", "twice", "kind"])
def test_a_certificate_that_no_reader_takes_has_no_names(made: str) -> None:
    assert names_of(hostile_certificates()[made], bare=False) is None
