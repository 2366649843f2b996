"""The replica's own certificate authority: one CA, one short-lived certificate for each host."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

_LIFE = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Certified:
    """What the certificate of one host says, where it is not simply the host's name."""

    names: tuple[str, ...]
    expired: bool = False


class Authority:
    """Signs certificates for the replica's hosts with a key that never leaves ``directory``."""

    def __init__(self, directory: Path, special: Mapping[str, Certified] | None = None) -> None:
        self._directory = directory
        self._special = special or {}
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = _name("rasoat replica CA (loopback only)")
        self._contexts: dict[str, ssl.SSLContext] = {}
        certificate = self._certificate(self._name, self._key, says=None)
        self.ca_file = directory / "ca.pem"
        self.ca_file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))

    def context(self, host: str) -> ssl.SSLContext:
        """The TLS server side for one host, made once."""
        if host not in self._contexts:
            self._contexts[host] = self._new_context(host)
        return self._contexts[host]

    def _new_context(self, host: str) -> ssl.SSLContext:
        key = ec.generate_private_key(ec.SECP256R1())
        says = self._special.get(host, Certified((host,)))
        certificate = self._certificate(_name(says.names[0]), key, says=says)
        path = self._directory / f"{host}.pem"
        path.touch(mode=0o600)
        path.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
            + certificate.public_bytes(serialization.Encoding.PEM)
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        context.set_alpn_protocols(["http/1.1"])
        return context

    def _certificate(
        self, subject: x509.Name, key: ec.EllipticCurvePrivateKey, *, says: Certified | None
    ) -> x509.Certificate:
        # The system clock, not RASOAT_NOW: TLS clients check validity against it.
        now = datetime.now(UTC)
        if says is not None and says.expired:
            now -= 2 * _LIFE
        public, issuer = key.public_key(), self._key.public_key()
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(public)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + _LIFE)
            .add_extension(x509.BasicConstraints(ca=says is None, path_length=None), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer), critical=False
            )
            .add_extension(_usage(signs=says is None), critical=True)
        )
        if says is not None:
            names = x509.SubjectAlternativeName([x509.DNSName(name) for name in says.names])
            server = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])
            builder = builder.add_extension(names, critical=False)
            builder = builder.add_extension(server, critical=False)
        return builder.sign(self._key, hashes.SHA256())


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs,
        crl_sign=signs,
        encipher_only=False,
        decipher_only=False,
    )
