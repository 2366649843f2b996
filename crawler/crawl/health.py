"""How a crawl fares, and what its end means: complete, incomplete, or void."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from crawler.records import Presence, Sighting
from crawler.store.asked import Progress
from spiders.base import Expect, SourceSpider

LISTS = frozenset(
    {"search", "chart", "register", "log", "page_search", "adverts", "library"}
)  # steps whose loss hides an unknown number of subjects
# Steps that add to an app already read, or lead on from it: without them it is read all the same.
LOOKS = frozenset(
    {
        *("reviews", "permissions", "data_safety", "app_page", "icon", "screens"),
        *("similar", "suggestions", "suggested"),
    }
)
_NOT_MODIFIED = 304
_REFUSALS_IN_A_ROW = 2
_FAILURES_IN_A_ROW = 5
_UNREADABLE_PAGES = 2  # of single apps; more than this and than the share below is a change
_UNREADABLE_SHARE = 0.05
_SEARCHES_TO_WONDER = 3  # so many searches without any app are no chance
_SITES_TO_WONDER = 3  # so many sites of which none answers may be this network's fault


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclusion:
    """What the end of a crawl means. Void: its sightings are kept but not judged."""

    complete: bool
    void: bool
    reason: str | None


@dataclass(slots=True, kw_only=True)
class Health:
    """What happened in one crawl, told by the parts that see it happen."""

    asked: int = 0
    answered: int = 0
    sightings: int = 0
    present: int = 0
    searches: int = 0
    searches_found: int = 0
    forbidden: int = 0  # by robots.txt
    challenge: str | None = None
    interrupted: bool = False
    broken: str | None = None  # why it could not go on here, whatever the source did
    changed_lists: list[str] = field(default_factory=list)
    changed_pages: list[str] = field(default_factory=list)
    changed_looks: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    parked: list[str] = field(default_factory=list)
    unfound: list[str] = field(default_factory=list)  # sentinels that it should have found
    faults: list[str] = field(default_factory=list)  # of ours, at what hosts of the web answered
    unread: int = 0  # rows in a shape that nobody knows
    dropped: int = 0  # lost by Scrapy, some of them after their answer came
    filled: Counter[str] = field(default_factory=Counter)
    in_a_row: Counter[str] = field(default_factory=Counter)
    whole_web: bool = False  # each request is another's host: none speaks for the others

    @classmethod
    def so_far(cls, progress: Progress) -> Health:
        """The health of a crawl that goes on: what was not read before is asked again."""
        return cls(
            asked=progress.asked,
            answered=progress.done,
            sightings=progress.sightings,
            present=progress.present,
            searches=progress.searches,
            searches_found=progress.searches_found,
            unread=progress.unread,
            filled=Counter(progress.filled),
        )

    @property
    def ended(self) -> int:
        """Requests that nobody need wait for any more."""
        return self.answered + len(self.failed) + len(self.parked) + self.forbidden

    def answer(self) -> None:
        """An answer arrived."""
        self.answered += 1
        self.in_a_row.pop("failed", None)

    def read(self, step: str, sightings: int) -> None:
        """An answer was read to its end."""
        self.in_a_row.clear()
        if step == "search":
            self.searches += 1
            self.searches_found += sightings > 0

    def saw(self, sighting: Sighting, expect: Expect) -> None:
        """A sighting came out of an answer."""
        self.sightings += 1
        # That another storefront carries an app does not show that this one answers for itself.
        if sighting.presence is Presence.PRESENT and sighting.market == SourceSpider.market:
            self.present += 1
            self.filled.update(name for name in expect.filled if getattr(sighting, name))

    def change(self, step: str, message: str) -> None:
        """An answer could not be read: the source changed."""
        if step in LISTS:
            self.changed_lists.append(message)
        elif step in LOOKS:
            self.changed_looks.append(message)
        else:
            self.changed_pages.append(message)

    def err(self, step: str, message: str) -> None:
        """An answer could not be read by a fault of ours, whoever sent it."""
        if self.whole_web:
            self.faults.append(message)
        else:
            self.change(step, message)

    def turn_away(self, step: str, status: int | None, message: str) -> None:
        """The source did not answer what was asked; ``status`` None: it led to another host.

        A 304 that confirms nothing is one page that was not told. Any other answer below 400 is a
        page of somebody else in the way.
        """
        if status is not None and (status >= 400 or status == _NOT_MODIFIED):
            self.refuse(step, message)
        else:
            self.block(step, message)

    def refuse(self, step: str, message: str) -> None:
        """The source refused with an error status; a closer look may be refused by itself."""
        self.refused.append(message)
        self.in_a_row["refused"] += step not in LOOKS

    def block(self, step: str, message: str) -> None:
        """A challenge, a log-in or another host instead of the source."""
        if step in LOOKS:
            self.refused.append(message)
        else:
            self.challenge = self.challenge or message

    def fail(self, message: str, *, step: str = "") -> None:
        """No answer came: the network, the certificate, the size."""
        self.failed.append(message)
        # Where only pictures cannot be reached, the source can.
        self.in_a_row["failed"] += step not in LOOKS

    def break_off(self, message: str) -> None:
        """It cannot go on here; the first cause is the one that counts."""
        self.broken = self.broken or message

    def stop_reason(self) -> str | None:
        """Why nothing more should be asked; None: go on."""
        return None if self.whole_web else next(self._stops(), None)

    def conclude(self, expect: Expect) -> Conclusion:
        """What all of it means, once the crawl has ended."""
        void = None if self.whole_web else next(self._voids(expect), None)
        if void is not None:
            return Conclusion(complete=False, void=True, reason=void)
        missing = "; ".join((*self._missing(), *self._unread_rows(), *self._silent_web()))
        return Conclusion(complete=not missing, void=False, reason=missing or None)

    def _stops(self) -> Iterator[str]:
        if self.challenge is not None:
            yield self.challenge
        if self.changed_lists:
            yield self.changed_lists[0]
        if self._pages_changed():
            yield f"{len(self.changed_pages)} pages could not be read: {self.changed_pages[0]}"
        if self.in_a_row["refused"] >= _REFUSALS_IN_A_ROW:
            yield self.refused[-1]
        if self.in_a_row["failed"] >= _FAILURES_IN_A_ROW:
            yield f"the source cannot be reached: {self.failed[-1]}"

    def _voids(self, expect: Expect) -> Iterator[str]:
        yield from self._stops()
        if self.sightings and not self.present:
            yield (
                "nothing that was asked for is there, so nothing shows that the store answers for "
                "itself. Ask for an app that it carries beside them"
            )
        if self.interrupted or self.broken:
            return
        fewest, most = expect.sightings
        if self.forbidden and not self.answered:
            yield (
                "robots.txt forbids every address that was to be asked. Obey it, or state why not "
                "in rasoat.toml: obey_robots = false with a robots_reason"
            )
        if not self.answered and self.failed:
            yield f"nothing was answered: {self.failed[-1]}"
        if fewest > self.sightings == 0 and (troubles := [*self.changed_pages, *self.refused]):
            yield f"nothing could be read: {troubles[-1]}"
        if self.sightings < fewest:
            yield (
                "nothing was found at all. A store is not empty: either it does not know the words "
                "or something on the way answers for it. Look at the kept answers"
            )
        if self.sightings > most:
            yield f"{self.sightings} sightings are more than {most}: the source repeats itself"
        for name, share in expect.filled.items():
            if self.present and self.filled[name] < share * self.present:
                yield (
                    f"only {self.filled[name]} of {self.present} apps have a {name}: the source "
                    "changed. Look at the kept answers, then correct its spider"
                )

    def _missing(self) -> Iterator[str]:
        if self.broken is not None:
            yield self.broken
        if self.interrupted:
            yield "stopped by a person; what was seen is kept. Resume it to see the rest"
        if not self.asked:
            yield "nothing was asked; the log of the workspace says why"
        if self.forbidden and not self.whole_web:
            yield f"robots.txt forbids {self.forbidden} of the addresses that were to be asked"
        # A site that is dead, shut or hostile is an answer to what was asked: its sighting says so.
        of_hosts = (
            ()
            if self.whole_web
            else (
                ("could not be read", self.changed_pages),
                ("for a closer look could not be read", self.changed_looks),
                ("were refused", self.refused),
                ("were not answered", self.failed),
            )
        )
        by_us = (
            ("could not be read by a fault of this program", self.faults),
            ("were given up", self.parked),
        )
        for what, messages in (*of_hosts, *by_us):
            if messages:
                yield f"{len(messages)} of {self.asked} requests {what}: {messages[-1]}"
        if self.unfound and not self.interrupted and self.broken is None:
            yield (
                f"sentinels were not found: {', '.join(self.unfound)}. What is missing beside them "
                "nobody knows"
            )
        if self.searches >= _SEARCHES_TO_WONDER and not self.searches_found:
            yield f"none of {self.searches} searches found anything, while charts did"
        lost = max(self.asked - self.ended, self.dropped)
        if lost > 0 and not self.interrupted and self.broken is None:
            yield f"{lost} requests ended without an answer"

    def _unread_rows(self) -> Iterator[str]:
        if self.unread:
            yield f"{self.unread} rows came in a shape that nobody knows; their bytes are kept"

    def _silent_web(self) -> Iterator[str]:
        if self.whole_web and not self.answered and len(self.failed) >= _SITES_TO_WONDER:
            yield (
                f"none of {self.asked} sites answered: {self.failed[-1]}. Either all of them are "
                "dead, or this network is: look at one that must be there"
            )

    def _pages_changed(self) -> bool:
        return len(self.changed_pages) > max(_UNREADABLE_PAGES, _UNREADABLE_SHARE * self.answered)
