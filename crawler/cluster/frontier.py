"""The frontier of one crawl in Redis Streams: leases by idle time, results in a stream."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from uuid import uuid4

from redis import Redis
from redis.exceptions import NoScriptError, RedisError

from crawler.cluster import scripts
from crawler.cluster.link import told_plainly
from crawler.cluster.messages import Result, bodies, body_names, read_result, written
from crawler.crawl.alive import SILENT_SECONDS
from crawler.errors import ClusterProblem
from crawler.evidence.warc import Answer
from crawler.store.asked import (
    UNFORESEEN,
    Ask,
    Delivery,
    Lease,
    RequestOutcome,
    read_ask,
    unwritable,
)
from crawler.store.frontier import MOST_ATTEMPTS, TOO_MANY_DIED

logger = logging.getLogger(__name__)
# What may wait for the coordinator before workers take nothing more. Beyond it comes at most what
# each worker has in its hands.
MOST_UNREAD = 200
MOST_UNREAD_BYTES = 64 << 20
BATCH = 50  # results in one transaction
_AT_ONCE = 5  # bodies in one reply: of twenty both sides copy into memory that no cache holds
_BODY_WAITS = 600  # seconds for its result: a lease that was lost by then is another worker's


class RedisFrontier:
    """The requests of one run of a crawl, as one worker takes them and tells how they ended.

    Time is that of the Redis server: a lease runs out when nobody renewed it for as long as it
    was taken for, whatever the clocks of the workers say.
    """

    def __init__(self, redis: Redis, run: str) -> None:
        self._redis = redis
        self._keys = [run]
        self._worker = f"{os.getpid()}-{uuid4().hex}"  # XPENDING tells which process holds what
        self._held: dict[int, tuple[bytes, bytes]] = {}  # priority and id of each entry
        self._answers: dict[int | None, list[Answer]] = {}  # None: of robots.txt
        self._add = redis.register_script(scripts.ADD)
        self._take = redis.register_script(scripts.TAKE)
        self._deliver = redis.register_script(scripts.DELIVER)
        self._renew = redis.register_script(scripts.RENEW)
        self._give_back = redis.register_script(scripts.GIVE_BACK)
        self._open_requests = redis.register_script(scripts.OPEN_REQUESTS)

    def add(self, asks: Sequence[Ask]) -> int:
        """Adds requests that the run does not hold yet; how many that were.

        Raises ``ClusterProblem`` where the run is closed: they would be lost.
        """
        if not asks:
            return 0
        with told_plainly():
            added = self._add(self._keys, _pushed(asks))
        if added is None:
            raise ClusterProblem(
                "The crawl was closed in Redis while its requests were put there. "
                "Go on with: rasoat coordinator --resume"
            )
        return int(added)

    def take(self, most: int, *, alone: bool, now: datetime, until: datetime) -> list[Lease]:
        """Up to ``most`` requests that nobody works on, first those that matter most.

        Nothing while too many results wait to be read. One that a worker died with comes by
        itself, last of all, and only to a worker that is ``alone`` with it.
        """
        given_up = Delivery(outcome=RequestOutcome.PARKED, reason=TOO_MANY_DIED)
        _, parked = written(given_up, (), at=None)
        asked = (
            *(self._worker, most, int(alone), int((until - now).total_seconds() * 1000)),
            *(MOST_ATTEMPTS, parked, MOST_UNREAD, MOST_UNREAD_BYTES),
            *self._places(),
        )
        with told_plainly():
            taken = self._take(self._keys, asked)
        leases = []
        for weight, id_, attempts, number, step, form in taken:
            self._held[int(number)] = weight, id_
            ask = read_ask(form.decode(), step=step.decode(), priority=int(weight))
            leases.append(Lease(id=int(number), ask=ask, attempts=attempts))
        return leases

    def answered(self, answer: Answer, lease: int | None) -> None:
        """Keeps an answer to be sent with the end of its request; one of none with the next end."""
        self._answers.setdefault(lease, []).append(answer)

    def let_through(self, what: str, key: str) -> tuple[bool, int]:
        """Whether a key was let through in this run, and how many keys were."""
        name = f"{self._keys[0]}:admitted:{what}"
        with told_plainly():
            return bool(self._redis.sismember(name, key)), int(str(self._redis.scard(name)))

    def deliver(self, lease: Lease, delivery: Delivery, *, now: datetime) -> int | None:
        """Ends a request with all that came of it; how many requests are new.

        None, and nothing is written: the lease ran out and the request is another worker's.
        """
        place = self._held.get(lease.id)
        if place is None:
            return None
        answers = [*self._answers.get(None, ()), *self._answers.get(lease.id, ())]
        fields = written(delivery, answers, at=now)
        size = sum(len(each) for each in fields)
        named: dict[str, bytes] = {}
        for field, content in bodies(answers).items():
            name = f"{self._keys[0]}:body:{uuid4().hex}"
            named[name] = content
            fields += field, name
            size += len(content)
        admitted = admitted_pairs(delivery.admitted)
        told = (self._worker, *place, lease.attempts, size, len(fields), len(admitted))
        with told_plainly():
            added = self._sent(named, (*told, *fields, *admitted, *_pushed(delivery.asks)))
        del self._held[lease.id]
        self._answers.pop(lease.id, None)
        if added is not None:
            self._answers.pop(None, None)
        return added

    def _sent(self, named: Mapping[str, bytes], told: Sequence[str | bytes | int]) -> int | None:
        """Puts bodies there and delivers the result that names them, in one way there and back.

        The result is taken only where every body lies there. Where the reply is lost all of it is
        sent again: a body that was kept for good by then must not become one for a while.
        """
        keys = [*self._keys, *named]
        way = self._redis.pipeline(transaction=False)
        for name, content in named.items():
            way.set(name, content, ex=_BODY_WAITS, nx=True)
        way.evalsha(self._deliver.sha, len(keys), *keys, *told)
        *_, added = replies = way.execute(raise_on_error=False)
        if isinstance(added, NoScriptError):  # a server that was started again
            added = self._deliver(keys, told)
        for reply in (*replies[:-1], added):
            if isinstance(reply, RedisError):
                raise reply
        return None if added is None else int(added)

    def renew(self, until: datetime) -> None:
        """Begins the leases of all that this worker holds anew."""
        with told_plainly():
            self._renew(self._keys, [self._worker, *self._places()])

    def give_back(self) -> None:
        """Lets go of what was taken and not worked on: a worker that ends in order kills nobody."""
        with told_plainly():
            self._give_back(self._keys, [self._worker, *self._places()])
        self._held, self._answers = {}, {}

    def open_requests(self) -> int:
        """How many requests have not ended, those in other hands included."""
        with told_plainly():
            return int(self._open_requests(self._keys))

    def _places(self) -> list[bytes]:
        return [part for place in self._held.values() for part in place]


class Results:
    """What workers delivered in a run and the database does not hold yet."""

    def __init__(self, redis: Redis, run: str) -> None:
        self.redis = redis
        self._run = run
        self._admit = redis.register_script(scripts.ADMIT)
        self._written = redis.register_script(scripts.WRITTEN)
        self._close = redis.register_script(scripts.CLOSE)

    def open(self) -> None:
        """Lets workers take from the run, as long as this is called again and again."""
        with told_plainly():
            self.redis.set(f"{self._run}:open", 1, ex=int(SILENT_SECONDS))

    def admit(self, admitted: Mapping[str, Sequence[str]]) -> None:
        """Tells workers what was let through before."""
        with told_plainly():
            self._admit([self._run], admitted_pairs(admitted))

    def close(self) -> None:
        """Lets nobody take or deliver any more; what was delivered stays to be read."""
        with told_plainly():
            self._close([self._run])

    def forget(self) -> None:
        """Takes the last of a closed run away, and with it what the database does not hold."""
        with told_plainly():
            entries = _entries(self.redis.xrange(f"{self._run}:results"))
            names = [name for _, fields in entries for name in body_names(fields).values()]
            self.redis.unlink(f"{self._run}:results", f"{self._run}:unread", *names)

    def heard(self) -> bool:
        """Whether a worker showed since this was last asked that it shares in the run."""
        with told_plainly():
            return bool(self.redis.set(f"{self._run}:alone", 1, nx=True))

    def batch(self) -> list[Result]:
        """The oldest results, those without their bodies too; they come again until ``written``."""
        with told_plainly():
            entries = list(_entries(self.redis.xrange(f"{self._run}:results", count=BATCH)))
            names = [name for _, fields in entries for name in body_names(fields).values()]
            contents: dict[bytes, bytes | None] = {}
            for first in range(0, len(names), _AT_ONCE):
                some = names[first : first + _AT_ONCE]
                contents.update(zip(some, _contents(self.redis.mget(some)), strict=True))
        return [
            _read(
                id_,
                fields,
                {field: contents[name] for field, name in body_names(fields).items()},
            )
            for id_, fields in entries
        ]

    def is_empty(self) -> bool:
        """Whether the database holds all of them."""
        with told_plainly():
            return self.redis.xlen(f"{self._run}:results") == 0

    def written(self, results: Sequence[Result]) -> None:
        """Takes away what the database holds."""
        with told_plainly():
            self._written(
                [self._run, *(name for each in results for name in each.kept)],
                [part for each in results for part in (each.id, each.size)],
            )


def admitted_pairs(admitted: Mapping[str, Sequence[str]]) -> list[str]:
    """Names and keys of what was let through, one after the other."""
    return [part for what, keys in admitted.items() for key in keys for part in (what, key)]


def _entries(reply: object) -> Iterator[tuple[bytes, dict[bytes, bytes]]]:
    if not isinstance(reply, list):
        raise TypeError(f"XRANGE gave {reply!r}")
    yield from reply


def _read(
    id_: bytes, fields: Mapping[bytes, bytes], contents: Mapping[bytes, bytes | None]
) -> Result:
    """A result; one that nobody can read ends its request all the same."""
    try:
        return read_result(id_, fields, contents)
    except UNFORESEEN as error:
        logger.error("reading a result failed", exc_info=error)
        _, told = written(unwritable(error), (), at=None)
        return read_result(id_, {**fields, b"told": str(told).encode()}, {})


def _contents(reply: object) -> Iterator[bytes | None]:
    """Of an MGET; None: the body is gone."""
    if not isinstance(reply, list):
        raise TypeError(f"MGET gave {reply!r}")
    yield from reply


def _pushed(asks: Sequence[Ask]) -> list[str | bytes | int]:
    return [part for ask in asks for part in (ask.key, ask.priority, ask.step, ask.stored())]
