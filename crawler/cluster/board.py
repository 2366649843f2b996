"""What a coordinator tells its workers: who it is, and which crawls are under way."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from redis import Redis

from crawler.cluster.build import build
from crawler.cluster.link import told_plainly
from crawler.config import Config, Endpoint, SourceConfig, endpoint_of
from crawler.errors import ClusterProblem
from crawler.store.crawls import CrawlOrder

_OFFICE = "rasoat:office"
_HELLO = "rasoat:hello"
_RUNS = "rasoat:runs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hello:
    """What a worker must know before it begins; when it changes, the worker begins anew."""

    version: str  # and build
    allow: tuple[Endpoint, ...]
    resolver: Endpoint | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOrder:
    """One run of a crawl: what a worker needs to share in it."""

    run: str  # what its names in Redis begin with
    crawl: int
    order: CrawlOrder
    limits: SourceConfig
    contact: str


class Board:
    """The notices of one Redis."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    def claim(self, office: str, config: Config) -> None:
        """Puts up who coordinates here; a Redis that serves another office is refused."""
        hello = {
            "version": build(),
            "allow": [_written(each) for each in config.allow],
            "resolver": _written(config.resolver) if config.resolver else None,
        }
        with told_plainly():
            self._redis.set(_OFFICE, office, nx=True)
            if self._redis.get(_OFFICE) != office.encode():
                raise ClusterProblem(
                    "This Redis serves another workspace. Use another server, or another number "
                    "at the end of the address: rediss://HOST:PORT/1"
                )
            self._redis.set(_HELLO, json.dumps(hello))

    def hello(self) -> Hello | None:
        """Who coordinates here; None: nobody yet. One of another version is refused."""
        with told_plainly():
            text = self._redis.get(_HELLO)
        if text is None:
            return None
        told = json.loads(str(text, "utf-8") if isinstance(text, bytes) else text)
        own = build()
        if told["version"] != own:
            raise ClusterProblem(
                f"The coordinator is version {told['version']}, this worker {own}. "
                "Install the same one on both, of the same sources."
            )
        return Hello(
            version=own,
            allow=tuple(endpoint_of(each) for each in told["allow"]),
            resolver=endpoint_of(told["resolver"]) if told["resolver"] else None,
        )

    def announce(self, order: RunOrder) -> None:
        """Calls the workers to a run."""
        with told_plainly():
            self._redis.hset(_RUNS, order.run, json.dumps({"version": build(), **asdict(order)}))

    def withdraw(self, run: str) -> None:
        """Takes a run off the board."""
        with told_plainly():
            self._redis.hdel(_RUNS, run)

    def runs(self) -> list[RunOrder]:
        """All runs that were not withdrawn, also of coordinators that died.

        Those of another version are left alone: nobody here knows their form.
        """
        with told_plainly():
            texts = self._redis.hvals(_RUNS)
        runs = [json.loads(text) for text in texts]
        return [_order(told) for told in runs if told.get("version") == build()]

    def is_open(self, run: str) -> bool:
        """Whether a coordinator reads what workers of the run deliver."""
        with told_plainly():
            return bool(self._redis.exists(f"{run}:open"))


def _order(told: dict[str, object]) -> RunOrder:
    order, limits = told.pop("order"), told.pop("limits")
    if not isinstance(order, dict) or not isinstance(limits, dict):
        raise TypeError("An order of another version.")
    order["terms"] = tuple(order["terms"])
    for several in ("sentinels", "canaries"):
        limits[several] = tuple(limits[several])
    return RunOrder(
        run=str(told["run"]),
        crawl=int(str(told["crawl"])),
        contact=str(told["contact"]),
        order=CrawlOrder(**order),
        limits=SourceConfig(**limits),
    )


def _written(endpoint: Endpoint) -> str:
    address, port = endpoint
    return f"[{address}]:{port}" if address.version == 6 else f"{address}:{port}"
