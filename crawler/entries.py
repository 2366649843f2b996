"""Which sites a sweep visits: what a name alone makes likely, and what somebody pointed at.

Every way in ends here: feeds, words, certificates, links and predicted names are screened.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from crawler.records import Sighting
from matchers.addresses import host_of, parts_of
from matchers.domains.protected import protected_hosts
from matchers.domains.screen import flagged_of
from matchers.subjects import identify

SITES = "domain"  # the prefix of their subjects
_MOST_HOSTS = 8  # below one name


def entries_of(
    terms: Sequence[str],
    approved: Mapping[str, str],
    leads: Iterable[str] = (),
    found: Iterable[str] = (),
) -> tuple[str, ...]:
    """The entries of the words of a sweep, as the source ``domains`` reads them.

    ``leads``, a subject id and an address with a path are visited: somebody pointed there. A bare
    name, and whatever was ``found``, is visited where its name alone is flagged; a word that is no
    name is none.
    """
    hosts = protected_hosts(approved)
    flagged = set(flagged_of([term for term in terms if not is_named(term)], hosts))
    wanted = [term for term in terms if term in flagged or is_named(term)]
    return tuple(entries_at([*wanted, *leads, *flagged_of(list(found), hosts)]).values())


def entries_at(addresses: Iterable[str]) -> Mapping[str, str]:
    """The entry of each site among these addresses, by its subject: the subject, then where."""
    found: dict[str, dict[str, None]] = {}
    for address in addresses:
        subject = identify(address).subject
        if subject is None or not subject.startswith(f"{SITES}:"):
            continue
        found.setdefault(subject, {}).update(dict.fromkeys(_places(address)))
    return {subject: " ".join((subject, *places)) for subject, places in found.items()}


def is_named(term: str) -> bool:
    """Whether a word points at one site, and is no mere name: nobody screens what was meant."""
    if term.startswith(f"{SITES}:"):
        return True
    parts = parts_of(term)
    return parts is not None and host_of(term) is not None and len(parts.path) > 1


def hosts_below(subject: str, seen: Iterable[Sighting]) -> Sequence[str]:
    """The hosts below the name of a site that sightings of it name, those of the first ones."""
    name = subject.removeprefix(f"{SITES}:")
    found: dict[str, None] = {}
    for sighting in seen:
        pages = (page.get("url") for page in sighting.facts.get("pages", ()))
        for url in (sighting.url, sighting.final_url, *sighting.redirects, *pages):
            host = host_of(url) if url else None
            if host and host.endswith(f".{name}") and host != f"www.{name}":
                found[host] = None
    return tuple(found)[:_MOST_HOSTS]


def _places(address: str) -> Iterable[str]:
    """Where an address of a site points, in the one spelling that the guard reads."""
    bare = address.strip().removeprefix(f"{SITES}:")
    host, parts = host_of(bare), parts_of(bare)
    if host is None or parts is None:
        return  # stored before such addresses were refused
    scheme = "http" if parts.scheme == "http" else "https"
    query = f"?{parts.query}" if parts.query else ""
    port = f":{parts.port}" if parts.port else ""
    yield f"{scheme}://{host}{port}{parts.path or '/'}{query}"
