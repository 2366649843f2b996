"""A check: the named apps are asked for now, and judged with all that is stored of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from crawler.canaries import canary_terms
from crawler.crawl.facebook_token import VARIABLE, token_here
from crawler.crawl.run import begin_sources
from crawler.crawl.sources import app_sources, installed_sources, storefronts
from crawler.crawl.trust import trust
from crawler.crawl.visit import Crawling
from crawler.entries import SITES, entries_at
from crawler.errors import SweepRefused
from crawler.evidence.stamps import read_authority
from crawler.merging import known
from crawler.page_looks import ADVERTS, GRAPH, LIBRARY, PAGES
from crawler.records import CANARY_TERM, Crawl, Presence, Sighting, Verdict
from crawler.store import Store
from crawler.store.aliases import page_of, subjects_of_page
from crawler.store.crawls import CrawlOrder
from crawler.store.sightings import sightings_of
from crawler.store.verdicts import latest_verdict
from crawler.store.workers import Assignment
from crawler.sweeps import Clocks, Swept, crawl_and_judge
from crawler.untied import screens_of_untied
from crawler.workspace import Workspace
from matchers.subjects import Identified, identify
from spiders.base import SourceSpider

_NO_SOURCE = "Nothing was asked: no source looks at a"
_NOT_ASKED = {
    PAGES: f"Nothing was asked: Facebook is read by hand, or with a token in {VARIABLE}. Save what "
    "it shows, then: rasoat import captures FILE",
    ADVERTS: "Nothing was asked: Facebook is read by hand, adverts also with Meta's permission in "
    "rasoat.toml ([facebook] permission). Save what it shows, then: rasoat import captures FILE",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What is known of the subject of one address, and why nothing new was read."""

    address: str
    subject: str | None
    sighting: Sighting | None  # None: nobody has seen it
    verdict: Verdict | None
    refused: str | None  # None: what the sighting says was read now


@dataclass(frozen=True, slots=True, kw_only=True)
class Checks:
    """The answers to all addresses, and how the crawls of it fared."""

    checked: tuple[Checked, ...]
    swept: Swept | None  # None: nothing could be asked

    @property
    def needs_a_look(self) -> bool:
        """Whether a person should look: at an address, at a source, or at the gate."""
        told = any(one.refused for one in self.checked)
        return told or (self.swept is not None and self.swept.needs_a_look)


def check(
    workspace: Workspace,
    store: Store,
    *,
    addresses: Sequence[str],
    clocks: Clocks,
    progress: Callable[[Crawling], None],
) -> Checks:
    """Asks the stores for the apps of these addresses, and tells all that is known of each."""
    identified = [_known_as(store, identify(address), clocks) for address in addresses]
    subjects = tuple(dict.fromkeys(one.subject for one in identified if one.subject))
    trust(workspace.ca_file, workspace.cache)
    authority = read_authority(workspace.config.evidence.time_stamps, workspace.authority_ca)
    begun, held = _begin(workspace, store, subjects, entries_at(addresses), clocks)
    swept = None
    if begun:
        swept = crawl_and_judge(
            workspace, store, begun, authority, clocks=clocks, progress=progress
        )
        ended = {crawl.crawl: crawl for crawl in swept.crawls}
        for assignment in begun:
            for term in assignment.order.terms:
                subject = term.partition(" ")[0]
                if subject not in subjects:
                    continue  # a canary
                held[subject] = _unread(store, subject, ended[assignment.crawl])
    return Checks(checked=tuple(_told(store, one, held) for one in identified), swept=swept)


def _known_as(store: Store, one: Identified, clocks: Clocks) -> Identified:
    """A page by its own number, where it is known under the name or number that was pasted."""
    if one.subject is None:
        return one
    return replace(one, subject=page_of(store, one.subject, clocks.rows()))


def _begin(
    workspace: Workspace,
    store: Store,
    subjects: Sequence[str],
    entries: Mapping[str, str],
    clocks: Clocks,
) -> tuple[list[Assignment], dict[str, str | None]]:
    """The crawls of the sources that can be asked, and why the other subjects cannot be."""
    sources: dict[str, type[SourceSpider]] = {
        str(marketplace): spider for marketplace, spider in app_sources().items()
    }
    sources[SITES] = installed_sources()["domains"]
    if token_here():
        sources[PAGES] = installed_sources()[GRAPH]
    permission = workspace.config.facebook.permission
    if permission:
        sources[ADVERTS] = installed_sources()[LIBRARY]
    begun: list[Assignment] = []
    held: dict[str, str | None] = {}
    for prefix in dict.fromkeys(subject.partition(":")[0] for subject in subjects):
        asked = tuple(one for one in subjects if one.partition(":")[0] == prefix)
        if prefix not in sources:
            held |= dict.fromkeys(asked, _NOT_ASKED.get(prefix) or f"{_NO_SOURCE} {prefix} yet.")
            continue
        source, now = sources[prefix].name, clocks.rows()
        alone = prefix in (SITES, ADVERTS)
        known = () if alone else canary_terms(store, source, workspace.config, now=now)
        canaries = [term for term in known if term.removeprefix(f"{CANARY_TERM}:") not in asked]
        screens = screens_of_untied(store, asked) if prefix in storefronts() else ()
        order = CrawlOrder(
            source=source,
            market=sources[prefix].market,
            terms=(*canaries, *(entries.get(one, one) for one in asked), *screens),
            charts=False,
            most=len(canaries) + len(asked),
            permission=permission if sources[prefix].scrolls else None,
        )
        try:
            begun += begin_sources(store, [order], now=now, machine_now=clocks.machine())
        except SweepRefused as refused:
            held |= dict.fromkeys(asked, f"Nothing was asked: {refused}")
    return begun, held


def _unread(store: Store, subject: str, crawl: Crawl) -> str | None:
    """Why the crawl says nothing of this subject; None where it does."""
    if crawl.void:
        return f"{crawl.source} told nothing that counts: {crawl.reason}"
    seen = sightings_of(store, subject, crawl=crawl.crawl)
    if any(one.presence is not Presence.UNKNOWN for one in seen):
        return None
    if told := next((one.facts for one in seen if one.facts.get("ending")), None):
        why = f": {told['why']}" if told.get("why") else ""
        return f"{crawl.source} could not look at it ({told['ending']}){why}"
    if seen or crawl.reason is None:
        return f"{crawl.source} does not say whether it is there."
    return f"{crawl.source} told nothing of it: {crawl.reason}"


def _seen(store: Store, subject: str) -> Sighting | None:
    """What is known of it, of a page also what was kept before its number was known."""
    found = (known(store, one) for one in subjects_of_page(store, subject))
    return next(filter(None, found), None)


def _told(store: Store, one: Identified, held: dict[str, str | None]) -> Checked:
    if one.subject is None:
        return Checked(
            address=one.address, subject=None, sighting=None, verdict=None, refused=one.refused
        )
    return Checked(
        address=one.address,
        subject=one.subject,
        sighting=_seen(store, one.subject),
        verdict=latest_verdict(store, one.subject),
        refused=held[one.subject],
    )
