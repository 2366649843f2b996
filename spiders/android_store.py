"""What stores of Android apps beside Google Play share: they are asked by package."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, ClassVar, Unpack

from scrapy import Request

from crawler.errors import UsageProblem
from crawler.records import ANDROID_STORES, Marketplace, Presence, Proof, Sighting
from spiders.base import Expect, Once, Seen
from spiders.shapes import as_count, as_text, changed
from spiders.stores import AppStore


class AndroidStore(AppStore):
    """A store that knows an app by its Android package, as Google Play does.

    A term that is the subject id of such an app (``google:com.vidu.nohu``) asks for its package
    here; other terms are searched for, where the store has a search.
    """

    proof = Proof.EXPERIMENTAL
    expect = Expect(sightings=(1, 100_000), filled={"title": 1.0})
    has_search: ClassVar[bool] = False
    seconds_between_requests: ClassVar[float] = 4.0  # nobody knows their limits
    details_at_most: ClassVar[int] = 5_000

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.details = Once(self.details_at_most if self.limit is None else self.limit)
        self.once = {"details": self.details}

    @classmethod
    def questions(cls, terms: Iterable[str], subjects: Iterable[str]) -> tuple[str, ...]:
        """What can be asked here: words only with a search, and the packages of ``subjects``."""
        asked = [term for term in terms if cls.has_search or cls.named(term)]
        asked += [subject for subject in subjects if cls.named(subject)]
        return tuple(dict.fromkeys(asked))

    @classmethod
    def named(cls, term: str) -> str | None:
        """The package, which is the same in every Android store."""
        return package_of(term)

    def app_requests(self, name: str) -> Iterator[Request]:
        """The request for one package."""
        yield from self.look_up(name, found_by="lookup")

    def look_up(
        self, package: str, *, found_by: str | None, priority: int = 0
    ) -> Iterator[Request]:
        """The request for one app in full, unless it was asked for already."""
        if self.details.admits(f"{self.store}:{package}"):
            yield self.detail_request(package, found_by, priority)

    def search_request(self, term: str) -> Request:
        """The request that searches for one word, where ``has_search``."""
        raise UsageProblem(
            f"{self.name} has no search: {term} is no question for it. Ask for one app: "
            f"--term {self.example}"
        )

    @abstractmethod
    def detail_request(self, package: str, found_by: str | None, priority: int) -> Request:
        """The request for one app in full."""


def package_of(subject: str) -> str | None:
    """The package in the subject id of an Android app; None for anything else."""
    store, _, package = subject.partition(":")
    return package if store in ANDROID_STORES and package else None


def absent(
    store: Marketplace,
    package: str,
    presence: Presence,
    *,
    found_by: str | None,
    layer: str,
    **seen: Unpack[Seen],
) -> Sighting:
    """An asked app that the store did not show: GONE only by its own words, else UNKNOWN."""
    return Sighting(
        subject=f"{store}:{package}",
        source=store,
        presence=presence,
        found_by=found_by,
        facts={"layer": layer},
        **seen,
    )


class Fields:
    """Values of one JSON object by their keys, each read as one kind or refused.

    These stores send both null and an empty text where they know nothing.
    """

    def __init__(self, row: Mapping[str, Any], source: str) -> None:
        self._row = row
        self._source = source

    def text(self, *keys: str) -> str | None:
        """The first of these texts that says something."""
        texts = (as_text(self._row.get(key), self._source, key) for key in keys)
        return next((text for text in texts if text and text.strip()), None)

    def day(self, *keys: str) -> date | None:
        """The day of the first of these moments: 2026-08-01 10:00:00 or 2026-08-01T10:00:00Z."""
        moment = self.text(*keys)
        if moment is None:
            return None
        try:
            return date.fromisoformat(moment[:10])
        except ValueError:
            raise changed(self._source, f"{keys[0]} is {moment!r:.40}, not a day") from None

    def count(self, key: str) -> int | None:
        """A count that is not negative."""
        return as_count(self._row.get(key), self._source, key)
