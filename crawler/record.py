"""Records one answer as a payload for a test: scrubbed, with what is read from it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

from crawler.crawl.asking import read_again, request_for
from crawler.crawl.run import begin_sources, run_crawls
from crawler.crawl.trust import trust
from crawler.crawl.visit import Crawling
from crawler.errors import (
    EvidenceProblem,
    PayloadChanged,
    SourceBlocked,
    UsageProblem,
    WorkspaceError,
)
from crawler.evidence.bodies import read_body
from crawler.evidence.recovery import put_in_order
from crawler.records import Fetch, Sighting
from crawler.scrub import Secret, scrub
from crawler.store import Store
from crawler.store.asked import Ask
from crawler.store.crawls import CrawlOrder, last_answer, set_seeded
from crawler.store.crawls import crawls as stored_crawls
from crawler.store.frontier import SqliteFrontier
from crawler.store.workers import Assignment
from crawler.sweeps import Clocks
from crawler.workspace import Workspace
from matchers.subjects import identify
from spiders.stores import AppStore

_NOT_WORDS = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """One recorded case: where it lies, what reads it, and what was taken out of it."""

    folder: Path
    source: str
    parser: str  # "read_detail", the callback of the spider
    sightings: int
    raises: str | None  # the sentence with which the parser refuses the answer
    taken: Mapping[Secret, int]
    scrubbed_fields: tuple[str, ...]  # of the sightings: they differ from what the store said
    evidence: str  # of the answer as it came


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a parser makes of a body: sightings, or its refusal."""

    sightings: tuple[Sighting, ...] = ()
    error: PayloadChanged | SourceBlocked | None = None


def record(
    workspace: Workspace,
    store: Store,
    *,
    address: str,
    output: Path,
    clocks: Clocks,
    progress: Callable[[Crawling], None],
) -> Recorded:
    """Asks for one address as a sweep would, and keeps the scrubbed answer as a test's payload."""
    found = request_for(address, identify(address).subject)
    if found is None:
        raise UsageProblem(
            f"No installed source asks for {address}. Name the page of an app, a search, a chart, "
            "a developer or reviews of a store that `rasoat parts` lists (docs/sources.md)"
        )
    spider, asked = found
    folder = output / spider.name / _case(asked)
    if folder.exists():
        raise WorkspaceError(f"{folder} is there already. Move it away, or choose another --output")
    fetch = _fetch(workspace, store, spider, asked, clocks, progress)
    raw = read_body(store, workspace.evidence, fetch.evidence)
    read = partial(read_body_as, spider, asked, fetch)
    return keep(folder, spider, asked, fetch, raw, read)


def _fetch(
    workspace: Workspace,
    store: Store,
    spider: type[AppStore],
    asked: Ask,
    clocks: Clocks,
    progress: Callable[[Crawling], None],
) -> Fetch:
    """A crawl of this one request: guarded, paced and recorded like any other."""
    trust(workspace.ca_file, workspace.cache)
    put_in_order(store, workspace.evidence, clocks.rows())
    order = CrawlOrder(source=spider.name, market=spider.market, terms=(), charts=False, most=1)
    (begun,) = begin_sources(store, [order], now=clocks.rows(), machine_now=clocks.machine())
    _seed(store, begun, asked)
    run_crawls(
        store,
        [begun],
        config=workspace.config,
        evidence=workspace.evidence,
        register=workspace.register,
        clock=clocks.rows,
        machine_clock=clocks.machine,
        progress=progress,
        take_names=lambda crawl, part: None,  # a store is no log of certificates
        follows=False,
    )
    fetch = last_answer(store, begun.crawl)
    if fetch is None:
        (crawl,) = stored_crawls(store, only=[begun.crawl])
        raise EvidenceProblem(f"Nothing was answered: {crawl.reason}")
    return fetch


def _seed(store: Store, begun: Assignment, asked: Ask) -> None:
    SqliteFrontier(store, crawl=begun.crawl, worker=begun.worker).add([asked])
    set_seeded(store, begun.crawl)


def read_body_as(spider: type[AppStore], asked: Ask, fetch: Fetch, body: bytes) -> Reading:
    """What the spider makes of a body as the answer to its question."""
    try:
        return Reading(sightings=tuple(read_again(spider, asked, fetch, body, fetch.fetched_at)))
    except (PayloadChanged, SourceBlocked) as error:
        return Reading(error=error)


