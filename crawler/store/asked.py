"""What a frontier holds: requests in a form that outlives the process, and how each ended."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from sqlite3 import DataError, IntegrityError, InterfaceError, ProgrammingError
from typing import Any

from crawler.records import Sighting
from crawler.store.values import stored_json

_FORM = 1  # of ``Ask.stored``; a program that does not know it parks the request


class RequestOutcome(StrEnum):
    """How a request of a crawl ended; each has exactly one once the crawl is complete."""

    DONE = "done"  # answered, and read to its end
    UNREADABLE = "unreadable"  # answered in a shape that the spider does not know
    REFUSED = "refused"  # the source does not want to answer: 403, 429, captcha, another host
    FORBIDDEN = "forbidden"  # by robots.txt
    FAILED = "failed"  # no answer came: network, certificate, size, too many redirects
    DROPPED = "dropped"  # Scrapy gave neither an answer nor an error
    PARKED = "parked"  # every worker that took it died, or none understands it


# Asked again when the crawl is resumed. What is parked would only kill the next worker.
ASKED_AGAIN = frozenset(RequestOutcome) - {RequestOutcome.DONE, RequestOutcome.PARKED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One request of a crawl, without anything that only the process that made it knows."""

    url: str
    step: str
    callback: str  # a method of the spider
    method: str = "GET"
    headers: Mapping[str, Sequence[str]] = field(default_factory=dict)
    body: bytes = b""
    kwargs: Mapping[str, Any] = field(default_factory=dict)  # what the callback is told
    meta: Mapping[str, Any] = field(default_factory=dict)
    priority: int = 0

    @property
    def key(self) -> bytes:
        """The same for two requests that would ask the same thing for the same reason."""
        parts = (self.method.encode(), self.url.encode(), self.body, self.callback.encode())
        return hashlib.sha256(b"\0".join(parts)).digest()[:16]

    def stored(self) -> str:
        """The stable form: JSON without what is at its default."""
        told = {
            "form": _FORM,
            "url": self.url,
            "callback": self.callback,
            "method": self.method if self.method != "GET" else None,
            "headers": {name: list(values) for name, values in self.headers.items()},
            "body": base64.b64encode(self.body).decode(),
            "kwargs": self.kwargs,
            "meta": self.meta,
        }
        bare = {name: value for name, value in told.items() if value}
        text = stored_json(bare)
        if json.loads(text) != bare:
            # A tuple, or a number as a key, would come back to the callback as something else.
            raise TypeError(f"The request for {self.url} carries what JSON does not give back.")
        return text


def read_ask(text: str, *, step: str, priority: int) -> Ask | None:
    """The request of a stored form; None when another version of this program wrote it."""
    told = json.loads(text)
    if told.pop("form") != _FORM:
        return None
    body = base64.b64decode(told.pop("body", ""))
    return Ask(**told, body=body, step=step, priority=priority)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """A request in the hands of one worker until a deadline. ``ask`` None: not understood."""

    id: int
    ask: Ask | None
    attempts: int  # times that it was taken, this one included


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What came of a request: written as a whole, or not at all."""

    outcome: RequestOutcome
    reason: str | None = None
    status: int | None = None  # of an answer that was not read
    sightings: Sequence[Sighting] = ()
    asks: Sequence[Ask] = ()
    admitted: Mapping[str, Sequence[str]] = field(default_factory=dict)  # keys by what admits them
    unread: int = 0  # rows of the answer in a shape that nobody knows


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a crawl has come by what is stored, for the worker that goes on with it."""

    asked: int
    done: int
    searches: int
    searches_found: int
    sightings: int
    present: int
    unread: int
    filled: Mapping[str, int]
    admitted: Mapping[str, Sequence[str]]


# What comes of an answer that nobody foresaw, where it is kept: that one request is parked with its
# reason, and the crawl goes on. A full disk or a locked database is not among them.
UNFORESEEN = (
    *(ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError),
    *(DataError, IntegrityError, InterfaceError, ProgrammingError),
)


def unwritable(error: BaseException) -> Delivery:
    """The end of a request of which all that came cannot be written, by no fault of the disk."""
    told = f"{type(error).__name__}: {error}".encode("utf-8", "backslashreplace").decode()
    reason = f"what came of it cannot be written ({told:.300}). Look at the log"
    return Delivery(outcome=RequestOutcome.PARKED, reason=reason)
