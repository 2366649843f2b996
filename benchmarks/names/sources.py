"""Which labelled names train the shipped model, and which only measure it.

Training reads a row only for a source whose licence lets its data be used so: MIT and Unlicense
lists of gambling names, and MISP's warning lists, which are CC0 ("MISP warning-lists are licensed
under CC0 1.0 Universal", its README). GPL, CC BY-SA and CC BY-NC-SA rows and rows without a
licence only measure. Poland's and Belgium's registers are regulators' data, but reach us as one
file of an LGPL repository: the selection is theirs, so they are left out. A row that stands in
several sources counts as taken from any of them.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from benchmarks.names.invented import disguised, harmless, lucky
from matchers.domains.patterns import PatternKind, load_patterns

DOMAINS = Path(__file__).resolve().parents[3] / "shared" / "data" / "domains"
GAMBLING = {
    "hostsvn_vn": "MIT",
    "hostsvn_intl": "MIT",
    "arfshl_id": "MIT",
    "sinfonietta": "MIT",
    "cz_mfcr": "MIT",
    "shadowwhisperer": "Unlicense",
}
HARMLESS = {
    "cloudflare_top100k": "CC0",
    "cisco_top20k": "CC0",
    "majestic_top10k": "CC0",
    "tranco10k": "CC0",
    "banks_misp": "CC0",
    "universities_misp": "CC0",
    "misp_dynamic_dns": "CC0",
    "hostsvn_adult": "MIT",
}
INVENTED, LUCKY, DISGUISED, SEED = 60_000, 7_000, 1_000, 11
FOLDS = 6
# Games that do not aim at Vietnam are named in letters and by the house.
_HOUSES = ("casino", "slot", "poker", "bingo")


class Group(StrEnum):
    """What a labelled name is an example of."""

    VIETNAM = "vietnam"  # gambling aimed at Vietnam
    ASIA = "asia"  # other gambling names with digits: the same habits
    ABROAD = "abroad"  # gambling that aims elsewhere: nothing for this queue
    TOP = "top"  # harmless: top lists and curated categories
    ZONE = "zone"  # harmless: names under .vn
    LIKE = "like"  # harmless and easily mistaken, in none of the other sets
    INVENTED = "invented"  # harmless, from ``invented.py``
    DISGUISED = "disguised"  # invented too: brands in disguise, to learn what a disguise tells


GAMBLING_GROUPS = frozenset({Group.VIETNAM, Group.ASIA, Group.ABROAD})


@dataclass(frozen=True, slots=True)
class Labelled:
    """A name with what it is an example of."""

    name: str
    group: Group
    seen: str  # the day on which its list first had it
    trains: bool  # some source's licence lets it train
    hard: bool  # it belongs to the hard benign set
    fold: int


def labelled_names(folder: Path) -> Iterator[Labelled]:
    """All names of the shared sets that stand in ``folder``, then the invented ones."""
    hard = {
        row["domain"]: row
        for row in read(folder / "hard_benign.csv")
        if row["in_gambling_list"] != "1"
    }
    doubtful = {row["domain"] for row in read(folder / "vn_zone_suspects.csv")}
    plain: set[str] = set()
    for row in read(folder / "gambling_vn.csv.gz"):
        yield _labelled(row, Group.VIETNAM, GAMBLING, hard=False)
    for row in read(folder / "gambling_intl.csv.gz"):
        yield _labelled(row, _elsewhere(row["domain"]), GAMBLING, hard=False)
    for file, group in (("benign.csv.gz", Group.TOP), ("benign_vn_zone.csv.gz", Group.ZONE)):
        for row in read(folder / file):
            if row["domain"] not in doubtful and row["domain"] not in plain:
                plain.add(row["domain"])
                yield _labelled(row, group, HARMLESS, hard=row["domain"] in hard)
    for name, row in hard.items():
        if name not in plain:
            yield _labelled(row, Group.LIKE, HARMLESS, hard=True)
    everyday = dict.fromkeys((*harmless(INVENTED, SEED), *lucky(LUCKY, SEED)))
    for place, name in enumerate(everyday):
        yield Labelled(name, Group.INVENTED, "", True, False, place % FOLDS)
    brands = [
        row.text
        for row in load_patterns().rows
        if row.kind is PatternKind.BRAND and len(row.text) > 5
    ]
    for place, name in enumerate(disguised(brands, DISGUISED, SEED)):
        yield Labelled(name, Group.DISGUISED, "", True, False, place % FOLDS)


def fold_of(name: str) -> int:
    """The part of the sets that a name belongs to.

    The shared sets were drawn by the same hash: parts differ as these and the held-out ones do.
    """
    return int(hashlib.sha1(name.encode()).hexdigest()[:8], 16) % 10 % FOLDS


def read(path: Path) -> Iterator[dict[str, str]]:
    """The rows of one shared set."""
    content = path.read_bytes()
    if path.suffix == ".gz":
        content = gzip.decompress(content)
    yield from csv.DictReader(content.decode("utf-8").splitlines())


def _labelled(
    row: dict[str, str], group: Group, permitted: dict[str, str], *, hard: bool
) -> Labelled:
    name = row["domain"]
    trains = not permitted.keys().isdisjoint(row["sources"].split(";"))
    return Labelled(name, group, row["source_date"], trains, hard, fold_of(name))


def _elsewhere(name: str) -> Group:
    label = name.partition(".")[0]
    if any(house in label for house in _HOUSES) or not any(char.isdigit() for char in label):
        return Group.ABROAD
    return Group.ASIA
