"""A sweep: the sources are crawled, then what they saw is judged."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from crawler.controls import draw
from crawler.crawl.run import run_sources
from crawler.crawl.trust import trust
from crawler.crawl.visit import Visit
from crawler.errors import UsageProblem
from crawler.evidence.recovery import put_in_order
from crawler.index_cache import cached_index
from crawler.judge import judge, open_judge
from crawler.records import Crawl
from crawler.store import Store
from crawler.store.crawls import crawls
from crawler.store.sightings import subjects_of_crawls
from crawler.text import nfc
from crawler.workspace import Workspace
from matchers.learned import office_model
from matchers.lexicon import load_lexicon


@dataclass(frozen=True, slots=True, kw_only=True)
class Swept:
    """How each source fared, and what holds verdicts back."""

    crawls: tuple[Crawl, ...]
    gaps: tuple[str, ...]  # of the register; empty: it covers all games
    interrupted: bool
    controls: int = 0  # drawn from what became no case
    copies: tuple[Path, ...] = ()  # registers that were read whole; nobody took them over yet
    left: tuple[str, ...] = ()  # by sweeps that were killed: what was put in order before this one

    @property
    def needs_a_look(self) -> bool:
        """Whether a person should look: a source is not complete, or the gate held something."""
        return bool(self.gaps) or not all(crawl.complete for crawl in self.crawls)


def sweep(
    workspace: Workspace,
    store: Store,
    *,
    sources: Sequence[str],
    terms: Sequence[str],
    charts: bool,
    limit: int | None,
    clock: Callable[[], datetime],
    progress: Callable[[Visit], None],
) -> Swept:
    """Crawls ``sources`` for ``terms`` and judges all subjects of the crawls that are not void."""
    if not terms and not charts:
        raise UsageProblem('There is nothing to look for. Name it: --term "nổ hũ", or --charts')
    trust(workspace.ca_file, workspace.cache)
    left = put_in_order(store, workspace.evidence, clock())
    visits = run_sources(
        store,
        sources,
        config=workspace.config,
        terms=terms,
        charts=charts,
        limit=limit,
        evidence=workspace.evidence,
        register=workspace.register,
        clock=clock,
        progress=progress,
    )
    interrupted = any(visit.health.interrupted for visit in visits)
    ids = [visit.crawl for visit in visits]
    judging = open_judge(
        store,
        lexicon=load_lexicon(*workspace.lexicon),
        now=clock(),
        index_of=cached_index(workspace.cache),
        model=office_model(workspace.models),
    )
    drawn = 0
    if not interrupted:
        subjects, controls = subjects_of_crawls(store, ids), workspace.config.controls
        for _ in judge(store, judging, subjects):
            pass
        drawn = draw(
            store,
            subjects,
            share=controls.share,
            most_open=controls.most_open,
            now=judging.now,
        )
    found = {crawl.crawl: crawl for crawl in crawls(store, only=ids)}
    return Swept(
        crawls=tuple(found[crawl] for crawl in ids),
        gaps=judging.gaps,
        interrupted=interrupted,
        controls=drawn,
        copies=tuple(path for visit in visits for path in visit.copies),
        left=tuple(left),
    )


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
