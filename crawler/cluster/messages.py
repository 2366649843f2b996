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

_HEADS = ("asked", "head")
_BODIES = ("received", "body")  # too large to be passed through scripts: Redis copies what they do


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """How a request ended in another process, and what that process was answered."""

    id: bytes  # of the entry
    size: int
    kept: Sequence[bytes]  # names of the bodies that lie beside it
    key: bytes  # of the request
    step: str
    delivery: Delivery
    at: datetime | None  # None: nobody worked on it, it was parked
    answers: Sequence[Answer] = field(default_factory=tuple)
    whole: bool = True  # False: Redis lost a body of its answers, which none of them is without


def written(
    delivery: Delivery, answers: Sequence[Answer], *, at: datetime | None
) -> list[str | bytes]:
    """Fields and values of a result, one after the other, without the bodies."""
    told = {
        "outcome": delivery.outcome.value,
        "reason": delivery.reason,
        "status": delivery.status,
        "sightings": [sighting_row(each) for each in delivery.sightings],
        "asks": [[each.step, each.priority, each.stored()] for each in delivery.asks],
        "admitted": {what: list(keys) for what, keys in delivery.admitted.items()},
        "unread": delivery.unread,
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
                "block": each.block,
                "size": each.size,
            }
            for each in answers
        ],
    }
    fields: list[str | bytes] = ["told", stored_json(told)]
    for number, answer in enumerate(answers):
        for part in _HEADS:
            fields += [f"{number}.{part}", getattr(answer, part)]
    return fields


def bodies(answers: Sequence[Answer]) -> dict[str, bytes]:
    """The bodies of a result by the names of their fields; an empty one has none."""
    named = {
        f"{number}.{part}": getattr(answer, part)
        for number, answer in enumerate(answers)
        for part in _BODIES
    }
    return {name: content for name, content in named.items() if content}


def body_names(fields: Mapping[bytes, bytes]) -> dict[bytes, bytes]:
    """Under which name each body lies that an entry speaks of, by the name of its field."""
    return {
        field: name
        for field, name in fields.items()
        if field.decode().rpartition(".")[2] in _BODIES
    }


def read_result(
    id_: bytes, fields: Mapping[bytes, bytes], contents: Mapping[bytes, bytes | None]
) -> Result:
    """The result of an entry, with the bodies that it names by the names of their fields."""
    told = json.loads(fields[b"told"])
    bodies_here = {name: body for name, body in contents.items() if body is not None}
    whole, parts = len(bodies_here) == len(contents), {**fields, **bodies_here}
    return Result(
        id=id_,
        size=int(fields[b"bytes"]),
        kept=list(body_names(fields).values()),
        key=fields[b"key"],
        step=fields[b"step"].decode(),
        delivery=Delivery(
            outcome=RequestOutcome(told["outcome"]),
            reason=told["reason"],
            status=told["status"],
            sightings=[read_sighting(row) for row in told["sightings"]],
            asks=_asks(told["asks"]),
            admitted=told["admitted"],
            unread=told["unread"],
        ),
        at=read_time(told["at"]) if told["at"] else None,
        answers=[_answer(each, number, parts) for number, each in enumerate(told["answers"])]
        if whole
        else (),
        whole=whole,
    )


def _asks(stored: Sequence[tuple[str, int, str]]) -> list[Ask]:
    read = [read_ask(form, step=step, priority=priority) for step, priority, form in stored]
    return [ask for ask in read if ask is not None]


def _answer(told: Mapping[str, str], number: int, parts: Mapping[bytes, bytes]) -> Answer:
    def part(name: str) -> bytes | None:
        return parts.get(f"{number}.{name}".encode())

    return Answer(
        url=told["url"],
        method=told["method"],
        status=int(told["status"]),
        at=read_time(told["at"]),
        ip=told["ip"],
        asked=part("asked") or b"",
        head=part("head") or b"",
        received=part("received") or b"",
        digest=told["digest"],
        evidence=told["evidence"],
        block=told["block"],
        size=int(told["size"]),
        body=part("body"),
    )
