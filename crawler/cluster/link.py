"""The way to Redis: refused unless it keeps what it was given, and errors as sentences."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from redis import Redis
from redis.backoff import ExponentialBackoff
from redis.exceptions import (
    AuthenticationError,
    NoPermissionError,
    OutOfMemoryError,
    RedisError,
)
from redis.exceptions import ConnectionError as NoConnection
from redis.exceptions import TimeoutError as NoAnswer
from redis.retry import Retry

from crawler.errors import ClusterProblem, UsageProblem

PASSWORD = "RASOAT_REDIS_PASSWORD"  # noqa: S105 - the name of a variable
_OLDEST = (6, 2)  # the first with XAUTOCLAIM
_SECONDS = 10.0  # for a connection, and for an answer
_TRIES = 30  # with a second between them at most: a server that is started again comes back


def connect(
    address: str, *, password: str | None, ca_file: str | None, tries: int = _TRIES
) -> Redis:
    """A connection to a Redis that can be relied on; ``ClusterProblem`` says why it cannot."""
    parts = urlsplit(address)
    if parts.scheme not in ("redis", "rediss") or not parts.hostname:
        raise UsageProblem(
            f"{parts.scheme or address!r} is no address of a Redis. Write rediss://HOST:PORT/NUMBER"
        )
    if parts.query or parts.fragment:
        # There a password could stand, or that nobody checks the certificate.
        raise UsageProblem("An address ends with its number. Write rediss://HOST:PORT/NUMBER")
    if parts.username or parts.password:
        raise UsageProblem(
            "A password in the address can be read by every user of this machine. "
            f"Leave it out and set {PASSWORD}."
        )
    if parts.scheme == "redis" and not _is_here(parts.hostname):
        raise UsageProblem(
            f"{address} would go over the network unencrypted. Use rediss:// (docs/cluster.md)."
        )
    secure = {"ssl_ca_certs": ca_file} if parts.scheme == "rediss" and ca_file else {}
    redis = Redis.from_url(
        address,
        password=password or None,
        socket_timeout=_SECONDS,
        socket_connect_timeout=_SECONDS,
        retry=Retry(ExponentialBackoff(cap=1, base=0.05), tries),
        protocol=2,
        **secure,
    )
    with told_plainly():
        _refuse_forgetful(redis)
    return redis


def _is_here(host: str) -> bool:
    return host in ("localhost", "127.0.0.1", "::1")


def _refuse_forgetful(redis: Redis) -> None:
    facts = redis.info()
    version = str(facts["redis_version"])
    if tuple(int(part) for part in version.split(".")[:2]) < _OLDEST:
        raise ClusterProblem(
            f"The Redis server is version {version}, which cannot take over what a dead worker "
            "held. Install 6.2 or newer."
        )
    if not facts["aof_enabled"]:
        raise ClusterProblem(
            "The Redis server keeps nothing when it is killed: its append-only file is off. "
            "Set appendonly yes in redis.conf and start it again."
        )
    if facts["maxmemory"] and facts["maxmemory_policy"] != "noeviction":
        raise ClusterProblem(
            f"The Redis server throws keys away when it is full ({facts['maxmemory_policy']}). "
            "Set maxmemory-policy noeviction in redis.conf and start it again."
        )


@contextmanager
def told_plainly() -> Iterator[None]:
    """Turns what Redis could not do into a sentence with the next step."""
    try:
        yield
    except RedisError as error:
        raise ClusterProblem(_sentence(error)) from error


def _sentence(error: RedisError) -> str:
    text = str(error).splitlines()[0] if str(error) else type(error).__name__
    if isinstance(error, AuthenticationError | NoPermissionError) or "NOAUTH" in text:
        return f"The Redis server refused the password ({text}). Set {PASSWORD} to the right one."
    if isinstance(error, OutOfMemoryError) or text.startswith("OOM") or "OOM command" in text:
        return (
            "The Redis server is full and took nothing more; what it held is kept. Raise maxmemory "
            "in redis.conf, or let the coordinator read what waits."
        )
    if "MISCONF" in text:
        return (
            f"The Redis server cannot write its file ({text[:120]}). Free some space on its disk."
        )
    if isinstance(error, NoConnection | NoAnswer):
        return (
            f"The Redis server cannot be reached: {text}. Start it, or correct the address; "
            "what was asked for waits in it and in rasoat.db."
        )
    return f"The Redis server answered {text!r}. Look into its log."
