"""What a server shows of itself is read, or left out; it never ends a visit."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from cryptography import x509
from scrapy.http import Response

from spiders.site.facts import names_of_certificate
from tests.spiders.ct_log import certificate, hostile_certificates


@dataclass
class Shown:
    """A certificate as a connection hands it over."""

    der: bytes

    @property
    def original(self) -> Shown:
        return self

    def to_cryptography(self) -> x509.Certificate:
        """Reads it, as the connection's own class does: where it is asked for."""
        return x509.load_der_x509_certificate(self.der)


def shown(der: bytes) -> Response:
    """An answer over a connection with this certificate."""
    return Response("https://vidu.example/", certificate=Shown(der))


def test_names_and_days_of_a_certificate() -> None:
    told = names_of_certificate(shown(certificate(["nohu-vidu.club"])))
    assert told is not None
    assert (told["names"], told["serial"]) == (["nohu-vidu.club"], "7")
    assert told["not_before"] == "2026-11-20T00:00:00+00:00"


def test_a_certificate_of_no_version_is_none() -> None:
    assert names_of_certificate(shown(hostile_certificates()["version"])) is None


@pytest.mark.parametrize("made", ["twice", "kind"])
def test_names_that_no_reader_takes_are_left_out(made: str) -> None:
    told = names_of_certificate(shown(hostile_certificates()[made]))
    assert told is not None
    assert (told["names"], told["issuer"]) == ([], "CN=CA Vi Du")
