"""Which certificates the browser trusts beside its own: those of ``SSL_CERT_FILE``.

Chromium reads them from a database of NSS in its home, and from nowhere else without root. The
library that writes it is there wherever Chromium is; its command ``certutil`` seldom is.
"""

from __future__ import annotations

import ctypes
import os
import ssl
from pathlib import Path
from typing import ClassVar

import certifi

from crawler.errors import BrowserProblem

_LIBRARY = "libnss3.so"
_TRUSTED_CA = 0x10 | 0x08  # CERTDB_TRUSTED_CA and CERTDB_VALID_CA of NSS's certdb.h


class _Item(ctypes.Structure):
    _fields_: ClassVar = [
        ("type", ctypes.c_int),
        ("data", ctypes.c_char_p),
        ("length", ctypes.c_uint),
    ]


class _Trust(ctypes.Structure):
    _fields_: ClassVar = [(use, ctypes.c_uint) for use in ("ssl", "email", "signing")]


def make_trusted(home: Path) -> None:
    """Writes the certificates of ``SSL_CERT_FILE`` where a Chromium with this home reads them."""
    file = os.environ.get("SSL_CERT_FILE")
    if not file:
        return
    try:
        # Chromium has the public ones itself, and each costs two writes to the disk.
        added = _certificates(file) - _certificates(certifi.where())
        nss = ctypes.CDLL(_LIBRARY)
    except OSError as error:
        raise BrowserProblem(
            f"The browser cannot be made to trust the certificates of {file}: {error}. Correct "
            f"SSL_CERT_FILE, or install {_LIBRARY} (Debian: libnss3)."
        ) from error
    folder = home / ".pki" / "nssdb"
    folder.mkdir(parents=True)
    if not _write(nss, folder, added):
        raise BrowserProblem(
            f"The browser cannot be made to trust the certificates of {file}: {_LIBRARY} did not "
            "take them. Is it of another version than the browser?"
        )


def _certificates(file: str) -> set[bytes]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(file)
    return set(context.get_ca_certs(binary_form=True))


def _write(nss: ctypes.CDLL, folder: Path, certificates: set[bytes]) -> bool:
    for name in ("PK11_GetInternalKeySlot", "CERT_NewTempCertificate", "CERT_GetDefaultCertDB"):
        getattr(nss, name).restype = ctypes.c_void_p
    if nss.NSS_InitReadWrite(f"sql:{folder}".encode()) != 0:
        return False
    slot = ctypes.c_void_p(nss.PK11_GetInternalKeySlot())
    try:
        if nss.PK11_NeedUserInit(slot):
            nss.PK11_InitPin(slot, None, None)  # trust is signed with the key of a fresh database
        return all(_trusted(nss, slot, place, der) for place, der in enumerate(certificates))
    finally:
        nss.PK11_FreeSlot(slot)
        nss.NSS_Shutdown()


def _trusted(nss: ctypes.CDLL, slot: ctypes.c_void_p, place: int, der: bytes) -> bool:
    database = ctypes.c_void_p(nss.CERT_GetDefaultCertDB())
    item = ctypes.byref(_Item(0, der, len(der)))
    certificate = ctypes.c_void_p(nss.CERT_NewTempCertificate(database, item, None, 0, 1))
    if not certificate:
        return False
    try:
        name = f"rasoat {place}".encode()
        kept: int = nss.PK11_ImportCert(slot, certificate, ctypes.c_ulong(0), name, 0)
        trust = ctypes.byref(_Trust(_TRUSTED_CA, 0, 0))
        return kept == 0 and nss.CERT_ChangeCertTrust(database, certificate, trust) == 0
    finally:
        nss.CERT_DestroyCertificate(certificate)
