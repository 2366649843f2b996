"""Invented companies: their legal names and the many forms a store shows of them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from crawler.text import fold_marks

# Whimsical or coined on purpose: nobody can take one for a real firm.
CORES = (
    "Gấu Đội Nón", "Ếch Nhảy Dây", "Mèo Ba Chân", "Nhím Thổi Sáo", "Ốc Cưỡi Ngựa", "Sóc Đeo Kính",
    "Cua Học Vẽ", "Thỏ Bán Mây", "Kiến Đi Bơi", "Rùa Chạy Thi", "Cú Gác Cổng", "Vịt Lái Tàu",
    "Bò Trượt Ván", "Lạc Đà Giấy", "Tôm Xây Nhà", "Hươu Đan Len", "Voi Tí Hon", "Ngựa Gỗ Xanh",
    "Zuvaro", "Quenlimo", "Tabunex", "Mokavi", "Vorelu", "Brimzano", "Fendola", "Nuvixa",
    "Ploteka", "Wexoru", "Jandibo", "Hulmeri", "Xatrovi", "Dolwika", "Gimpora", "Sypheto",
    "Ulvanti", "Kroblex", "Yendura", "Trovimi", "Oqualis", "Belzuma", "Rigato Nuvo", "Cyltrane",
    "Ankhovy", "Pexilor", "Vadrumi", "Stelquo", "Morfanda", "Hexuvia", "Linqaro", "Drumbazo",
)  # fmt: skip
_FIELDS = (
    ("Giải trí số", "Digital Entertainment"),
    ("Công nghệ", "Technology"),
    ("Trò chơi trực tuyến", "Online Games"),
    ("Truyền thông số", "Digital Media"),
    ("Phần mềm", "Software"),
    ("Dịch vụ trực tuyến", "Online Services"),
    ("Phát triển công nghệ số", "Digital Technology Development"),
)
_FORMS = (
    ("Công ty Cổ phần", "Công ty CP", "Joint Stock Company", "JSC"),
    ("Công ty TNHH", "Cty TNHH", "Company Limited", "Co., Ltd"),
    ("Công ty TNHH Một thành viên", "Công ty TNHH MTV", "One Member Company Limited", "Co., Ltd."),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """One invented firm."""

    core: str
    form: int
    activity: int
    tail: str

    @property
    def legal(self) -> str:
        """The full legal name in mixed case."""
        words = (_FORMS[self.form][0], _FIELDS[self.activity][0], self.core, self.tail)
        return " ".join(word for word in words if word)

    @property
    def english(self) -> str:
        """The legal name as its English charter would print it."""
        tail = "Vietnam" if self.tail else ""
        words = (fold_case(self.core), tail, _FIELDS[self.activity][1], _FORMS[self.form][2])
        return " ".join(word for word in words if word)

    @property
    def slug(self) -> str:
        """The core name for hosts and package names."""
        return fold_marks(self.core).replace(" ", "")

    def store_names(self) -> tuple[str, ...]:
        """How app stores show this firm: trade names, short and English legal forms."""
        plain = fold_case(self.core)
        short_form, short_english = _FORMS[self.form][1], _FORMS[self.form][3]
        return (
            self.core,
            self.core.upper(),
            plain.upper(),
            f"{self.core} Games",
            f"{plain} Studio",
            f"{plain.upper()} {short_english.upper()}",
            f"{plain} {short_english}",
            self.english.upper(),
            f"{short_form} {_FIELDS[self.activity][0]} {self.core}",
            self.legal,
            fold_case(self.legal).upper(),
            f"{plain} Entertainment",
        )


def fold_case(text: str) -> str:
    """Without marks, but with the letters' case kept."""
    return "".join(
        fold_marks(char).upper() if char.isupper() else fold_marks(char) for char in text
    )


def companies(rng: random.Random) -> list[Company]:
    """All invented firms in an order and with legal forms that the seed decides."""
    return [
        Company(
            core=core,
            form=rng.choice((0, 0, 0, 1, 1, 2)),
            activity=rng.randrange(len(_FIELDS)),
            tail=rng.choice(("", "", "Việt Nam")),
        )
        for core in rng.sample(CORES, len(CORES))
    ]


_FIRST = (
    "Amber", "Brass", "Copper", "Drift", "Elder", "Fable", "Glimmer", "Hollow", "Ivory", "Juniper",
    "Kettle", "Lantern", "Marrow", "Nettle", "Onyx", "Pebble", "Quill", "Russet", "Saffron",
    "Thistle", "Umber", "Velvet", "Willow", "Yonder",
)  # fmt: skip
_SECOND = (
    "anvil", "badger", "compass", "dune", "ember", "fjord", "gable", "harbor", "inkwell", "jetty",
    "kiln", "ledger", "mill", "nook", "orchard", "paddock", "quay", "ridge", "spool", "tarn",
)  # fmt: skip
_FOREIGN_FORMS = ("Studio", "Games", "Interactive", "Ltd", "Inc.", "GmbH", "LLC", "Soft", "Lab")
_GLOBAL_FORMS = ("Works", "Collective", "Playhouse", "Oy", "Pte. Ltd.", "Co.", "AB", "Arcade")


def foreign_developers(rng: random.Random) -> Iterator[str]:
    """Developers abroad, none twice: coined compounds with a foreign form."""
    names = [f"{a}{b} {form}" for a in _FIRST for b in _SECOND for form in _FOREIGN_FORMS]
    rng.shuffle(names)
    yield from names


def global_developers(rng: random.Random) -> Iterator[str]:
    """Developers of the global games, without end; none has a planted app."""
    while True:
        yield f"{rng.choice(_FIRST)}{rng.choice(_SECOND)} {rng.choice(_GLOBAL_FORMS)}"


_GIVEN = ("Tư", "Bảy Mít", "Chín Dừa", "Út Mận", "Sáu Cau", "Hai Ổi", "Năm Xoài", "Ba Bưởi")
_HANDLES = ("Dev", "Apps", "Mobile", "Soft", "Studio", "Online", "Team", "Lab", "Digital")
_NICKS = (
    "Hoshimi", "Tekvano", "Lumidor", "Parvix", "Sunbiro", "Cataloo", "Nimbusk", "Orvena",
    "Quackle", "Redmill", "Tinhuo", "Weskar", "Yalbee", "Zenkora", "Picobu", "Mantiko",
)  # fmt: skip


def small_developers(rng: random.Random) -> Iterator[str]:
    """One-person accounts at home, none twice; none resembles a licensee."""
    names = [f"{given} {handle}" for given in _GIVEN for handle in _HANDLES]
    names += [f"{nick} {handle} {n}" for nick in _NICKS for handle in _HANDLES for n in (7, 24, 68)]
    rng.shuffle(names)
    yield from names
