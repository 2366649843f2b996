"""Apps that each sweep of a source must find, by a search and by their ids: else it is incomplete.

They are set in ``rasoat.toml``, as the subject id and the words of the search.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crawler.errors import UsageProblem
from crawler.store import Store
from crawler.store.sightings import present_in_crawl
from spiders.base import SourceSpider
from spiders.stores import AppStore

_BY_ID = frozenset({"detail", "lookup"})
_SEARCH = "search"


def sentinel_terms(spider: type[SourceSpider], sentinels: Sequence[str]) -> tuple[str, ...]:
    """What asks a source for its sentinels: the ids first, since a found app is opened once."""
    told = [_parts(sentinel) for sentinel in sentinels]
    for subject, _ in told:
        if not issubclass(spider, AppStore) or subject.partition(":")[0] != spider.store:
            raise UsageProblem(
                f"source.{spider.name}.sentinels in rasoat.toml names {subject}, which is no app "
                f"of {spider.name}. `rasoat identify` tells the id of an address"
            )
    return (*(subject for subject, _ in told), *(words for _, words in told))


def missing_sentinels(
    store: Store, crawl: int, sentinels: Sequence[str], terms: Sequence[str]
) -> Iterator[str]:
    """The sentinels that were asked for and not found, and how they were asked for."""
    for subject, words in map(_parts, sentinels):
        seen = present_in_crawl(store, crawl, subject)
        if subject in terms and not any(step in _BY_ID for step, _ in seen):
            yield f"{subject} by its id"
        if words in terms and not any(
            step == _SEARCH and str(found_by).startswith(f"search:{words}#")
            for step, found_by in seen
        ):
            yield f"{subject} by the search “{words}”"


def _parts(sentinel: str) -> tuple[str, str]:
    subject, _, words = sentinel.partition(" ")
    return subject, words
