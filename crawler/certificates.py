"""Names of certificates: all are screened, and what passes and is new becomes a lead."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from crawler.records import Lead, LogName, LogPart
from crawler.store import Store
from crawler.store.leads import add_lead, is_known
from crawler.store.log_parts import add_log_part
from crawler.store.operators import add_certified
from crawler.store.sightings import seen_before
from matchers.domains.screen import screen
from matchers.subjects import identify

SOURCE = "certificates"
_WHO = "rasoat"
_SITE = "domain:"
_CROWD = 30  # sites on one certificate; so many are a provider's customers


def take_names(
    store: Store,
    crawl: int,
    part: LogPart,
    *,
    protected: Mapping[str, str],
    clock: Callable[[], datetime],
) -> None:
    """Stores the leads of a part with how far its log was read by it: both, or neither.

    A site that is known already is no lead: its certificates are renewed every few weeks. Which
    sites one certificate names is kept where one of them is flagged or was seen: who asked for it
    held them all.
    """
    now = clock()
    flagged = list(_flagged(part, protected))
    shared = _shared(part)
    told = {subject for subject, _ in flagged}
    told |= seen_before(store, {subject for named in shared.values() for subject in named})
    with store.writing():
        for index, subjects in shared.items():
            if told.isdisjoint(subjects):
                continue
            names = " ".join(subject.removeprefix(_SITE) for subject in subjects)
            origin = f"{part.url}#{index}"
            add_certified(store, subjects, names, origin=origin, now=now)
        leads = 0
        for subject, named in flagged:
            if is_known(store, subject):
                continue
            lead = Lead(
                subject=subject,
                address=named.name,
                source=SOURCE,
                origin=f"{part.url}#{named.index}",
                at=now,
                seen_at=named.at,
                found=True,
            )
            leads += add_lead(store, lead, who=_WHO)
        add_log_part(store, part, crawl=crawl, leads=leads, now=now)


def _flagged(part: LogPart, protected: Mapping[str, str]) -> Iterator[tuple[str, LogName]]:
    """The names that are worth a visit, with their subjects."""
    lines = [named.name.replace("\n", " ").encode("utf-8", "replace") for named in part.names]
    found = screen(b"\n".join(lines), protected=protected)
    for place, name in zip(found.places, found.names, strict=True):
        subject = identify(name.name).subject
        if subject is not None:
            yield subject, part.names[place]


def _shared(part: LogPart) -> dict[int, list[str]]:
    """The sites of each certificate that names several and not a crowd, by its entry."""
    named: dict[int, set[str]] = {}
    for each in part.names:
        named.setdefault(each.index, set()).add(each.name.removeprefix("*."))
    found = {}
    for index, names in named.items():
        subjects = {identify(name).subject for name in names} if len(names) > 1 else set()
        sites = sorted(one for one in subjects if one is not None and one.startswith(_SITE))
        if 1 < len(sites) <= _CROWD:
            found[index] = sites
    return found
