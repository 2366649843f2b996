"""Makes an invented register and labelled listings of it.

``python -m tests.quality.making.make FOLDER [--seed N] [--entries N] [--listings N] [--hard]``
"""

from __future__ import annotations

import argparse
import csv
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from .changing import allows_initials, changed, dressed, letters_change, operations, platform_keys
from .disguises import DAMAGES
from .firms import Firm, Strangers, firms
from .folding import Known, key, one_number, plain, plain_words
from .naming import Name, Namer

_HERE = Path(__file__).parent
_LABELS = ("licensed", "impersonator", "nearmiss", "unrelated")
Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the register and what its title is made of."""

    row: Row
    name: Name
    firm: Firm

    @property
    def group(self) -> str:
        """The letters of the title: entries that share them are one title."""
        return key(str(self.name))

    @property
    def in_force(self) -> bool:
        """Whether the paper counts."""
        return self.row["status"] == "active"


class Maker:
    """A register and its listings from one seed."""

    def __init__(self, seed: int, entries: int, *, hard: bool) -> None:
        self._dice = random.Random(seed)
        self._hard = hard
        self._namer = Namer(self._dice, dense=hard)
        self._firms = firms(max(40, entries // 40), self._dice)
        self.entries = self._register(entries)
        self._known = Known([str(entry.name) for entry in self.entries], platform_keys())
        self._strangers = Strangers(self._firms, self._dice)
        self._of_group: dict[str, list[Entry]] = defaultdict(list)
        self._of_firm: dict[Firm, set[str]] = defaultdict(set)
        for entry in self.entries:
            self._of_group[entry.group].append(entry)
            self._of_firm[entry.firm].add(str(entry.name))
        names = {entry.group: str(entry.name) for entry in self.entries}
        self._bases = Counter(self._known.base(name) for name in names.values())

    def _register(self, count: int) -> list[Entry]:
        dice, found, taken = self._dice, list[Entry](), set[str]()
        weights = [1 / (place + 3) for place in range(len(self._firms))]
        while len(found) < count:
            name = self._namer.name()
            letters = _letters(name)
            if letters in taken or len(letters) < 6:
                continue
            taken.add(letters)
            firm = dice.choices(self._firms, weights)[0]
            status = dice.choices(["active", "stopped", "revoked"], [80, 14, 6])[0]
            found.append(self._entry(len(found), name, firm, status))
            for other, heir, state in self._beside(name, firm, status):
                if other == name or _letters(other) not in taken:
                    taken.add(_letters(other))
                    found.append(self._entry(len(found), other, heir, state))
        return found[:count]

    def _beside(self, name: Name, firm: Firm, status: str) -> Iterable[tuple[Name, Firm, str]]:
        """A second licensee, an older paper, or a sequel with its own paper."""
        dice, chance = self._dice, self._dice.random()
        if chance < 0.02:
            yield name, dice.choice([other for other in self._firms if other != firm]), "active"
        elif chance < 0.04 and status == "active":
            yield name, firm, "stopped"
        elif 0.04 <= chance < 0.12:
            heir = firm if dice.random() < 0.7 else dice.choice(self._firms)
            yield self._namer.relative(name), heir, "active"

    def _entry(self, place: int, name: Name, firm: Firm, status: str) -> Entry:
        dice, title = self._dice, str(name)
        group = dice.choices(["G1", "G2", "G3", "G4"], [15, 20, 30, 35])[0]
        paper = "QĐ-PTTH&TTĐT" if group == "G1" else "GXN-PTTH&TTĐT"
        year, month, day = dice.randrange(2015, 2026), dice.randrange(1, 13), dice.randrange(1, 29)
        row = {
            "reg_id": f"E{place:05d}",
            "title": title.upper() if dice.random() < 0.55 else title,
            "publisher": firm.printed(dice),
            "licence_no": f"{dice.randrange(1, 2400)}/{paper}",
            "issued": f"{year}-{month:02d}-{day:02d}",
            "group": group,
            "status": status,
        }
        return Entry(row, name, firm)

    def listings(self, count: int) -> list[Row]:
        """Labelled listings; those whose label a person could not defend are dropped."""
        found: list[Row] = []
        shares = [0.30, 0.08, 0.24, 0.38] if self._hard else [0.30, 0.05, 0.15, 0.50]
        while len(found) < count:
            label = self._dice.choices(_LABELS, shares)[0]
            bears = label in ("licensed", "impersonator")
            row = self._bearing(label) if bears else self._free(label)
            if row is not None:
                found.append({"listing_id": f"L{len(found):06d}", **row})
        return found

    def _bearing(self, label: str) -> Row | None:
        """A listing that bears a registered title, with or without its licensee's name."""
        dice, entry = self._dice, self._dice.choice(self.entries)
        own = label == "licensed"
        developer = entry.firm.account(dice) if own else self._strangers.account(entry.firm, dice)
        rivals = self._of_group[entry.group]
        if not own and any(key(rival.firm.brand) in key(developer) for rival in rivals):
            return None
        chosen = operations(dice, hard=self._hard)
        text = self._changed(entry.name, chosen, entry.firm if own else None)
        if text is None or not self._still_means(text, entry, chosen):
            return None
        named = entry.firm.brand if own or dice.random() < 0.4 else developer
        row = self._row(text, chosen, named, developer, label)
        if "abbrev" in chosen and not row["developer"]:
            return None
        if own:
            same = [rival for rival in rivals if rival.firm == entry.firm]
            entry = next((rival for rival in same if rival.in_force), entry)
        said = "licensed" if entry.in_force else "licence_problem"
        said = said if own else "other_publisher"
        expected = said if row["developer"] else "unsure"
        return row | {"expected": expected, "reg_id": entry.row["reg_id"]}

    def _free(self, label: str) -> Row | None:
        """A listing whose title nobody has licensed."""
        dice, entry = self._dice, None
        if label == "nearmiss":
            entry = dice.choice(self.entries)
            name = self._namer.relative(entry.name)
            own = dice.random() < 0.5
            developer = (
                entry.firm.account(dice) if own else self._strangers.account(entry.firm, dice)
            )
        else:
            name = self._namer.name(unseen=dice.random() < 0.4)
            developer = self._strangers.anyone(dice)
        chosen = operations(dice, hard=self._hard)
        text = self._changed(name, chosen, None)
        if text is None or not self._means_nothing(str(name), text, entry, chosen):
            return None
        return self._row(text, chosen, developer, developer, label)

    def _changed(self, name: Name, chosen: Sequence[str], firm: Firm | None) -> str | None:
        if "abbrev" in chosen:
            return self._abbreviated(name, chosen, firm)
        return changed(name, chosen, self._namer, self._dice)

    def _abbreviated(self, name: Name, chosen: Sequence[str], firm: Firm | None) -> str | None:
        """Initials, where they mean one title: of the register, or of the licensee who is named."""
        initials = self._known.initials(str(name))
        if not allows_initials(name, initials, chosen):
            return None
        if firm is not None:
            same = [self._known.initials(title) == initials for title in self._of_firm[firm]]
            alone = sum(same) == 1
        else:
            alone = len(initials) >= 5 and self._known.bearing(initials) <= 1
        return f"{initials.upper()} {name.platform}".strip() if alone else None

    def _still_means(self, text: str, entry: Entry, chosen: Sequence[str]) -> bool:
        """Whether the changed title still points at this one title only."""
        title, known = str(entry.name), self._known
        own = {known.base(title), key(title)}
        if "abbrev" in chosen:
            return True
        twice = self._bases[known.base(title)] > 1  # with and without a platform word
        if "platword" in chosen and (twice or key(text) in self._of_group):
            return False
        if not letters_change(chosen):
            return True
        if twice or (text[-1:].isdigit() and not title[-1:].isdigit()):
            return False
        if "swapped" in chosen and len(known.same_words(title)) > 1:
            return False
        if "dropped" in chosen and known.with_words_of(text) - own:
            return False
        if {"dropped", "trunc"} & set(chosen) and known.begun_by(text) - own:
            return False
        if "trunc" in chosen:
            return bool(known.beginning_with(text)) and known.beginning_with(text) <= own
        return known.near(text) <= own

    def _means_nothing(
        self, title: str, text: str, entry: Entry | None, chosen: Sequence[str]
    ) -> bool:
        """Whether no registered title could be meant."""
        known = self._known
        own = {known.base(str(entry.name))} if entry else set[str]()
        if "abbrev" in chosen:
            return known.bearing(plain(text.split()[0])) == 0
        for shown in (title, text):
            if known.base(shown) in known.groups or key(shown) in known.groups:
                return False
            if known.near(shown) - own or known.same_words(shown):
                return False
        if entry and (known.near(text) or known.near(title)) and set(chosen) & set(DAMAGES):
            return False
        if entry and "swapped" in chosen:
            return False
        if not {"dropped", "trunc"} & set(chosen):
            return True
        could_be = known.with_words_of(text) | known.beginning_with(text) | known.begun_by(text)
        return entry is None and not could_be

    def _row(self, text: str, chosen: Sequence[str], named: str, developer: str, label: str) -> Row:
        title, done = dressed(text, chosen, named, self._dice)
        unknown = self._dice.random() < (0.2 if self._hard else 0.15)
        return {
            "title": title,
            "developer": "" if unknown else developer,
            "label": label,
            "expected": "no_entry",
            "reg_id": "",
            "noise": "+".join(done) or "exact",
        }


