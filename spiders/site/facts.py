"""Facts of a site that stand in its pages, its headers and its certificate."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import UTC
from typing import Any

from cryptography import x509
from scrapy.http import Response

from spiders.ct_names import UNREADABLE
from spiders.site.ids import chats_in, trackers_in
from spiders.site.page import SitePage
from spiders.site.payments import payments_in
from spiders.site.ways import installs_in, messengers_in

_HEADERS = (
    "Server", "X-Powered-By", "Via", "CF-RAY", "X-Generator", "X-Cache", "Content-Language",
    "Last-Modified", "Content-Security-Policy", "Strict-Transport-Security", "Alt-Svc",
)  # fmt: skip
_LONGEST = 300  # letters of one header
_MOST_NAMES = 100


def facts_of_page(pages: Sequence[SitePage], markup: str) -> dict[str, Any]:
    """What the pages of one site say together; ``markup`` is all of them as they came."""
    text = "\n".join(filter(None, (words for page in pages for words in (page.text, page.hidden))))
    first = pages[0] if pages else None
    messengers: dict[str, list[str]] = {}
    for page in pages:
        for name, urls in messengers_in(page).items():
            messengers[name] = list(dict.fromkeys((*messengers.get(name, ()), *urls)))
    return {
        "language": first.language if first else None,
        "description": first.description if first else None,
        "hidden": first.hidden[:5_000] or None if first else None,
        "fields": _once(field for page in pages for field in page.fields),
        "link_words": _once(link.words for page in pages for link in page.links if link.words),
        "trackers": [each._asdict() for each in trackers_in(markup)],
        "chats": [each._asdict() for each in chats_in(markup)],
        "payments": [asdict(each) for each in payments_in(text)],
        "installs": _once(url for page in pages for url in installs_in(page)),
        "messengers": messengers,
    }


def headers_of_interest(answer: Response) -> dict[str, str]:
    """The headers that tell what a site runs on."""
    found = {name: answer.headers.get(name) for name in _HEADERS}
    return {
        name.lower(): value.decode("latin-1")[:_LONGEST]
        for name, value in found.items()
        if value is not None
    }


def names_of_certificate(answer: Response) -> dict[str, Any] | None:
    """The names and days of the certificate that the server showed; None: none can be read."""
    certificate = getattr(answer.certificate, "original", None)
    if certificate is None:
        return None
    try:
        read: x509.Certificate = certificate.to_cryptography()
        return {
            "names": _certified(read)[:_MOST_NAMES],
            "issuer": read.issuer.rfc4514_string()[:_LONGEST],
            "not_before": read.not_valid_before_utc.astimezone(UTC).isoformat(),
            "not_after": read.not_valid_after_utc.astimezone(UTC).isoformat(),
            "serial": f"{read.serial_number:x}",
        }
    except UNREADABLE:
        return None


def _certified(certificate: x509.Certificate) -> list[str]:
    try:
        found = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName)
        return found.value.get_values_for_type(x509.DNSName)
    except (x509.ExtensionNotFound, *UNREADABLE):
        return []


def _once(values: Iterable[str], most: int = 200) -> list[str]:
    return list(dict.fromkeys(values))[:most]
