"""Each word of a listing agrees with the register's, or it is told as one that does not."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchers.verdict.firms import read_firm
from matchers.verdict.readings import How, is_initials, is_near, other_readings
from matchers.verdict.texts import Text, read_title, runs
from matchers.verdict.tokens import align

WORDS = st.sampled_from(
    ["Võ", "Lâm", "Vo", "V0", "Rồng", "Long", "2", "II", "Mobile", "–", "VoLam", "三国", "Legend"]
)
NAMES = st.one_of(st.text(max_size=60), st.lists(WORDS, max_size=8).map(" ".join))


def linked(seen: str, registered: str) -> list[tuple[str, str, How]]:
    one, other = read_title(seen), read_title(registered)
    return [
        (
            one.run(link.seen, link.seen_size),
            other.run(link.registered, link.registered_size),
            link.how,
        )
        for link in align(one, other).links
    ]


@pytest.mark.parametrize(
    ("seen", "registered", "links"),
    [
        ("ĐẢO RỒNG", "Đảo Rồng", [("ĐẢO RỒNG", "Đảo Rồng", How.EQUAL)]),
        ("Dao Rong", "Đảo Rồng", [("Dao Rong", "Đảo Rồng", How.MARKS)]),
        ("Đào Rồng", "Đảo Rồng", [("Đào Rồng", "Đảo Rồng", How.MARKS)]),
        ("V0 L4m", "Võ Lâm", [("V0 L4m", "Võ Lâm", How.DISGUISED)]),
        ("𝐃𝐚𝐨 Rồng", "Đảo Rồng", [("𝐃𝐚𝐨 Rồng", "Đảo Rồng", How.DISGUISED)]),
        ("R\u200bồng", "Rồng", [("R\u200bồng", "Rồng", How.HIDDEN)]),
        ("Vox Laam", "Võ Lâm", [("Vox Laam", "Võ Lâm", How.TYPED)]),
        ("Vo4 La6m", "Võ Lâm", [("Vo4 La6m", "Võ Lâm", How.TYPED)]),
        ("VoLam", "Võ Lâm", [("VoLam", "Võ Lâm", How.GLUED)]),
        ("R ồ n g", "Rồng", [("R ồ n g", "Rồng", How.GLUED)]),
        ("Dragpn Saga", "Dragon Saga", [("Dragpn Saga", "Dragon Saga", How.NEAR)]),
        ("ĐRTK", "Đảo Rồng Truyền Kỳ", [("ĐRTK", "Đảo Rồng Truyền Kỳ", How.INITIALS)]),
        ("三国志", "Tam Quốc Chí", [("三国志", "Tam Quốc Chí", How.HAN)]),
        ("Three Kingdoms", "Tam Quốc", [("Three Kingdoms", "Tam Quốc", How.TRANSLATED)]),
        (
            "Canghai Gufan",
            "Thương Hải Cô Phàm",
            [("Canghai Gufan", "Thương Hải Cô Phàm", How.TRANSLATED)],
        ),
        (
            "Sơn Trang Gu Fan",
            "Sơn Trang Cô Phàm",
            [("Sơn Trang", "Sơn Trang", How.EQUAL), ("Gu Fan", "Cô Phàm", How.TRANSLATED)],
        ),
        ("Tan Long", "Đàm Long", [("Long", "Long", How.EQUAL)]),
        ("Đảo Rồ", "Đảo Rồng", [("Đảo", "Đảo", How.EQUAL), ("Rồ", "Rồng", How.CUT)]),
        ("DaoRongMobi", "Đảo Rồng", [("DaoRongMobi", "Đảo Rồng", How.WITHIN)]),
        ("Rồng Đảo", "Đảo Rồng", [("Rồng", "Rồng", How.EQUAL), ("Đảo", "Đảo", How.EQUAL)]),
        ("Phần II", "Phần 2", [("Phần II", "Phần 2", How.NUMERAL)]),
        ("Lang", "Long", []),
        ("Thành Cổ", "Đảo Rồng", []),
        ("", "Đảo Rồng", []),
    ],
)
def test_words_agree_as_they_are_written(
    seen: str, registered: str, links: list[tuple[str, str, How]]
) -> None:
    assert linked(seen, registered) == links


def test_a_word_agrees_once() -> None:
    one, other = read_title("Rồng Rồng"), read_title("Rồng")
    aligned = align(one, other)
    assert (aligned.more, aligned.missing) == ((1,), ())


@given(NAMES, NAMES)
def test_every_word_agrees_or_differs_and_never_both(seen: str, registered: str) -> None:
    one, other = read_title(seen), read_title(registered)
    links, more, missing = align(one, other)
    agreed = [place for link in links for place in range(link.seen, link.seen + link.seen_size)]
    held = [
        place
        for link in links
        for place in range(link.registered, link.registered + link.registered_size)
    ]
    assert sorted([*agreed, *more]) == list(one.own)
    assert sorted([*held, *missing]) == list(other.own)


@given(NAMES)
def test_words_stand_in_the_text_as_published(title: str) -> None:
    text = read_title(title)
    assert all(text.word(place) in unicodedata.normalize("NFC", title) for place in text.own)


@given(NAMES)
def test_a_name_agrees_with_itself(name: str) -> None:
    text = read_title(name)
    assert align(text, text)[1:] == ((), ())


def test_a_long_name_is_read_in_part() -> None:
    assert not read_title("rồng " * 60).whole
    assert len(read_title("r " * 10_000).keys) == 48
    assert len(read_title("r" * 10_000).text) == 2_000


def test_places_beside_each_other_are_one_run() -> None:
    assert list(runs((0, 1, 3))) == [(0, 2), (3, 1)]
    assert list(runs(())) == []


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("dragpn", "dragon", True),
        ("rogn", "rong", True),
        ("lang", "long", False),  # two words
        ("vo", "va", False),
        ("2024", "2025", False),
        ("saga", "sagas", True),
        ("farm", "form", True),
    ],
)
def test_a_letter_or_two(one: str, other: str, near: bool) -> None:
    assert is_near(one, other) is near


def test_initials_are_of_three_words() -> None:
    assert is_initials("vlm", ("vo", "lam", "moi"))
    assert not is_initials("vl", ("vo", "lam"))


@given(st.text(max_size=30))
def test_a_reading_is_another_word(word: str) -> None:
    assert word not in other_readings(word)


def shown(text: Text, places: tuple[int, ...]) -> list[str]:
    return [text.run(*run) for run in runs(places)]


@pytest.mark.parametrize(
    ("name", "own", "common", "legal"),
    [
        ("Công ty Cổ phần Sen Vàng", ["Sen Vàng"], [], ["Công ty Cổ phần"]),
        ("Công ty CP Công nghệ Sen", ["Sen"], ["Công nghệ"], ["Công ty CP"]),
        ("Sen Games Co., Ltd", ["Sen"], ["Games"], ["Co., Ltd"]),
        ("SenVangGames", ["SenVangGames"], [], []),
        ("Sen & Vàng", ["Sen & Vàng"], [], []),
        ("Sen 0901234567", ["Sen"], [], []),
        ("Game Studio", [], ["Game Studio"], []),
        ("🎮", [], [], []),
    ],
)
def test_a_firms_words_are_told_apart(
    name: str, own: list[str], common: list[str], legal: list[str]
) -> None:
    firm = read_firm(name)
    told = [shown(firm.text, places) for places in (firm.text.own, firm.common, firm.legal)]
    assert [" ".join(words).split() for words in told] == [
        " ".join(words).split() for words in (own, common, legal)
    ]


@given(st.text(max_size=80))
def test_no_word_of_a_firm_is_of_two_kinds(name: str) -> None:
    firm = read_firm(name)
    places = [*firm.text.own, *firm.common, *firm.legal]
    assert len(places) == len(set(places))