def keep(
    folder: Path,
    spider: type[AppStore],
    asked: Ask,
    fetch: Fetch,
    raw: bytes,
    read: Callable[[bytes], Reading],
) -> Recorded:
    """Writes the case; refused where the scrubbed answer reads otherwise than the raw one."""
    scrubbed = scrub(raw)
    before, after = read(raw), read(scrubbed.body)
    if (before.error is None) is not (after.error is None) or not _same(before, after):
        raise EvidenceProblem(
            f"The answer reads otherwise once it is scrubbed, so it was not kept as a payload. It "
            f"lies in the evidence: rasoat evidence show {fetch.evidence}"
        )
    recorded = Recorded(
        folder=folder,
        source=spider.name,
        parser=asked.callback,
        sightings=len(after.sightings),
        raises=None if after.error is None else scrub(str(after.error).encode()).body.decode(),
        taken=scrubbed.taken,
        scrubbed_fields=_differing(before.sightings, after.sightings),
        evidence=fetch.evidence,
    )
    folder.mkdir(parents=True)
    kind = "html" if scrubbed.body.lstrip()[:1] == b"<" else "json"
    (folder / f"input.{kind}").write_bytes(scrubbed.body)
    if after.error is None:
        told = [_known(sighting) for sighting in after.sightings]
        text = json.dumps(told, ensure_ascii=False, indent=2, default=_plain)
        (folder / "output.json").write_text(text + "\n", encoding="utf-8")
    else:
        words = f"{type(after.error).__name__}: {recorded.raises}"
        (folder / "raises.txt").write_text(words + "\n", encoding="utf-8")
    about = scrub(_about(recorded, asked, fetch).encode()).body
    (folder / "about.toml").write_bytes(about)
    return recorded


def _same(before: Reading, after: Reading) -> bool:
    """Whether the same subjects are read, each as present as before."""
    seen = [[(one.subject, one.presence) for one in read.sightings] for read in (before, after)]
    return seen[0] == seen[1]


def _differing(before: Sequence[Sighting], after: Sequence[Sighting]) -> tuple[str, ...]:
    names = [item.name for item in fields(Sighting) if item.name not in ("evidence", "facts")]
    found = set()
    for raw, clean in zip(before, after, strict=True):
        found |= {name for name in names if getattr(raw, name) != getattr(clean, name)}
        found |= {f"facts.{key}" for key in raw.facts if raw.facts[key] != clean.facts.get(key)}
    return tuple(sorted(found))


def _about(recorded: Recorded, asked: Ask, fetch: Fetch) -> str:
    """Where and when the answer came from, and how to read it again."""
    lines = [
        "# Recorded by `rasoat record` and scrubbed by rule. A person looks at input and output",
        "# before they are used: names and numbers of people in free text are not found by rule.",
        *_pairs(
            {
                "source": recorded.source,
                "address": fetch.url,
                "status": fetch.status,
                "recorded_at": fetch.fetched_at.astimezone(UTC).isoformat(),
                "parser": recorded.parser,
                "scrubbed_fields": list(recorded.scrubbed_fields),
            }
        ),
        "",
        "[asked]",
        *_pairs(asked.kwargs),
        "",
        "[scrubbed]",
        *_pairs({str(kind): count for kind, count in sorted(recorded.taken.items())}),
    ]
    return "\n".join(lines) + "\n"


def _pairs(values: Mapping[str, Any]) -> list[str]:
    """Lines of TOML; what is not known has none."""
    return [f"{name} = {_toml(value)}" for name, value in values.items() if value is not None]


def _toml(value: Any) -> str:
    if isinstance(value, Mapping):
        pairs = (f"{json.dumps(key)} = {_toml(each)}" for key, each in value.items())
        return "{ " + ", ".join(pairs) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def _case(asked: Ask) -> str:
    """A name for the folder: the parser, then what was asked for."""
    words = " ".join(
        " ".join(value) if isinstance(value, Mapping) else str(value)
        for value in asked.kwargs.values()
        if value is not None
    )
    named = scrub(words.encode()).body.decode().lower()
    parser = asked.callback.removeprefix("read_")
    return f"{parser}_{_NOT_WORDS.sub('_', named).strip('_')[:60]}".rstrip("_")


def _known(sighting: Sighting) -> dict[str, Any]:
    return {name: value for name, value in asdict(sighting).items() if value not in (None, ())}


def _plain(value: date | datetime) -> str:
    return value.isoformat()
