"""The names that a certificate is for."""

from __future__ import annotations

from cryptography import x509
from cryptography.x509.oid import NameOID

# A Certificate around what is to be signed: ecdsa-with-SHA256 and an empty signature. Only the
# names are read, and what a log holds of a precertificate has no signature.
_UNSIGNED = bytes.fromhex("300a06082a8648ce3d040302") + bytes.fromhex("030100")
UNREADABLE = (  # what a certificate may raise that anybody may have made
    ValueError,
    TypeError,  # a name given as a string of bits
    x509.DuplicateExtension,
    x509.InvalidVersion,
    x509.UnsupportedGeneralNameType,
)


def names_of(certificate: bytes, *, bare: bool) -> tuple[str, ...] | None:
    """Its DNS names and a common name that looks like one; None: it cannot be read.

    ``bare``: only what is to be signed, as a log holds it of a precertificate.
    """
    der = _sequence(certificate + _UNSIGNED) if bare else certificate
    try:
        read = x509.load_der_x509_certificate(der)
        common = [
            str(name.value) for name in read.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
        ]
        found = read.extensions.get_extension_for_class(x509.SubjectAlternativeName)
        names = found.value.get_values_for_type(x509.DNSName)
    except x509.ExtensionNotFound:
        names = []
    except UNREADABLE:
        return None
    return tuple(dict.fromkeys((*names, *(name for name in common if "." in name))))


def _sequence(content: bytes) -> bytes:
    """The content as an ASN.1 SEQUENCE."""
    size = len(content)
    if size < 0x80:
        return bytes((0x30, size)) + content
    told = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((0x30, 0x80 | len(told))) + told + content
