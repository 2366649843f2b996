"""Checkpoints of certificate logs (c2sp.org/static-ct-api, signed-note): the signed tree head."""

from __future__ import annotations

import base64
import binascii
import hashlib
import struct
from dataclasses import dataclass
from functools import cached_property

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import load_der_public_key

from spiders.shapes import changed

NAME = "certificates"
_DASH = "— "
_TREE_HEAD = b"\x05"  # the type of signatures as RFC 6962 makes them
_V1, _TREE_HASH = 0, 1
_SHA256, _RSA, _ECDSA = 4, 1, 3  # TLS 1.2
_MOST = 64 * 1024  # bytes of a checkpoint with many signatures


@dataclass(frozen=True)
class LogKey:
    """The public key of a log, as lists of logs print it: base64 of its DER form.

    ``ValueError`` where it is none that a log may sign with.
    """

    printed: str

    def __post_init__(self) -> None:
        if not isinstance(self._key, ec.EllipticCurvePublicKey | rsa.RSAPublicKey):
            raise ValueError("a log signs with ECDSA or RSA")

    @cached_property
    def id(self) -> bytes:
        """The log's id: what its key hashes to."""
        return hashlib.sha256(self._der).digest()

    def signed(self, signature: bytes, text: bytes) -> bool:
        """Whether a signature in the form of TLS 1.2 is this key's, over the text."""
        if len(signature) < 4:
            return False
        scheme, size = signature[:2], int.from_bytes(signature[2:4], "big")
        body = signature[4:]
        if size != len(body):
            return False
        try:
            if isinstance(self._key, ec.EllipticCurvePublicKey):
                if scheme != bytes((_SHA256, _ECDSA)):
                    return False
                self._key.verify(body, text, ec.ECDSA(hashes.SHA256()))
            elif isinstance(self._key, rsa.RSAPublicKey):
                if scheme != bytes((_SHA256, _RSA)):
                    return False
                self._key.verify(body, text, padding.PKCS1v15(), hashes.SHA256())
        except InvalidSignature:
            return False
        return True

    @cached_property
    def _der(self) -> bytes:
        return base64.b64decode(self.printed, validate=True)

    @cached_property
    def _key(self) -> object:
        try:
            return load_der_public_key(self._der)
        except UnsupportedAlgorithm as error:
            raise ValueError(str(error)) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """What a log signed: how many entries it has, and the root of their tree."""

    size: int
    root: bytes


def parse_checkpoint(body: bytes, key: LogKey) -> Checkpoint:
    """The tree head of a checkpoint, once the log's own signature of it holds.

    The origin is not signed (static-ct-api): only the key tells which log it is.
    """
    if len(body) > _MOST:
        raise changed(NAME, "its checkpoint is too long")
    try:
        text = body.decode("utf-8")
        note, _, signatures = text.rpartition("\n\n")
        origin, size, root = note.split("\n")  # such a checkpoint has no further lines
        head = Checkpoint(size=_decimal(size), root=base64.b64decode(root, validate=True))
    except (ValueError, binascii.Error) as error:
        raise changed(NAME, "its checkpoint is no signed note with three lines") from error
    if len(head.root) != 32:
        raise changed(NAME, "the root of its checkpoint is no SHA-256")
    own = [
        signed[4:]
        for name, signed in map(_signature, signatures.splitlines())
        if name == origin and signed[:4] == _key_id(origin, key)
    ]
    if not own:
        raise changed(NAME, "its checkpoint bears no signature of the key in rasoat.toml")
    if not all(_holds(signed, head, key) for signed in own):
        raise changed(NAME, "the signature of its checkpoint is wrong")
    return head


def _decimal(text: str) -> int:
    if not (text.isascii() and text.isdigit() and str(int(text)) == text):
        raise ValueError(text)
    return int(text)


def _signature(line: str) -> tuple[str, bytes]:
    """Whose signature a line is and its bytes; nobody's where it is none."""
    name, blank, signed = line.removeprefix(_DASH).partition(" ")
    if not line.startswith(_DASH) or not blank:
        return "", b""
    try:
        return name, base64.b64decode(signed, validate=True)
    except (ValueError, binascii.Error):
        return "", b""


def _key_id(origin: str, key: LogKey) -> bytes:
    return hashlib.sha256(origin.encode() + b"\n" + _TREE_HEAD + key.id).digest()[:4]


def _holds(signed: bytes, head: Checkpoint, key: LogKey) -> bool:
    stamp, signature = signed[:8], signed[8:]
    text = struct.pack(">BB", _V1, _TREE_HASH) + stamp + struct.pack(">Q", head.size) + head.root
    return len(stamp) == 8 and key.signed(signature, text)
