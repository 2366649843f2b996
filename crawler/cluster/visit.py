"""A crawl in a worker that has no workspace: what it gets and gives goes through Redis."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from redis import Redis

from crawler.cluster.board import Board
from crawler.cluster.frontier import RedisFrontier
from crawler.crawl.visit import Visit
from crawler.errors import EvidenceProblem
from crawler.evidence.warc import Answer
from crawler.records import Kept
from spiders.base import Once


@dataclass(slots=True, kw_only=True)
class RemoteVisit(Visit):
    """One run of a crawl, shared with other workers."""

    redis: Redis
    run: str
    shared: RedisFrontier  # the frontier, by the kind that it is

    def is_seeded(self) -> bool:
        """The coordinator did it before it called."""
        return True

    def set_seeded(self) -> None:
        """Nothing is left to do."""

    def beat(self, now: datetime) -> bool | None:
        """The leases are the beat; here it is asked whether the run goes on."""
        return not Board(self.redis).is_open(self.run)

    def record(self, answer: Answer, lease: int | None) -> None:
        """It goes with the end of its request; the coordinator makes it evidence."""
        self.shared.answered(answer, lease)

    def keep(self, given: Kept) -> None:
        """Registers and logs are read by one process, in one go."""
        raise EvidenceProblem(
            f"{self.source} is read in one go by one process. Read it by: rasoat sweep"
        )

    def introduce(self, name: str, once: Once) -> None:
        """What others let through is looked up as it is needed."""
        once.share(partial(self.shared.let_through, name))
