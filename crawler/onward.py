"""Where adverts and pages lead: leads for the sources of sites and stores."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from crawler.records import Lead, Sighting
from crawler.store import Store
from crawler.store.leads import add_lead
from crawler.store.sightings import page_sightings
from matchers.subjects import SubjectKind, identify

_VISITED = (SubjectKind.APP, SubjectKind.DOMAIN)
_ADDRESSES_AT_MOST = 3  # of one site or app: a shop advertises each of its goods


@dataclass(slots=True, kw_only=True)
class Onward:
    """Takes the leads of one import or one sweep; each knows the page or advert that it came of."""

    store: Store
    who: str
    now: datetime
    _led: dict[str, set[str]] = field(default_factory=dict)  # addresses of each site and app

    def lead(self, sightings: Iterable[Sighting], *, source: str) -> None:
        """Stores where these lead, inside ``writing()``; what is no site and no app stays there."""
        for seen in sightings:
            for link in seen.outlinks:
                found = identify(link)
                if found.subject is None or found.kind not in _VISITED:
                    continue
                led = self._led.setdefault(found.subject, set())
                if link in led or len(led) >= _ADDRESSES_AT_MOST:
                    continue
                led.add(link)
                lead = Lead(
                    subject=found.subject,
                    address=link,
                    source=source,
                    origin=seen.subject,
                    at=self.now,
                )
                add_lead(self.store, lead, who=self.who)


def lead_on(store: Store, crawls: Sequence[int], now: datetime) -> None:
    """Stores where the pages and adverts of these crawls lead; once, however often it is called."""
    onward = Onward(store=store, who="rasoat", now=now)
    sightings = page_sightings(store, crawls)
    with store.writing():
        for seen in sightings:
            onward.lead([seen], source=seen.source)
