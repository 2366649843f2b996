"""What looks at pages and adverts of Facebook mean: two sources for a removal, names, notices."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from crawler.clock import on_paper
from crawler.outcomes import TABLE, Look
from crawler.records import Presence, Sighting, Told
from crawler.store import Store
from crawler.store.aliases import subjects_of_page
from crawler.store.pages import newest_notice, page_sightings
from crawler.store.rechecks import clear_sightings

PAGES, ADVERTS = "fbpage", "fbad"  # the prefixes of their subjects
GRAPH = "facebook_pages"  # the source that looks at pages again
LIBRARY = "facebook_ad_library"  # the source that looks at adverts again
BY_HAND = (
    "the Ad Library is not read by program without Meta's written permission: open the advert "
    "there, save it as HAR, and import it (rasoat import captures FILE)"
)
LIBRARY_SAYS = "ad library"  # whoever read it: a person, or the source above
RESTRICTION = "the Ad Library calls the page restricted"
NOTICE = "what was saved here says that it is not available"
# So near to a sign that it is not shown here another source must have been given the page.
_NEAR = timedelta(hours=24)
_WORLDWIDE = ("page", "advert")  # layers that do not ask who looks: the Graph's, and adverts
ALONE = (
    "the Graph does not give it, while it gives another page: missing, or not for this token. "
    "A second source must say so too, as the Ad Library does of a page that was deleted"
)


def is_page(subject: str) -> bool:
    """Whether a subject is a page of Facebook."""
    return subject.startswith(f"{PAGES}:")


def is_advert(subject: str) -> bool:
    """Whether a subject is an advert of Facebook."""
    return subject.startswith(f"{ADVERTS}:")


def advert_told(sighting: Sighting) -> Told | None:
    """Whether an advert runs, where the Ad Library says so in a word; absence says nothing.

    Its last day says nothing either: adverts that run have one, too.
    """
    active = sighting.facts.get("active")
    return {True: Told.LISTED, False: Told.STOPPED}[active] if active is not None else None


def hidden_by(
    seen: Sequence[tuple[int | None, Sighting]],
    crawl: int,
    sighting: Sighting,
    asked_at: datetime | None,
) -> str | None:
    """What says that a page is not shown in Vietnam, where another source was given it that day.

    Each of the two signs is weak: pages that exist show strangers the same notice, and nobody has
    recorded what the Ad Library calls restricted. Only both, a day apart, prove anything.
    """
    if asked_at is None or not is_page(sighting.subject) or sighting.seen_at < asked_at:
        return None
    noticed, restricted = _signs(sighting)
    near = [
        one
        for other, one in seen
        if other != crawl  # what is seen beside a sign is no second look
        and (one.presence is Presence.GONE or _given_worldwide(one))
        and one.seen_at >= asked_at
        and abs(one.seen_at - sighting.seen_at) <= _NEAR
    ]
    if not near or max(near, key=lambda one: one.seen_at).presence is not Presence.PRESENT:
        return None
    return NOTICE if noticed else RESTRICTION if restricted else None


def _signs(sighting: Sighting) -> tuple[bool, bool]:
    """Whether a sighting is a notice in place of a page, and whether it is called restricted."""
    told = sighting.facts
    return told.get("notice") == "unavailable", told.get("restricted") is True


def _given_worldwide(sighting: Sighting) -> bool:
    if sighting.presence is not Presence.PRESENT or any(_signs(sighting)) or undated(sighting):
        return False
    return sighting.facts.get("layer") in _WORLDWIDE


def undated(sighting: Sighting) -> bool:
    """Whether it was saved with no moment of its own: that of a file, which a copy changes."""
    capture = sighting.facts.get("capture")
    return capture is not None and capture.get("dated") is not True


def own_look(
    seen: Sequence[tuple[int | None, Sighting]],
    crawl: int,
    sighting: Sighting,
    asked_at: datetime | None,
) -> Look | None:
    """What a sighting tells whichever crawl it is of: whether an advert runs, a page is hidden."""
    if is_advert(sighting.subject):
        told, source, strong, why = advert_told(sighting), LIBRARY_SAYS, True, None
        if told is Told.STOPPED:
            why = "the Ad Library shows it as no longer running; who ended it is not said"
    elif sign := hidden_by(seen, crawl, sighting, asked_at):
        told, source, strong = Told.NOT_IN_STOREFRONT, sign, False
        why = f"{sign}, while another source was given the page that day"
    else:
        return None
    if told is None:
        return None
    return Look(
        crawl=crawl,
        at=sighting.seen_at,
        told=told,
        seen=TABLE[told].presence,
        counts=True,
        why=why,
        source=source,
        strong=strong,
        dated=not undated(sighting),
    )


def sightings_looked_at(
    store: Store, subject: str, *, market: str
) -> list[tuple[int | None, Sighting]]:
    """What sources said of a subject; of a page also the signs that it is not shown here."""
    if is_page(subject):
        return page_sightings(store, subject, subjects_of_page(store, subject), market=market)
    return clear_sightings(store, subject, market=market)


def is_elsewhere(sighting: Sighting) -> bool:
    """Whether a page was given by what answers for the whole world: all but posts shown here."""
    return is_page(sighting.subject) and sighting.facts.get("layer") != "post"


def says_deleted(sighting: Sighting) -> bool:
    """Whether the Ad Library itself says that a page was deleted, in a capture or a sweep."""
    return (
        is_page(sighting.subject)
        and sighting.presence is Presence.GONE
        and sighting.facts.get("deleted") is True
    )


def renamed(
    seen: Sequence[tuple[int | None, Sighting]], sighting: Sighting, asked_at: datetime | None
) -> str | None:
    """The name of a page when it was asked about and now, whichever sources showed them."""
    if asked_at is None or not is_page(sighting.subject) or sighting.seen_at <= asked_at:
        return None
    then = [one.title for _, one in seen if one.seen_at <= asked_at and one.title is not None]
    # The Ad Library and the Graph pad the same name differently.
    if not then or sighting.title is None or then[-1].split() == sighting.title.split():
        return None
    return f"title was “{then[-1]}”, is “{sighting.title}”"


def restricted_here(store: Store, sighting: Sighting, asked_at: datetime | None) -> str | None:
    """That Vietnam is shown a notice in place of a page which the Graph gives: a person looks."""
    if asked_at is None or not is_page(sighting.subject):
        return None
    shown = newest_notice(store, subjects_of_page(store, sighting.subject), since=asked_at)
    if shown is None:
        return None
    return (
        "the Graph gives it, and what a person saved here says that it is not available "
        f"({on_paper(shown)}): it may be restricted in Vietnam, or to some visitors"
    )
