"""Where adverts, pages, sites and apps lead: leads for the sources of sites and stores."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from crawler.records import ACCUSING, Lead, Sighting
from crawler.store import Store
from crawler.store.leads import add_lead, is_known, pending_leads
from crawler.store.protected import approved_names
from crawler.store.sightings import leading_sightings, page_sightings
from crawler.store.verdicts import latest_kinds
from matchers.addresses import places_in
from matchers.domains.protected import protected_hosts
from matchers.domains.screen import flagged_of
from matchers.subjects import SubjectKind, identify

_VISITED = (SubjectKind.APP, SubjectKind.DOMAIN)
_WHO = "rasoat"
_AT_ONCE = 500  # sightings whose links are screened together
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
                    found=True,
                )
                add_lead(self.store, lead, who=self.who)


def pointed_at(store: Store) -> tuple[list[str], list[str]]:
    """The sites that wait for a visit: which somebody named, and which were found by the way.

    What an accused page or advert leads to counts as named: its visitors are sent there.
    """
    leads, kinds = pending_leads(store), latest_kinds(store)
    named = [each for each in leads if not each.found or kinds.get(each.origin) in ACCUSING]
    return [each.address for each in named], [each.address for each in leads if each.found]


def lead_on(store: Store, crawls: Sequence[int], now: datetime) -> None:
    """Stores where what these crawls saw leads; once, however often it is called."""
    onward = Onward(store=store, who=_WHO, now=now)
    pages, likely = page_sightings(store, crawls), list(_likely(store, crawls, now))
    with store.writing():
        for seen in pages:
            onward.lead([seen], source=seen.source)
        for lead in likely:
            # Sites that are known already link to each other without end.
            if not is_known(store, lead.subject):
                add_lead(store, lead, who=_WHO)


def _likely(store: Store, crawls: Sequence[int], now: datetime) -> Iterator[Lead]:
    """Where sites and apps lead, as far as the name is flagged: most of it is everybody's."""
    protected = protected_hosts(approved_names(store))
    seen = leading_sightings(store, crawls)
    while batch := list(islice(seen, _AT_ONCE)):
        led = [(one, place) for one in batch for place in (*one.links, *places_in(one.text or ""))]
        flagged = set(flagged_of((place for _, place in led), protected))
        for one, place in led:
            subject = identify(place).subject if place in flagged else None
            if subject is not None and subject != one.subject:
                yield Lead(
                    subject=subject,
                    address=place,
                    source=one.source,
                    origin=one.subject,
                    at=now,
                    found=True,
                )
