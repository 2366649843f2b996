"""Time stamps of a third party (RFC 3161): the head of the chain existed at that moment.

A stamp of the head covers every link before it, because each link names the hash of the one before.
"""

from __future__ import annotations

import base64
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPException
from pathlib import Path
from typing import Any

from cryptography.x509 import Certificate, load_pem_x509_certificates
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from crawler.errors import ConfigError, EvidenceProblem
from crawler.store import Store
from crawler.store.chain import Link, LinkKind, append_link, hash_of, head, links, links_of_kind

_SECONDS = 20.0
_LARGEST = 64 << 10  # bytes of an answer; real ones have a few thousand
_QUERY = "application/timestamp-query"


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """Who stamps, and the root certificates by which that is checked."""

    url: str
    roots: tuple[Certificate, ...]

    def stamp(self, message: bytes) -> bytes:
        """The authority's answer for a message (DER, ``TimeStampResp``), after it was checked.

        Raises ``EvidenceProblem`` where no valid one comes; nothing is retried.
        """
        asked = TimestampRequestBuilder(message, HashAlgorithm.SHA256).build()
        try:
            answer = self._post(asked.as_bytes())
            read = _read(answer)
            VerifierBuilder(nonce=asked.nonce, roots=list(self.roots)).build().verify_message(
                read, message
            )
        except (OSError, HTTPException, ValueError, VerificationError) as error:
            raise EvidenceProblem(
                f"{self.url} gave no valid time stamp: {error}. Try it later: rasoat evidence stamp"
            ) from error
        return answer

    def is_valid(self, answer: bytes, message: bytes) -> bool:
        """Whether an answer stamps the message and one of the roots stands behind it."""
        try:
            verifier = VerifierBuilder(roots=list(self.roots)).build()
            return verifier.verify_message(_read(answer), message)
        except (ValueError, VerificationError):
            return False

    def _post(self, query: bytes) -> bytes:
        # The configuration allows http and https only.
        request = urllib.request.Request(self.url, query, {"Content-Type": _QUERY})  # noqa: S310
        with _OPENER.open(request, timeout=_SECONDS) as answer:
            body: bytes = answer.read(_LARGEST + 1)
        if len(body) > _LARGEST:
            raise ValueError(f"an answer of more than {_LARGEST} bytes")
        return body


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """An authority that sends elsewhere is not the one that was configured."""

    def redirect_request(self, *answered: Any) -> None:
        """None: the redirect is an error."""


_OPENER = urllib.request.build_opener(_NoRedirect)


def read_authority(url: str, roots: Path | None) -> Authority | None:
    """The authority of ``evidence.time_stamps`` with the PEM file of ``evidence.authority_ca``.

    None: no file is named, so nothing is stamped or checked. An empty ``url`` only checks.
    """
    if roots is None:
        return None
    try:
        return Authority(url=url, roots=tuple(load_pem_x509_certificates(roots.read_bytes())))
    except OSError as error:
        why = f"cannot be read: {error.strerror}"
    except ValueError:
        why = "holds no PEM certificates"
    raise ConfigError(f"evidence.authority_ca {roots} {why}. Name the root of {url}.")


def stamp_head(store: Store, authority: Authority, now: datetime) -> Link | None:
    """Has the head stamped and appends the stamp; None: nothing came since the last one."""
    last = head(store)
    if last is None or last.facts["kind"] == LinkKind.STAMPED:
        return None
    answer = authority.stamp(last.text.encode())
    facts = {
        "of": last.n,
        "hash": last.hash,
        "authority": authority.url,
        "said": _moment(answer).isoformat(),
        "answer": base64.b64encode(answer).decode(),
    }
    with store.writing(durable=True):
        return append_link(store, LinkKind.STAMPED, file="", at=now, facts=facts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """One stamp of the chain. ``valid`` None: no root certificate to check it by."""

    n: int
    of: int  # the link that was the head
    authority: str
    said: datetime  # when, as the authority says
    valid: bool | None


def stamps(store: Store, authority: Authority | None) -> Iterator[Stamp]:
    """Every stamp of the chain, checked against the link that it names."""
    for link in links_of_kind(store, LinkKind.STAMPED):
        facts = link.facts
        yield Stamp(
            n=link.n,
            of=facts["of"],
            authority=facts["authority"],
            said=datetime.fromisoformat(facts["said"]),
            valid=_is_valid(store, facts, authority),
        )


def _is_valid(store: Store, facts: dict[str, Any], authority: Authority | None) -> bool | None:
    answer = base64.b64decode(facts["answer"])
    named = next(links(store, first=facts["of"], last=facts["of"]), None)
    if named is None or hash_of(named.text) != facts["hash"] or not _says(answer, facts):
        return False
    return authority.is_valid(answer, named.text.encode()) if authority else None


def _says(answer: bytes, facts: dict[str, Any]) -> bool:
    try:
        return _moment(answer).isoformat() == facts["said"] and (
            _read(answer).tst_info.message_imprint.message == bytes.fromhex(facts["hash"])
        )
    except ValueError:
        return False


def _read(answer: bytes) -> TimeStampResponse:
    return decode_timestamp_response(answer)


def _moment(answer: bytes) -> datetime:
    return _read(answer).tst_info.gen_time.astimezone(UTC)
