"""Invented registers and listings that the ranker learns from; nothing in them is real."""

from __future__ import annotations

import random
import string
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from benchmarks.ranker import words as w
from crawler.text import fold_marks

ROOT = Path(__file__).resolve().parents[2]
_TELEX = {
    "\u0300": "f", "\u0301": "s", "\u0309": "r", "\u0303": "x", "\u0323": "j",
}  # fmt: skip
_VNI = {"\u0300": "2", "\u0301": "1", "\u0309": "3", "\u0303": "4", "\u0323": "5"}
_LEET = {"o": "0", "i": "1", "e": "3", "a": "4", "s": "5", "t": "7", "b": "8"}
_LOOKALIKE = {
    "a": "а",
    "e": "е",
    "o": "о",
    "p": "р",
    "c": "с",
    "x": "х",
    "i": "і",
    "A": "А",
    "O": "О",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One invented paper."""

    title: str
    publisher: str
    in_force: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """One invented listing. ``entry``: the row whose title it bears, or -1."""

    title: str
    developer: str
    entry: int
    licensee: bool


def make_register(size: int, chance: random.Random) -> list[Entry]:
    """Titles of a shared grammar, so that many look alike, by few large and many small firms."""
    firms = [_firm(chance) for _ in range(max(20, size // chance.choice((12, 25, 45, 80))))]
    weights = [1 / (rank + 1) ** chance.uniform(0.4, 1.0) for rank in range(len(firms))]
    syllables = _coined(chance)
    _stir(chance)
    entries: list[Entry] = []
    while len(entries) < size:
        title = make_title(chance, syllables)
        again = 1 if chance.random() > 0.02 else chance.randint(2, 4)
        for _ in range(again):
            firm = chance.choices(firms, weights)[0]
            entries.append(Entry(title, firm, chance.random() < 0.8))
        while chance.random() < 0.18 and len(entries) < size:
            entries.append(Entry(sequel(title, chance), entries[-1].publisher, True))
    return entries[:size]


def make_listings(register: list[Entry], count: int, chance: random.Random) -> list[Seen]:
    """Listings in about the shares of the shared data: licensed, impostors, near misses, others."""
    syllables = _coined(chance)
    titles = {fold_marks(entry.title) for entry in register}
    made: list[Seen] = []
    firms = sorted({entry.publisher for entry in register})
    noise = chance.uniform(0.7, 2.2)
    own = chance.uniform(0.1, 0.5)  # near misses that come from the licensee itself
    near = chance.uniform(0.12, 0.22)
    other = chance.uniform(0.04, 0.09)
    while len(made) < count:
        kind = chance.random()
        at = chance.randrange(len(register))
        entry = register[at]
        if kind < 0.30:
            title, developer, licensee = entry.title, licensee_name(entry.publisher, chance), True
        elif kind < 0.30 + other:
            developer, licensee = stranger(firms, chance), False
            title = entry.title
            if _same_brand(developer, entry.publisher):
                continue
        elif kind < 0.30 + other + near:
            title, at, licensee = near_miss(entry.title, chance, syllables), -1, False
            developer = (
                licensee_name(entry.publisher, chance)
                if chance.random() < own
                else stranger(firms, chance)
            )
        else:
            title, at, licensee = make_title(chance, syllables), -1, False
            developer = stranger(firms, chance)
        if at < 0 and fold_marks(title) in titles:
            continue
        if chance.random() < 0.19:
            developer = ""
        made.append(Seen(disguise(title, developer, chance, noise), developer, at, licensee))
    return made


def make_title(chance: random.Random, coined: list[str]) -> str:
    """One title: Vietnamese, everyday, English or coined words."""
    kind = chance.random()
    if kind < 0.38:
        parts = [_rare(w.COMPOUNDS, chance)]
        parts += [_rare(chance.choice((w.COMPOUNDS, _STIRRED)), chance)] * (chance.random() < 0.8)
        if chance.random() < 0.2:
            parts.append(chance.choice(w.SUFFIXES))
    elif kind < 0.58:
        parts = [
            chance.choice(_STIRRED),
            chance.choice(chance.choice((_STIRRED, w.EVERYDAY, w.COMPOUNDS))),
        ]
        chance.shuffle(parts)
    elif kind < 0.93:
        size = chance.choices((1, 2, 3, 4, 5, 7), (6, 30, 30, 16, 8, 4))[0]
        parts = [_english(chance, coined) for _ in range(size)]
        if size > 3 and chance.random() < 0.5:
            parts[1] += chance.choice((":", " -", " &", "!", "®", " •"))
    else:
        parts = [chance.choice(coined) for _ in range(chance.randint(1, 2))]
    title = " ".join(part for part in parts if part)
    if chance.random() < 0.22:
        title += " " + chance.choice(w.EDITIONS)
    if chance.random() < 0.05:
        title += chance.choice("!®™•?")
    if chance.random() < 0.1:
        title += " " + chance.choice(("2", "3", "II", "4", "5", "2024", "100"))
    return title


def sequel(title: str, chance: random.Random) -> str:
    """Another game of the same name."""
    return near_miss(title, chance, ["Zorin", "Valko"])


def near_miss(title: str, chance: random.Random, coined: list[str]) -> str:
    """The same franchise, another game: a number, another half, a word more."""
    parts = title.split()
    kind = chance.random()
    apart = chance.choice((" ", " ", ": ", " - "))
    if kind < 0.26:
        return f"{title}{apart}{chance.choice(_NUMBERS)}"
    if kind < 0.46:
        return f"{title}{apart}{chance.choice(_MORE)}"
    if kind < 0.52:
        return f"{chance.choice(_BEFORE)} {title}"
    if kind < 0.74 and len(parts) > 1:
        half = max(1, len(parts) // 2)
        other = [chance.choice(chance.choice((w.COMPOUNDS, _STIRRED)))]
        if parts[0].isascii():
            other = [_english(chance, coined) for _ in range(len(parts) - half)]
        return (
            " ".join(parts[:half] + other)
            if chance.random() < 0.6
            else " ".join(other + parts[half:])
        )
    if kind < 0.9:
        more = chance.choice(chance.choice((w.COMPOUNDS, _STIRRED, w.SUFFIXES, w.EVERYDAY)))
        if all(word in _said_of_any() for word in fold_marks(more).split()):
            return near_miss(title, chance, coined)  # nobody tells it from a store's subtitle
        return f"{title} {more}"
    if kind < 0.95:
        return f"{title} {_english(chance, coined)}"
    return f"{chance.choice(w.COMPOUNDS + w.EVERYDAY)} {title}"


def disguise(title: str, developer: str, chance: random.Random, much: float) -> str:
    """What stores, fanpages, typing and disguise do to a title: none to four of many."""
    for _ in range(min(4, int(chance.expovariate(1 / much)))):
        title = chance.choice(_NOISE)(title, developer, chance) or title
    return title


def licensee_name(publisher: str, chance: random.Random) -> str:
    """A form of the licensee's name as accounts print it."""
    if chance.random() < 0.1:
        return publisher
    name = _trade_form(publisher, chance)
    if chance.random() < 0.35:
        name += chance.choice(w.ACCOUNT_TAILS.split("|"))
    if chance.random() < 0.22:
        name = fold_marks(name).title()
    if chance.random() < 0.14:
        name = chance.choice((str.upper, str.lower))(name)
    if chance.random() < 0.12:
        name = _typo(name, "", chance)
    if chance.random() < 0.08:
        name = name.replace(" ", "")
    if chance.random() < 0.05:
        name = "".join(_LOOKALIKE.get(char, char) for char in name)
    return name


def _trade_form(publisher: str, chance: random.Random) -> str:
    """The name without legal form; also the bare brand, in English, or as another kind of firm."""
    name = _without_legal(publisher)
    brand, trade = _BRANDS[publisher]
    kind = chance.random()
    if kind < 0.22:
        return brand
    if kind < 0.33 and trade in w.ENGLISH_TRADES:
        return f"{brand} {w.ENGLISH_TRADES[trade]}{chance.choice(_ENGLISH_FORMS)}"
    return chance.choice(w.LEGAL).format(name) if kind < 0.4 else name


def stranger(firms: list[str], chance: random.Random) -> str:
    """An account that is not the licensee's: foreign, invented, or another licensee's."""
    kind = chance.random()
    if kind < 0.14:
        return licensee_name(chance.choice(firms), chance)
    if kind < 0.55:
        first = chance.sample(w.FOREIGN.split(), chance.randint(1, 2))
        name = " ".join((*first, chance.choice(w.FOREIGN_TAILS.split())))
        return name.replace(" ", "") if chance.random() < 0.1 else name
    if kind < 0.75:
        return f"{chance.choice(w.EVERYDAY)} {chance.choice(w.TRADES)}"
    return licensee_name(_firm(chance), chance)


_BRANDS: dict[str, tuple[str, str]] = {}  # of every firm made: its brand and its trade
_ENGLISH_FORMS = ("", "", " JSC", " Co., Ltd", " Company Limited", " Corp", " Joint Stock Company")


def _firm(chance: random.Random) -> str:
    kind = chance.random()
    brand = _coined_word(chance).title()
    if kind > 0.4:
        brand = chance.choice(w.PLACES) if chance.random() < 0.6 else _two_syllables(chance)
    if kind > 0.75:
        brand += " " + chance.choice(w.PLACES)
    trade = chance.choice(w.TRADES if chance.random() < 0.6 else list(w.ENGLISH_TRADES))
    if kind < 0.15:
        trade = ""
    name = f"{trade} {brand}" if chance.random() < 0.2 else f"{brand} {trade}"
    name = name.strip() + (" Việt Nam" if chance.random() < 0.08 else "")
    firm = chance.choice(w.LEGAL).format(name)
    if chance.random() < 0.04:
        firm += chance.choice((" -", " na", " 0900000000"))
    if chance.random() < 0.2:
        firm = firm.upper()
    _BRANDS[firm] = (brand.upper() if firm.isupper() else brand, trade)
    return firm


def _without_legal(publisher: str) -> str:
    for form in sorted(w.LEGAL, key=len, reverse=True):
        head = form.replace("{}", "")
        if publisher.lower().startswith(head.lower()):
            return publisher[len(head) :]
    return publisher


def _two_syllables(chance: random.Random) -> str:
    return " ".join(chance.choice(chance.choice(w.EVERYDAY).split()) for _ in range(2))


def _same_brand(account: str, publisher: str) -> bool:
    """Whether an account may be read as the publisher's: then nobody can say that it is not."""
    brand = _core(_BRANDS[publisher][0])
    return brand in _core(account) or _core(account) in _core(publisher)


def _core(name: str) -> str:
    return fold_marks(_without_legal(name)).replace(" ", "")


_STIRRED: list[str] = []


@cache
def _said_of_any() -> frozenset[str]:
    text = (ROOT / "matchers" / "names.toml").read_text(encoding="utf-8")
    return frozenset(tomllib.loads(text)["subtitle"])


_NUMBERS = (
    *("2", "3", "II", "III", "4", "5", "Phần 2", "Phần 3", "Part 2", "Mùa 2", "Mùa 3", "Season 2"),
    *("Chương 2", "Chapter 3", "Tập 2", "2024", "2025", "IV"),
)
_BEFORE = ("Tân", "Chân", "Siêu", "Super", "Neo", "New", "Đại", "Tiểu", "Hậu", "Mini", "Ultra")
_MORE = (
    *("Wars", "Legends", "Ngoại Truyện", "Tiền Truyện", "Hậu Truyện", "Origins", "World", "Zero"),
    *(
        "Adventure",
        "Idle",
        "Saga",
        "Reborn",
        "Tái Xuất",
        "Trở Lại",
        "Phục Thù",
        "Báo Thù",
        "Rivals",
    ),
    *("Evolution", "Awakening", "Uprising", "Chronicle", "Legacy", "Kỷ Nguyên Mới", "Huyết Chiến"),
    *("Plus", "Ultimate", "Extreme", "Returns", "Tân Thời", "Song Hùng", "Dị Bản", "Next", "EX"),
)


def _stir(chance: random.Random) -> None:
    """Words of two syllables that this register has beside the listed ones."""
    syllables = sorted({part for word in w.COMPOUNDS + w.EVERYDAY for part in word.split()})
    _STIRRED[:] = [" ".join(chance.sample(syllables, 2)) for _ in range(4000)]


def _rare(group: list[str], chance: random.Random) -> str:
    """Few words are in many titles, many in few."""
    return group[min(int(chance.paretovariate(0.35)) - 1, 10**9) % len(group)]


def _english(chance: random.Random, coined: list[str]) -> str:
    word = chance.choice(coined) if chance.random() < 0.12 else chance.choice(w.ENGLISH)
    word += "s" * (chance.random() < 0.12)
    return word.title()


def _coined(chance: random.Random) -> list[str]:
    return [_coined_word(chance).title() for _ in range(400)]


def _coined_word(chance: random.Random) -> str:
    size = chance.randint(2, 3)
    return "".join(
        chance.choice("bcdfghklmnprstvz")
        + chance.choice("aeiou")
        + chance.choice(("", "", "n", "r", "x"))
        for _ in range(size)
    )


# --- what happens to titles


def _no_marks(title: str, _: str, chance: random.Random) -> str:
    return (
        "".join(
            char for char in unicodedata.normalize("NFD", title) if not unicodedata.combining(char)
        )
        .replace("đ", "d")
        .replace("Đ", "D")
    )


def _typo(title: str, _: str, chance: random.Random) -> str:
    if len(title) < 4:
        return title
    at = chance.randrange(1, len(title) - 1)
    letter = chance.choice(string.ascii_lowercase)
    return chance.choice((
        title[:at] + title[at + 1 :],
        title[:at] + letter + title[at:],
        title[:at] + letter + title[at + 1 :],
        title[: at - 1] + title[at] + title[at - 1] + title[at + 1 :],
    ))  # fmt: skip


def _telex(title: str, _: str, chance: random.Random) -> str:
    return _typed(title, _TELEX, {"\u0302": "", "\u031b": "w", "\u0306": "w"}, "dd", chance)


def _vni(title: str, _: str, chance: random.Random) -> str:
    return _typed(title, _VNI, {"\u0302": "6", "\u031b": "7", "\u0306": "8"}, "d9", chance)


def _typed(
    title: str, tones: dict[str, str], shapes: dict[str, str], dd: str, chance: random.Random
) -> str:
    at_end = chance.random() < 0.6
    typed = []
    for word in title.split(" "):
        out, tone = "", ""
        for char in unicodedata.normalize("NFD", word):
            if char in tones:
                if at_end:
                    tone = tones[char]
                else:
                    out += tones[char]
            elif char in shapes:
                out += shapes[char] or out[-1:].lower()
            elif char in "đĐ":
                out += dd
            else:
                out += char
        typed.append(out + tone)
    return " ".join(typed)


def _cut(title: str, _: str, chance: random.Random) -> str:
    return title[: max(4, int(len(title) * chance.uniform(0.5, 0.95)))].rstrip()


def _reorder(title: str, _: str, chance: random.Random) -> str:
    parts = title.split()
    if len(parts) < 3:
        return title
    if chance.random() < 0.6:
        at = chance.choice((len(parts) // 2, 2, len(parts) - 2)) or 1
        return " ".join(parts[at:] + parts[:at])
    chance.shuffle(parts)
    return " ".join(parts)


def _publisher(title: str, developer: str, chance: random.Random) -> str:
    name = developer or chance.choice(w.PLACES)
    if chance.random() < 0.4:  # a house that the account does not name
        name = chance.choice((chance.choice(w.FOREIGN.split()), chance.choice(w.PLACES)))
    name = _without_legal(name)
    if chance.random() < 0.3:
        name = name.split()[0]
    return chance.choice(
        ("{0} - {1}", "{0} by {1}", "{0} | {1}", "{1} {0}", "{0} – {1}", "{1}: {0}")
    ).format(title, name)


def _platform(title: str, _: str, chance: random.Random) -> str:
    parts = title.split()
    if parts[-1] in ("Mobile", "Online", "H5", "3D", "2D", "Web", "HD") and chance.random() < 0.7:
        return " ".join(parts[:-1]) or title
    words = ("Mobile", "Online", "H5", "3D", "VN", "HD", "Web", "Go", "Mobi", "VNG")
    return f"{title} {chance.choice(words)}"


def _version(title: str, _: str, chance: random.Random) -> str:
    major, minor = chance.randint(1, 9), chance.randint(0, 9)
    return title + chance.choice(
        (f" v{major}.{minor}", f" (v{major}.{minor})", f" {major}.{minor}.0")
    )


def _subtitle(title: str, _: str, chance: random.Random) -> str:
    return title + chance.choice((": ", " - ", " | ", " – ")) + chance.choice(w.SUBTITLES)


def _new_subtitle(title: str, _: str, chance: random.Random) -> str:
    """Words that no list foresees, more of them than near misses have."""
    words = [chance.choice(w.EVERYDAY), chance.choice(w.COMPOUNDS + w.SUFFIXES)]
    return title + chance.choice((": ", " - ", " | ", " – ")) + " ".join(words)


def _initials(title: str, _: str, chance: random.Random) -> str:
    parts = [part for part in title.split() if part[0].isalnum()]
    if len(parts) < 3:
        return title
    short = "".join(part[0] for part in parts).upper()
    return short + chance.choice(("", " VN", " Mobile", ""))


def _fanpage(title: str, _: str, chance: random.Random) -> str:
    return chance.choice(w.AROUND).format(title)


def _emoji(title: str, _: str, chance: random.Random) -> str:
    mark = chance.choice(w.EMOJI)
    return chance.choice((f"{mark} {title}", f"{title} {mark}", f"{title}{mark}", f"【{title}】"))


def _joined(title: str, _: str, chance: random.Random) -> str:
    return title.replace(" ", chance.choice(("", "", "-", "_", ".")))


def _case(title: str, _: str, chance: random.Random) -> str:
    return chance.choice((str.upper, str.lower, str.title))(title)


def _style(title: str, _: str, chance: random.Random) -> str:
    kind = chance.randrange(5)
    if kind == 0:
        return "".join(chr(ord(c) + 0xFEE0) if c.isascii() and c.isalnum() else c for c in title)
    if kind == 1:
        bold = {
            c: chr(0x1D400 + n)
            for n, c in enumerate(string.ascii_uppercase + string.ascii_lowercase)
        }
        return "".join(bold.get(char, char) for char in title)
    if kind == 2:
        return unicodedata.normalize("NFD", title)
    if kind == 3:
        return "".join(char + "\u200b" * (chance.random() < 0.2) for char in title)
    return "".join(_LOOKALIKE.get(char, char) if chance.random() < 0.5 else char for char in title)


def _leet(title: str, _: str, chance: random.Random) -> str:
    return "".join(
        _LEET[low] if (low := fold_marks(char)) in _LEET and chance.random() < 0.35 else char
        for char in title
    )


def _spaced(title: str, _: str, chance: random.Random) -> str:
    """Letters apart: "V õ  L â m"."""
    between = chance.choice((" ", ".", "-", "\u2009"))
    return "   ".join(between.join(word) for word in title.split())


def _repeated(title: str, _: str, chance: random.Random) -> str:
    at = chance.randrange(len(title))
    return title[:at] + title[at] * chance.randint(2, 4) + title[at:]


def _dropped(title: str, _: str, chance: random.Random) -> str:
    """One word left out of a long title."""
    parts = title.split()
    if len(parts) < 4:
        return title
    del parts[chance.randrange(len(parts))]
    return " ".join(parts)


def _season_of_same(title: str, _: str, chance: random.Random) -> str:
    """Events of a running game that are no sequel."""
    event = (
        "Update 3.0",
        "Sự Kiện Hè",
        "Big Update 2024",
        "Server Mới S12",
        "Ra Mắt 20/11",
        "Event Tết",
    )
    return title + chance.choice((" - ", ": ", " | ", " ")) + chance.choice(event)


def _platforms(title: str, _: str, chance: random.Random) -> str:
    return f"{title} {chance.choice(('Mobile VN', 'VN Mobile', 'Online VN', 'H5 VN', '3D Mobile'))}"


def _around_both(title: str, _: str, chance: random.Random) -> str:
    return chance.choice(w.AROUND).format(chance.choice(w.AROUND).format(title))


def _translated(title: str, _: str, chance: random.Random) -> str:
    for native, pinyin, english in w.TRANSLATIONS:
        if native in title:
            return title.replace(native, chance.choice((pinyin, english)))
    return title


_NOISE = (
    *(
        _no_marks,
        _no_marks,
        _no_marks,
        _typo,
        _typo,
        _typo,
        _telex,
        _vni,
        _cut,
        _reorder,
        _publisher,
    ),
    *(
        _publisher,
        _platform,
        _platform,
        _version,
        _subtitle,
        _subtitle,
        _subtitle,
        _new_subtitle,
        _new_subtitle,
    ),
    *(
        _initials,
        _fanpage,
        _fanpage,
        _fanpage,
        _emoji,
        _emoji,
        _joined,
        _case,
        _case,
        _style,
        _style,
    ),
    *(_leet, _translated, _spaced, _repeated, _dropped, _season_of_same, _platforms, _around_both),
)
