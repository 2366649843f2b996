"""The gate of block lists: confirmed domains as entries, or held with why."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from crawler.cases import is_victim
from crawler.errors import NameRefused
from crawler.records import (
    ACCUSING,
    BlockEntry,
    Case,
    Presence,
    Sighting,
    Verdict,
)
from crawler.store import Store
from crawler.store.cases import confirmed_cases, verdict_when_decided
from crawler.store.licensees import declared_accounts
from crawler.store.protected import approved_names
from crawler.store.registry import current_entries
from crawler.store.sightings import sightings_of
from crawler.store.values import hanoi_day
from crawler.store.verdicts import find_verdict, latest_verdict
from crawler.takedowns import Held, asked_for_now
from matchers.addresses import host_of
from matchers.domains.canonical import KeptHosts, canonical, licensed_hosts, shared_by_many
from matchers.domains.protected import protected_hosts
from matchers.verdict.site_pages import is_below

_DOMAIN = "domain:"
_HOST_BELOW = "site_host_below"  # the rule of what a host below the name alone says


@dataclass(frozen=True, slots=True, kw_only=True)
class Gated:
    """What goes out, by name, and what is held, by case."""

    entries: tuple[BlockEntry, ...]
    held: tuple[Held, ...]


def gate(store: Store, *, now: datetime) -> Gated:
    """Every confirmed domain: an entry, once a name, or held with a sentence."""
    papers = current_entries(store, as_of=hanoi_day(now))
    protected = KeptHosts(protected_hosts(approved_names(store)))
    licensed = KeptHosts(licensed_hosts(papers, declared_accounts(store)))
    checks = (shared_by_many, protected.hit_by, licensed.hit_by)
    entries: dict[str, BlockEntry] = {}
    held: list[Held] = []
    for case in confirmed_cases(store):
        if not case.subject.startswith(_DOMAIN):
            continue
        answer = _entry(store, case, checks, landing=(protected, licensed))
        if isinstance(answer, Held):
            held.append(answer)
        else:
            entries.setdefault(answer.name, answer)
    return Gated(entries=tuple(entries[name] for name in sorted(entries)), held=tuple(held))


def _newest(store: Store, case: Case) -> Sighting | None:
    seen = (one for one in sightings_of(store, case.subject) if one.presence is Presence.PRESENT)
    return next(seen, None)


def _below(store: Store, case: Case, newest: Sighting | None, name: str) -> str | None:
    """Why the whole name is held: only hosts below it show what it is confirmed for."""
    latest = latest_verdict(store, case.subject)
    known = [latest]
    if latest is None or latest.kind not in ACCUSING:
        decided_on = verdict_when_decided(store, case.case)
        known.append(None if decided_on is None else find_verdict(store, decided_on))
    reasons = (told for verdict in known if verdict is not None for told in verdict.reasons)
    urls = (told.quote for told in reasons if told.rule == _HOST_BELOW)
    url = next(urls, None) or _read_below(newest, name)
    return url and (
        f"what was read stands on {host_of(url)}, perhaps a tenant's. "
        f"Look at the name itself with: rasoat check {name}"
    )


def _read_below(newest: Sighting | None, name: str) -> str | None:
    """The first page of a visit to which the name itself said nothing."""
    if newest is None or newest.title or newest.text:
        return None
    urls = [page.get("url") for page in newest.facts.get("pages", ())]
    return next(iter(urls), None) if all(is_below(url, name) for url in urls) else None


def _bait(newest: Sighting | None, kept: Sequence[KeptHosts]) -> str | None:
    """Why the case may be bait: its newest visit was led, on any side, to a host that is kept."""
    places = () if newest is None else (newest.final_url, *_led_to(newest.facts))
    ends = filter(None, (host_of(url) for url in places if url))
    return next(filter(None, (hosts.led_to(host) for host in ends for hosts in kept)), None)


def _led_to(facts: Mapping[str, Any]) -> Iterator[str | None]:
    """Where the page, another side or a browser was led."""
    for page in (facts.get("landing") or {}, *facts.get("cloaking", ())):
        yield page.get("url")


def _entry(
    store: Store,
    case: Case,
    checks: Sequence[Callable[[str], str | None]],
    *,
    landing: Sequence[KeptHosts],
) -> BlockEntry | Held:
    try:
        name = canonical(case.subject.removeprefix(_DOMAIN))
    except NameRefused as refused:
        return _hold(case.case, case.subject, str(refused))
    newest = _newest(store, case)
    below = _below(store, case, newest, name)
    whys = (*(check(name) for check in checks), below, _bait(newest, landing))
    if why := next(filter(None, whys), None):
        return _hold(case.case, case.subject, why)
    if is_victim(store, case):
        return _hold(case.case, case.subject, "it was broken into: its owner is told, not blocked")
    asked = asked_for_now(store, case, None)
    if isinstance(asked, Held):
        return asked
    if asked.evidence is None or case.decided_at is None:
        return _hold(case.case, case.subject, "nothing recorded stands behind it")
    return BlockEntry(
        name=name,
        case=case.case,
        ground=asked.ground,
        valid_from=case.decided_at,
        evidence=tuple(
            dict.fromkeys(
                (asked.evidence, *_resting_on(newest, latest_verdict(store, case.subject)))
            )
        ),
    )


def _resting_on(newest: Sighting | None, verdict: Verdict | None) -> Iterator[str]:
    """What else of a visit holds words that its verdict quotes: further pages, other sides."""
    if newest is None or verdict is None:
        return
    quotes = [told.quote for told in verdict.reasons if told.quote and told.field]
    facts = newest.facts
    for page in (*facts.get("pages", ()), *facts.get("cloaking", ()), facts.get("landing") or {}):
        said = "\n".join(str(page.get(name) or "") for name in ("url", "title", "text"))
        if any(quote in said for quote in quotes):
            yield from filter(None, (page.get("evidence"), page.get("screenshot")))


def _hold(case: int, subject: str, why: str) -> Held:
    return Held(case=case, subject=subject, recipient=None, why=why)