def _letters(name: Name) -> str:
    return "".join(one_number(plain_words(str(name))))


def by_hand(name: str) -> list[Row]:
    """Rows that a person wrote: the dirt of real registers, with invented firms."""
    with (_HERE / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def write(path: Path, rows: Sequence[Row]) -> None:
    """Rows as CSV."""
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def make(folder: Path, *, seed: int, entries: int, listings: int, hard: bool) -> None:
    """Writes ``registry.csv`` and ``listings.csv``: the rows by hand, then the made ones."""
    maker = Maker(seed, entries, hard=hard)
    folder.mkdir(parents=True, exist_ok=True)
    rows = [entry.row for entry in maker.entries]
    write(folder / "registry.csv", by_hand("hard_entries.csv") + rows)
    write(folder / "listings.csv", by_hand("hard_listings.csv") + maker.listings(listings))


def main() -> None:
    """Reads the options, makes, writes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=20)
    parser.add_argument("--entries", type=int, default=1_130)
    parser.add_argument("--listings", type=int, default=2_250)
    parser.add_argument("--hard", action="store_true", help="more noise, more near misses")
    options = parser.parse_args()
    make(
        options.folder,
        seed=options.seed,
        entries=options.entries,
        listings=options.listings,
        hard=options.hard,
    )


if __name__ == "__main__":
    main()
