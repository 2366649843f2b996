"""Entries that lead elsewhere: names of gambling to honest sites, honest names to gambling."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from crawler.replica.answers import Reply
from crawler.replica.sites import pages
from crawler.replica.sites.maker import Maker, frame
from crawler.replica.sites.model import Site, SiteKind

_SLUGS = ("tiemgom", "lopve", "quancom", "xeom", "mayao", "trasen")

WAYS: Mapping[str, Callable[[str], Reply]] = {
    "302": lambda target: pages.moved(target, 302),
    "301": lambda target: pages.moved(target, 301),
    "meta": lambda target: pages.served(
        f'<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>Đang chuyển</title>'
        f'<meta http-equiv="refresh" content="0; url={target}"></head>'
        "<body><p>Vui lòng đợi</p></body></html>"
    ),
    "script": lambda target: pages.served(
        '<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>Đang tải</title></head>'
        f'<body><script>var dich="{target}";window.location.href=dich;</script></body></html>'
    ),
    "iframe": lambda target: pages.served(
        '<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title></title>'
        "<style>html,body,iframe{margin:0;width:100%;height:100%;border:0}</style></head>"
        f'<body><iframe src="{target}" allowfullscreen></iframe></body></html>'
    ),
}


def poisoned_entries(maker: Maker, honest: Sequence[str], *, count: int) -> Iterator[Site]:
    """Names of gambling that show their visitors an honest site."""
    why = "Its name sounds like gambling, what it shows is an honest site: neither is to be accused"
    for number in range(count):
        # The stem need not be new: a thousand entries share some.
        host = maker.naming.loud(maker.naming.stem() if number < 100 else maker.naming.reused())
        yield _entry(maker, host, SiteKind.POISONED, why, maker.rng.choice(list(honest)), number)


def misled_entries(maker: Maker, gambling: Sequence[str], *, count: int) -> Iterator[Site]:
    """Honest names that send their visitors to a gambling site."""
    why = "An honest name that forwards to a gambling site: a page elsewhere does not make it one"
    for number in range(count):
        host = maker.naming.homely(maker.rng.choice(_SLUGS))
        yield _entry(maker, host, SiteKind.MISLED, why, maker.rng.choice(list(gambling)), number)


def _entry(maker: Maker, host: str, kind: SiteKind, why: str, landing: str, number: int) -> Site:
    way = tuple(WAYS)[number % len(WAYS)]
    answer = replace(frame(host, kind, f"{why} ({way})"), leads_to=landing)
    face = {"/": WAYS[way](f"https://{landing}/")}
    return Site(answer=answer, face=face, zone=maker.grounds.rented(), http="serves")
