"""A small certificate log, built by the specification and not by the code that reads it."""

from __future__ import annotations

import base64
import hashlib
import struct
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import NameOID

ORIGIN = "nhat-ky-vidu.example/2026"
BEGAN = datetime(2026, 11, 20, tzinfo=UTC)
_KEY = ec.generate_private_key(ec.SECP256R1())  # of every invented certificate
PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


def certificate(
    names: Sequence[str],
    *,
    poison: bool = False,
    common: str = "Vi Du",
    more: x509.UnrecognizedExtension | None = None,
) -> bytes:
    """An invented certificate for these names."""
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "CA Vi Du")]))
        .public_key(_KEY.public_key())
        .serial_number(7)
        .not_valid_before(BEGAN)
        .not_valid_after(BEGAN + timedelta(days=90))
    )
    if names:
        alternative = x509.SubjectAlternativeName([x509.DNSName(name) for name in names])
        made = made.add_extension(alternative, critical=False)
    if more is not None:
        made = made.add_extension(more, critical=False)
    if poison:
        made = made.add_extension(x509.PrecertPoison(), critical=True)
    return made.sign(_KEY, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def hostile_certificates() -> dict[str, bytes]:
    """Certificates that a reader refuses, each by an error of its own."""
    alternative = x509.ObjectIdentifier("2.5.29.17")
    other = x509.UnrecognizedExtension(x509.ObjectIdentifier("2.5.29.99"), b"\x30\x00")
    party = x509.UnrecognizedExtension(alternative, bytes.fromhex("3004a5020500"))
    whole = certificate(["nohu-vidu.club"])
    return {
        "version": whole.replace(bytes.fromhex("a003020102"), bytes.fromhex("a003020107"), 1),
        "twice": certificate(["nohu-vidu.club"], more=other).replace(
            bytes.fromhex("0603551d63"), bytes.fromhex("0603551d11")
        ),
        "kind": certificate([], more=party),
    }


def to_be_signed(der: bytes) -> bytes:
    """What of a certificate is signed."""
    return x509.load_der_x509_certificate(der).tbs_certificate_bytes


def counted(body: bytes, size: int) -> bytes:
    """Bytes behind their number."""
    return len(body).to_bytes(size, "big") + body


def tree_root(leaves: Sequence[bytes]) -> bytes:
    """MTH of RFC 6962 §2.1, word for word."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    left, right = tree_root(leaves[:half]), tree_root(leaves[half:])
    return hashlib.sha256(b"\x01" + left + right).digest()


class CertificateLog:
    """Entries, their tree, its key; what it serves by path."""

    def __init__(self, key: PrivateKey | None = None) -> None:
        self.key = key or ec.generate_private_key(ec.SECP256R1())
        self.leaves: list[bytes] = []  # MerkleTreeLeaf
        self.tiles: list[bytes] = []  # TileLeaf

    @property
    def public_key(self) -> str:
        """As lists of logs print it."""
        return base64.b64encode(self._der()).decode()

    def add(self, *names: str, precertificate: bool = False) -> None:
        """One more entry for these names."""
        whole = certificate(names, poison=precertificate)
        self.add_raw(whole, bare=to_be_signed(certificate(names)) if precertificate else None)

    def add_raw(self, der: bytes, *, bare: bytes | None = None, index: int | None = None) -> None:
        """One more entry; ``bare``: what is to be signed, of a precertificate."""
        told = len(self.leaves) if index is None else index
        stamp = int((BEGAN + timedelta(seconds=len(self.leaves))).timestamp() * 1000)
        signed = counted(der, 3) if bare is None else b"\x22" * 32 + counted(bare, 3)
        extensions = counted(b"\x00" + counted(told.to_bytes(5, "big"), 2), 2)
        timestamped = struct.pack(">QH", stamp, bare is not None) + signed + extensions
        handed_in = b"" if bare is None else counted(der, 3)
        self.leaves.append(b"\x00\x00" + timestamped)
        self.tiles.append(timestamped + handed_in + counted(b"\x33" * 64, 2))

    def checkpoint(self, *, root: bytes | None = None, size: int | None = None) -> bytes:
        """The signed tree head."""
        size = len(self.leaves) if size is None else size
        root = tree_root(self.leaves[:size]) if root is None else root
        stamp = struct.pack(">Q", 1_795_000_000_000)
        text = b"\x00\x01" + stamp + struct.pack(">Q", size) + root
        if isinstance(self.key, ec.EllipticCurvePrivateKey):
            signature = b"\x04\x03" + counted(self.key.sign(text, ec.ECDSA(hashes.SHA256())), 2)
        else:
            body = self.key.sign(text, padding.PKCS1v15(), hashes.SHA256())
            signature = b"\x04\x01" + counted(body, 2)
        log_id = hashlib.sha256(self._der()).digest()
        key_id = hashlib.sha256(ORIGIN.encode() + b"\n\x05" + log_id).digest()[:4]
        told = base64.b64encode(key_id + stamp + signature).decode()
        witness = base64.b64encode(b"\x01\x02\x03\x04" + b"\x55" * 64).decode()
        note = f"{ORIGIN}\n{size}\n{base64.b64encode(root).decode()}\n"
        return f"{note}\n— nhan-chung-vidu.example {witness}\n— {ORIGIN} {told}\n".encode()

    def tile(self, tile: int, width: int) -> bytes:
        """A data tile."""
        return b"".join(self.tiles[tile * 256 : tile * 256 + width])

    def _der(self) -> bytes:
        return self.key.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
