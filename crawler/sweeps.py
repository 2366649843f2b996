"""A sweep: the sources are crawled, then what they saw is judged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from crawler.associations import associate, near_confirmed
from crawler.certificates import take_names
from crawler.cluster.coordinator import refuse_unshareable
from crawler.config import Config
from crawler.controls import draw
from crawler.crawl.alive import is_alive
from crawler.crawl.orders import orders_of
from crawler.crawl.run import Browsers, begin_sources, resume_sources, run_crawls
from crawler.crawl.sources import installed_sources, storefronts
from crawler.crawl.trust import trust
from crawler.crawl.visit import Crawling
from crawler.drift import record_drift
from crawler.entries import entries_of
from crawler.errors import EvidenceProblem, SweepRefused, UsageProblem
from crawler.evidence.copies import copy_sealed
from crawler.evidence.recovery import put_in_order
from crawler.evidence.stamps import Authority, read_authority, stamp_head
from crawler.index_cache import cached_index
from crawler.judge import Judge, judge, open_judge
from crawler.onward import lead_on, pointed_at
from crawler.operators import follow_operators
from crawler.records import CaseStatus, Crawl, Drift, LogReading, Proof
from crawler.store import Store
from crawler.store.cases import cases
from crawler.store.crawls import crawls as stored_crawls
from crawler.store.frontier import left_to_ask
from crawler.store.leads import pending_leads, unfinished_visits
from crawler.store.log_parts import log_readings
from crawler.store.protected import approved_names
from crawler.store.sightings import subjects_of_crawls
from crawler.store.workers import Assignment, Worker, ask_to_stop, running_workers
from crawler.text import nfc
from crawler.untied import screens_terms
from crawler.workspace import Workspace
from matchers.domains.protected import protected_hosts
from matchers.learned import office_model
from matchers.lexicon import load_lexicon

_LOOK_SECONDS = 0.2  # between two looks at a crawl that was asked to end
_PAGES = "fbpage"
_LEADS = 50  # apps that others named, of each store; the next sweep asks for more
_LOOKS = 1_000  # three downloads that take their whole time, and a little

# Has crawls asked elsewhere; called as ``run_crawls``, without what only one process needs.
Share = Callable[..., Sequence[Crawling]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Swept:
    """How each source fared, and what holds verdicts back."""

    crawls: tuple[Crawl, ...]
    gaps: tuple[str, ...]  # of the register; empty: it covers all games
    interrupted: bool
    controls: int = 0  # drawn from what became no case
    resumable: tuple[int, ...] = ()  # crawls of which something can be asked again
    copies: tuple[Path, ...] = ()  # registers that were read whole; nobody took them over yet
    unstamped: str | None = None  # why the evidence has no time stamp yet
    uncopied: str | None = None  # why its second place lacks something
    unasked: tuple[str, ...] = ()  # sources that have no search, while no package was known
    experimental: tuple[str, ...] = ()  # sources whose answers nobody has recorded
    drifts: tuple[Drift, ...] = ()  # what the answers held less of than those of earlier crawls
    left: tuple[str, ...] = ()  # by sweeps that were killed: what was put in order before this one
    logs: tuple[LogReading, ...] = ()  # what was read of certificate logs

    @property
    def needs_a_look(self) -> bool:
        """Whether a person should look: at a source, at the gate, or at the evidence."""
        told = self.gaps or self.unstamped or self.uncopied or self.drifts
        return bool(told) or not all(crawl.complete for crawl in self.crawls)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clocks:
    """What time it is for rows and papers, and what the machine says: they part in a rehearsal."""

    rows: Callable[[], datetime]
    machine: Callable[[], datetime]


def sweep(
    workspace: Workspace,
    store: Store,
    *,
    sources: Sequence[str],
    terms: Sequence[str],
    charts: bool,
    limit: int | None,
    clocks: Clocks,
    progress: Callable[[Crawling], None],
    share: Share | None = None,
) -> Swept:
    """Crawls ``sources`` for ``terms`` and judges all subjects of the crawls that are not void.

    ``share``: how workers elsewhere are had to ask; without it all is asked by this process.
    """
    if not terms and not charts:
        raise UsageProblem('There is nothing to look for. Name it: --term "nổ hũ", or --charts')
    trust(workspace.ca_file, workspace.cache)
    authority = read_authority(workspace.config.evidence.time_stamps, workspace.authority_ca)
    orders = orders_of(
        sources,
        config=workspace.config,
        terms=terms,
        charts=charts,
        limit=limit,
        subjects=_suspects(store),
        near=_near(store, workspace.config),
        entries=_entries(store, sources, terms),
    )
    asked = {order.source for order in orders}
    unasked = tuple(source for source in sources if source not in asked)
    if not orders:
        raise UsageProblem(
            f"Nothing can be asked of {', '.join(unasked)}. {' '.join(map(why_unasked, unasked))}"
        )
    if share is not None:
        refuse_unshareable(sources, workspace.config)
    begun = begin_sources(store, orders, now=clocks.rows(), machine_now=clocks.machine())
    swept = crawl_and_judge(
        workspace, store, begun, authority, clocks=clocks, progress=progress, share=share
    )
    return replace(swept, unasked=unasked)


def said_before(sources: Sequence[str]) -> list[str]:
    """What a person should know before these are asked: what they hold, and what they do not."""
    installed = installed_sources()
    told = (installed[source].says for source in sources if source in installed)
    return [sentence for sentence in told if sentence is not None]


def why_unasked(source: str) -> str:
    """Why nothing can be asked of a source, and what to name so that something can."""
    spider = installed_sources()[source]
    if spider.whole_web:
        return (
            f"{source} was not asked: no word is a flagged name, and none points at a site. "
            "Point at one: --term domain:vidu.com"
        )
    return (
        f"{source} was not asked: no search of it is known, and no case names an app of it. "
        f"Name one: --term {spider.example}"
    )


def resume(
    workspace: Workspace,
    store: Store,
    *,
    crawls: Sequence[int],
    clocks: Clocks,
    progress: Callable[[Crawling], None],
    share: Share | None = None,
) -> Swept:
    """Goes on with crawls that were killed, stopped or refused, and judges as ``sweep`` does."""
    trust(workspace.ca_file, workspace.cache)
    authority = read_authority(workspace.config.evidence.time_stamps, workspace.authority_ca)
    begun = resume_sources(store, crawls, config=workspace.config, machine_now=clocks.machine())
    return crawl_and_judge(
        workspace, store, begun, authority, clocks=clocks, progress=progress, share=share
    )


def stop(
    store: Store,
    *,
    crawls: Sequence[int],
    machine: Callable[[], datetime],
    pause: Callable[[float], None],
) -> list[Crawl]:
    """Asks running crawls to end, waits until they did, and returns how they ended."""
    living = {worker.crawl: worker for worker in _living(store, machine())}
    known = {crawl.crawl for crawl in stored_crawls(store, only=crawls)}
    for crawl in crawls:
        if crawl not in known:
            raise SweepRefused(f"There is no crawl {crawl}. See: rasoat sweeps list")
        if crawl not in living:
            raise SweepRefused(f"Crawl {crawl} is not running. See: rasoat sweeps list")
    asked = {living[crawl].id for crawl in crawls or living}
    ask_to_stop(store, asked)
    for _ in range(_LOOKS):
        late = [worker for worker in _living(store, machine()) if worker.id in asked]
        if not late:
            break
        pause(_LOOK_SECONDS)
    else:
        raise SweepRefused(
            f"Crawl {late[0].crawl} does not end. Kill its process {late[0].process.pid}, "
            f"then go on with: rasoat sweeps resume {late[0].crawl}"
        )
    return listed_crawls(store, machine(), only=list(crawls or living))


def listed_crawls(
    store: Store, machine_now: datetime, only: Sequence[int] | None = None
) -> list[Crawl]:
    """Crawls, newest first; those that did not end say whether somebody works on them."""
    living = {worker.crawl: worker for worker in _living(store, machine_now)}
    return [
        crawl if crawl.ended_at else replace(crawl, reason=_state(crawl, living.get(crawl.crawl)))
        for crawl in stored_crawls(store, only=only)
    ]


def _state(crawl: Crawl, worker: Worker | None) -> str:
    if worker is None:
        return f"it was interrupted. Go on with: rasoat sweeps resume {crawl.crawl}"
    return f"it is running: process {worker.process.pid}"


def _living(store: Store, now: datetime) -> list[Worker]:
    return [worker for worker in running_workers(store) if is_alive(worker, now)]


def _stamp(store: Store, authority: Authority | None, now: datetime) -> str | None:
    """Has what was recorded stamped; a sentence where no stamp came."""
    if authority is None or not authority.url:
        return None
    try:
        stamp_head(store, authority, now)
    except EvidenceProblem as problem:
        return str(problem)
    return None


def _copy(workspace: Workspace, store: Store) -> str | None:
    """Copies what was sealed to the second place; a sentence where that is not whole."""
    address = workspace.config.evidence.copy
    if not address:
        return None
    try:
        return copy_sealed(store, workspace.evidence, address).problem
    except EvidenceProblem as problem:
        return str(problem)


def crawl_and_judge(
    workspace: Workspace,
    store: Store,
    begun: Sequence[Assignment],
    authority: Authority | None,
    *,
    clocks: Clocks,
    progress: Callable[[Crawling], None],
    share: Share | None = None,
) -> Swept:
    """Crawls what was begun, judges what was seen, has the evidence stamped and copied."""
    left = put_in_order(store, workspace.evidence, clocks.rows())
    protected = protected_hosts(approved_names(store))
    crawl = partial(
        run_crawls,
        register=workspace.register,
        browsers=_browsers(workspace, begun),
        take_names=partial(take_names, store, protected=protected, clock=clocks.rows),
    )
    visits = (share or crawl)(
        store,
        begun,
        config=workspace.config,
        evidence=workspace.evidence,
        clock=clocks.rows,
        machine_clock=clocks.machine,
        progress=progress,
    )
    drifts = [each for one in visits for each in record_drift(store, one.crawl, now=clocks.rows())]
    unstamped = _stamp(store, authority, clocks.rows())
    lead_on(store, [visit.crawl for visit in visits], clocks.rows())
    to_judge = [visit.crawl for visit in visits if not visit.health.interrupted]
    judging = open_judge(
        store,
        lexicon=load_lexicon(*workspace.lexicon),
        now=clocks.rows(),
        index_of=cached_index(workspace.cache),
        model=office_model(workspace.models),
    )
    drawn = _judge_seen(workspace, store, judging, to_judge) if to_judge else 0
    ids = [visit.crawl for visit in visits]
    found = {crawl.crawl: crawl for crawl in stored_crawls(store, only=ids)}
    return Swept(
        crawls=tuple(found[crawl] for crawl in ids),
        gaps=judging.gaps,
        interrupted=len(to_judge) < len(visits),
        controls=drawn,
        unstamped=unstamped,
        # Last: the verdicts do not wait for a slow place.
        uncopied=_copy(workspace, store),
        resumable=tuple(
            visit.crawl for visit in visits if visit.resumable and left_to_ask(store, visit.crawl)
        ),
        copies=tuple(path for visit in visits for path in visit.copies),
        left=tuple(left),
        drifts=tuple(drifts),
        logs=tuple(log_readings(store, ids)),
        experimental=_experimental(crawl.source for crawl in found.values()),
    )


def _browsers(workspace: Workspace, begun: Sequence[Assignment]) -> Browsers:
    """One for sites, and apart one for pages that are scrolled, which takes as long as many sites.

    Other sources need none, and it takes a while to load.
    """
    installed = installed_sources()
    spiders = [installed[each.order.source] for each in begun]
    sites = any(spider.whole_web for spider in spiders)
    scrolled = any(spider.scrolls for spider in spiders)
    if not (sites or scrolled):
        return Browsers()
    from crawler.browser.shared import SharedBrowser

    made = partial(SharedBrowser, workspace.config)
    return Browsers(renderer=made() if sites else None, scroller=made() if scrolled else None)


def _judge_seen(workspace: Workspace, store: Store, judging: Judge, crawls: Sequence[int]) -> int:
    """Judges what these crawls saw and ties it to others; how many controls were drawn."""
    subjects, controls = subjects_of_crawls(store, crawls), workspace.config.controls
    for _ in judge(store, judging, subjects):
        pass
    drawn = draw(
        store, subjects, share=controls.share, most_open=controls.most_open, now=judging.now
    )
    associate(store, now=judging.now)
    follow_operators(store, now=judging.now)
    return drawn


def _suspects(store: Store) -> tuple[str, ...]:
    """The subjects of cases that were not dismissed: what left one store lives on in another."""
    return tuple(case.subject for case in cases(store) if case.status is not CaseStatus.DISMISSED)


def _entries(store: Store, sources: Sequence[str], terms: Sequence[str]) -> tuple[str, ...]:
    """The sites to be visited: of the words, what others named, what was not seen whole."""
    installed = installed_sources()
    if not any(source in installed and installed[source].whole_web for source in sources):
        return ()  # the screen takes a while to load
    named, found = pointed_at(store)
    return entries_of(terms, approved_names(store), [*named, *unfinished_visits(store)], found)


def _near(store: Store, config: Config) -> dict[str, tuple[str, ...]]:
    """What sources are asked beside the words.

    Who is near confirmed cases, the screenshots of games without a tie, what others named.
    """
    asked: dict[str, tuple[str, ...]] = {**near_confirmed(store), _PAGES: ()}
    for place, spider in storefronts().items():
        if config.of(spider.name).closely:
            asked[place] = (*asked[place], *screens_terms(store, place))
    return {
        place: tuple(
            dict.fromkeys((*near, *(lead.subject for lead in pending_leads(store, place)[:_LEADS])))
        )
        for place, near in asked.items()
    }


def _experimental(sources: Iterable[str]) -> tuple[str, ...]:
    installed = installed_sources()
    return tuple(source for source in sources if installed[source].proof is Proof.EXPERIMENTAL)


def terms_of(workspace: Workspace) -> tuple[str, ...]:
    """The words that the office looks for: those of rasoat.toml, then the files in ``terms/``."""
    files = sorted(workspace.terms.glob("*.txt"))
    return read_terms(
        [*workspace.config.terms, *(line for file in files for line in _lines(file.read_bytes()))]
    )


def read_terms(lines: Sequence[str]) -> tuple[str, ...]:
    """Search terms, one a line; ``#`` begins a comment, each term counts once."""
    bare = (nfc(line.partition("#")[0]).strip() for line in lines)
    return tuple(dict.fromkeys(term for term in bare if term))


def _lines(body: bytes) -> list[str]:
    return body.decode("utf-8-sig").splitlines()
