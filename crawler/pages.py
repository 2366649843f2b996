"""Pages and adverts as they are judged: all that was seen of one, and where it leads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from crawler.cases import named_ground
from crawler.records import ACCUSING, CaseStatus, Finding, Reason, Sighting, VerdictKind
from crawler.store import Store
from crawler.store.aliases import page_of, subjects_of_page
from crawler.store.cases import find_case, judged_when_decided
from crawler.store.pages import held_moments, judged_moments, leading
from crawler.store.sightings import adverts_of, judged_sightings
from crawler.store.verdicts import latest_verdict
from matchers.stores import store_app
from matchers.subjects import identify
from matchers.ties import advert_tie
from matchers.verdict.page_evidence import Led, Standing, protected_page
from matchers.verdict.pages import led_reason

_MARKET = "vn"
_GAMBLING = frozenset({VerdictKind.GAMBLING, VerdictKind.PROMOTES_GAMBLING})
_ADVERTS_AT_MOST = 20  # of one app that are read for their words


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSeen:
    """The sightings of a page under all its names, newest first, and its adverts."""

    sightings: tuple[Sighting, ...]
    adverts: tuple[Sighting, ...]


def page_seen(store: Store, subject: str) -> PageSeen:
    """What may be judged of a page or an advert, also what was kept before its number was known."""
    sightings = under_all_names(store, subject)
    return PageSeen(sightings=tuple(sightings), adverts=tuple(adverts_of(store, subject)))


def under_all_names(store: Store, subject: str) -> list[Sighting]:
    """What may be judged of a subject in Vietnam, newest first; of a page under all its names."""
    found = [
        seen
        for _, sightings in judged_sightings(store, subjects_of_page(store, subject))
        for seen in sightings
        if seen.market == _MARKET
    ]
    return sorted(found, key=lambda seen: seen.seen_at, reverse=True)


def number_of(store: Store, seen: Sighting) -> str | None:
    """The page by its number, where this one was kept by its name; None: it has no other id."""
    page = page_of(store, seen.subject, seen.seen_at)
    return None if page == seen.subject else page


def standings(store: Store, subjects: Iterable[str]) -> dict[str, Standing]:
    """Those of the subjects that are accused, by a person or so far by the rules alone.

    What a person dismissed is not held against whoever leads there.
    """
    found = {subject: _standing(store, subject) for subject in subjects}
    return {subject: standing for subject, standing in found.items() if standing is not None}


def _standing(store: Store, subject: str) -> Standing | None:
    case = find_case(store, subject)
    if case is not None and case.status is CaseStatus.DISMISSED:
        return None
    if case is not None and case.status is CaseStatus.CONFIRMED:
        ground = named_ground(store, case.case) or judged_when_decided(store, case.case)
        return None if ground not in ACCUSING else Standing(kind=ground, confirmed=True)
    verdict = latest_verdict(store, subject)
    if verdict is None or verdict.kind not in ACCUSING:
        return None
    return Standing(kind=verdict.kind, confirmed=False)


def own_gambling(store: Store, app: Sighting) -> Iterator[Reason]:
    """That what an app calls its own website, or its privacy policy, is held as gambling."""
    for field, link in (("website", app.website), ("privacy_url", app.privacy_url)):
        subject = identify(link).subject if link else None
        if link is None or subject is None or subject == app.subject:
            continue
        standing = _standing(store, subject)
        if standing is not None and standing.kind in _GAMBLING:
            yield led_reason(Led(link=link, subject=subject, standing=standing), field)


def led_to_change(store: Store) -> set[str]:
    """Judged pages and adverts that lead to what was judged, or decided about, after them."""
    judged, held = judged_moments(store), held_moments(store)
    found: set[str] = set()
    for one in leading(store):
        newest = max((held.get(subject, "") for subject in _targets(one.links)), default="")
        of = (one.subject, one.page)
        found.update(subject for subject in of if subject and "" < judged.get(subject, "") < newest)
    return found


def advertised(store: Store) -> dict[str, dict[str, str]]:
    """The apps that adverts lead to or pages call their website: by whom, and when last seen.

    What a page writes about an app, or links to in a post, may be a warning or a review.
    """
    found: dict[str, dict[str, str]] = {}
    for one in leading(store):
        links = one.links if one.subject.startswith("fbad:") else filter(None, [one.website])
        # Most lead to sites: only addresses of stores are read.
        for app in filter(None, map(store_app, links)):
            by = found.setdefault(app, {})
            by[one.subject] = max(one.seen_at, by.get(one.subject, ""))
    return found


def newly_advertised(store: Store) -> set[str]:
    """Judged apps to which an advert or a page was seen to lead after that."""
    judged = judged_moments(store)
    return {
        app for app, by in advertised(store).items() if "" < judged.get(app, "") < max(by.values())
    }


def advert_ties(
    store: Store, by: Mapping[str, str], protected: Mapping[str, str]
) -> Iterator[Finding]:
    """What the adverts and pages that lead to one app tie to Vietnam, the latest first."""
    for subject in sorted(by, key=lambda one: by[one], reverse=True)[:_ADVERTS_AT_MOST]:
        for seen in under_all_names(store, subject)[:1]:
            # Who is protected, a police page say, warns of an app and does not advertise it.
            if protected_page(seen, protected) is None and (tie := advert_tie(seen)) is not None:
                yield tie


def _targets(links: Iterable[str]) -> list[str]:
    return [found.subject for link in links if (found := identify(link)).subject is not None]
