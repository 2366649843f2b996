"""What a worker sends of a request's end, as the fields of an entry in a stream of Redis."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from crawler.evidence.warc import Answer
from crawler.store.asked import Ask, Delivery, RequestOutcome, read_ask
from crawler.store.sightings import read_sighting, sighting_row
from crawler.store.values import read_time, stored_json, stored_time

_PARTS = ("asked", "head", "received", "body")


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """How a request ended in another process, and what that process was answered."""

    id: bytes  # of the entry
    size: int
    key: bytes  # of the request
    step: str
    delivery: Delivery
    at: datetime | None  # None: nobody worked on it, it was parked
    answers: Sequence[Answer] = field(default_factory=tuple)


def written(
    delivery: Delivery, answers: Sequence[Answer], *, at: datetime | None
) -> list[str | bytes]:
    """Fields and values of a result, one after the other."""
    told = {
        "outcome": delivery.outcome.value,
        "reason": delivery.reason,
        "status": delivery.status,
        "sightings": [sighting_row(each) for each in delivery.sightings],
        "asks": [[each.step, each.priority, each.stored()] for each in delivery.asks],
        "admitted": {what: list(keys) for what, keys in delivery.admitted.items()},
        "at": stored_time(at) if at else None,
        "answers": [
            {
                "url": each.url,
                "method": each.method,
                "status": each.status,
                "at": stored_time(each.at),
                "ip": each.ip,
                "digest": each.digest,
                "evidence": each.evidence,
                "size": each.size,
            }
            for each in answers
        ],
    }
    fields: list[str | bytes] = ["told", stored_json(told)]
    for number, answer in enumerate(answers):
        for part in _PARTS:
            content: bytes | None = getattr(answer, part)
            if content is not None:
                fields += [f"{number}.{part}", content]
    return fields


def read_result(id_: bytes, fields: Mapping[bytes, bytes]) -> Result:
    """The result of an entry."""
    told = json.loads(fields[b"told"])
    return Result(
        id=id_,
        size=int(fields[b"bytes"]),
        key=fields[b"key"],
        step=fields[b"step"].decode(),
        delivery=Delivery(
            outcome=RequestOutcome(told["outcome"]),
            reason=told["reason"],
            status=told["status"],
            sightings=[read_sighting(row) for row in told["sightings"]],
            asks=_asks(told["asks"]),
            admitted=told["admitted"],
        ),
        at=read_time(told["at"]) if told["at"] else None,
        answers=[_answer(each, number, fields) for number, each in enumerate(told["answers"])],
    )


def _asks(stored: Sequence[tuple[str, int, str]]) -> list[Ask]:
    read = [read_ask(form, step=step, priority=priority) for step, priority, form in stored]
    return [ask for ask in read if ask is not None]


def _answer(told: Mapping[str, str], number: int, fields: Mapping[bytes, bytes]) -> Answer:
    parts = {part: fields.get(f"{number}.{part}".encode()) for part in _PARTS}
    return Answer(
        url=told["url"],
        method=told["method"],
        status=int(told["status"]),
        at=read_time(told["at"]),
        ip=told["ip"],
        asked=parts["asked"] or b"",
        head=parts["head"] or b"",
        received=parts["received"] or b"",
        digest=told["digest"],
        evidence=told["evidence"],
        size=int(told["size"]),
        body=parts["body"],
    )
