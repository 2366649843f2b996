"""Disguises undone, with every quote still the original's own."""

from __future__ import annotations

import csv
import gc
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchers.disguises import folded, readings
from matchers.reading import Reading, _by_stretches, _walked, first_reading
from tests.matchers.sights import LEXICON

WORDS = LEXICON.vocabulary


def _plain(reading: Reading) -> str:
    return " ".join(re.sub(r"[^a-z0-9 ]", " ", reading.plain).split())


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Nổ Hũ", "no hu"),
        ("NO\u0302\u0309 HU\u0303", "no hu"),  # NFD
        ("𝐆𝐎𝟖𝟖 𝗧𝗮̀𝗶", "go88 tai"),
        ("ＮＯＨＵ９０", "nohu90"),
        ("Ⓖⓞ ⑧⑧", "go 88"),
        ("🅣🅐🅘 🅧🅘🅤", "tai xiu"),
        ("nổ һũ, ѕunwin, сasinо", "no hu sunwin casino"),
        ("ΝΟ ΗU", "no hu"),
        ("n\u200bổ\u200d h\u2060ũ", "no hu"),
        ("t̶à̶i̶ x̷ỉ̷u̷", "tai xiu"),
        ("Ðổi thưởng", "doi thuong"),
        ("c\ufe0fá đ\ufe0eộ", "ca do"),
    ],
)
def test_look_alikes_are_read_as_letters(written: str, read: str) -> None:
    assert _plain(first_reading(written)) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("n.ổ h.ũ", "no hu"),
        ("t-à-i x-ỉ-u", "tai xiu"),
        ("c_á c_ư_ợ_c", "ca cuoc"),
        ("N O H U 9 0", "nohu90"),
        ("nổ💰 h🎰ũ", "no hu"),
        ("n0 hũ", "no hu"),
        ("c4s1n0", "casino"),
        ("ta! x!u", "tai xiu"),
        ("đ@́nh b@̀i", "danh bai"),
        ("$unwin", "sunwin"),
        ("g088", "go88"),
        ("𝗧.À.I 🎲 X\u200b.1.U", "tai xiu"),
    ],
)
def test_disguises_are_undone_in_the_second_reading(written: str, read: str) -> None:
    assert [_plain(one) for one in readings(written, WORDS)][1:] == [read]


@pytest.mark.parametrize(
    "written", ["go88 b52 789club", "tặng 50k trải nghiệm", "vào 3G, 4G hay 5G", "2.500.000 đ"]
)
def test_digits_that_are_digits_stay(written: str) -> None:
    digits = re.findall(r"\d+", written)
    assert all(re.findall(r"\d+", one.plain) == digits for one in readings(written, WORDS))


def test_both_placements_of_the_tone_are_one() -> None:
    assert first_reading("hoà uỷ").marked == first_reading("hòa ủy").marked


@given(st.text())
def test_every_place_quotes_the_original(text: str) -> None:
    for reading in readings(text, WORDS):
        assert len(reading.marked) == len(reading.plain)
        assert len(reading.starts) == len(reading.ends) == len(reading.plain)
        for word, start, end in reading.tokens:
            assert reading.plain[start:end] == word
            assert reading.quote(start, end) in text
            assert reading.quote(start, end)


@given(st.text(alphabet="tàixỉunổhũ .-_0183🎰\u200b\u0336𝐆ѕ", max_size=60))
def test_disguised_letters_quote_the_original(text: str) -> None:
    for reading in readings(text, WORDS):
        for _, start, end in reading.tokens:
            assert reading.quote(start, end) in text


@given(st.text(alphabet="abcdeghiklmnopqrstuvxyăâđêôơưáàảãạếềểễệ ", max_size=80))
def test_ordinary_vietnamese_keeps_its_marks(text: str) -> None:
    reading = first_reading(text)
    assert len(reading.marked) == len(text)
    assert first_reading(reading.marked).marked == reading.marked


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("🆃🅰️🅸 🆇🅸🆄", "tai xiu"),
        ("🇳🇴🇭🇺", "nohu"),
        ("tài xỉu 🇻🇳", "tai xiu"),
        ("go8️⃣8️⃣", "go88"),
        ("n\u00adổ h\U000e0062ũ", "no hu"),
        ("n̉ổ h̃ũ", "no hu"),
        ("❶❷❸b", "123b"),
        ("ƒb88 ʙᴇᴛ", "fb88 bet"),
        ("ภ๏ ђย", "no hu"),
        ("t a i x i u", "taixiu"),
        ("n ổ   h ũ", "no hu"),
        ("[n][ổ] [h][ũ]", "no hu"),
        ("n|ổ h|ũ", "no hu"),
        ("tà🎲i xỉ🎲u", "tai xiu"),
        ("N⭕ HŨ", "no hu"),
        ("nổổổ hũũũ", "no hu"),
        ("nổổ hũũ", "no hu"),
        ("ta`i xi?u", "tai xiu"),
        ("ddo^?i thuo+?ng", "doi thuong"),
        ("taif xiur", "tai xiu"),
        ("ta2i xi3u", "tai xiu"),
        ("zút tiền", "rut tien"),
        ("xók đĩa", "xoc dia"),
        ("c4 d0", "ca do"),
        ("\u202e88og\u202c", "go88"),
        ("go88 . vip", "go88.vip"),
        ("go88。com", "go88.com"),
        ("sunwin [dot] com", "sunwin.com"),
        ("tài xỉu. Link ở dưới", "tai xiu link o duoi"),
        ("go-kart, e.g. Q.1, v.v.", "go kart eg q1 vv"),
        ("bản v3, so1, no1, 4G, MP3", "ban v3 so1 no1 4g mp3"),
        ("Book this cool app, see you soon too", "book this cool app see you soon too"),
        ("12bet 1xbet 8xbet i9bet H2O", "12bet 1xbet 8xbet i9bet h2o"),
    ],
)
def test_forms_of_the_families_are_undone(written: str, read: str) -> None:
    assert folded(readings(written, WORDS)[-1]) == read


@given(st.text())
def test_places_stay_in_order(text: str) -> None:
    for reading in readings(text, WORDS):
        assert list(reading.starts) == sorted(reading.starts)
        assert list(reading.ends) == sorted(reading.ends)


@given(
    st.lists(st.sampled_from(["nong", "trai", "vui", "ban", "cung", "xem", "phim"])).map(" ".join)
)
def test_plain_words_stay_as_they_are(text: str) -> None:
    assert folded(readings(text, WORDS)[-1]) == text
    assert readings(text, WORDS)[-1].plain == text


def test_every_shared_obfuscation_form_is_read() -> None:
    table = Path(__file__).resolve().parents[3] / "shared/data/facebook/text/obfuscation.csv"
    if not table.exists():
        pytest.skip("shared data absent: data/facebook/text/obfuscation.csv")
    with table.open(encoding="utf-8", newline="") as rows:
        forms = list(csv.DictReader(rows))
    read = [form for form in forms if folded(readings(form["raw"], WORDS)[-1]) == form["expected"]]
    assert len(read) == len(forms) == 55


@given(
    st.lists(st.sampled_from([*"nổ hũ Gọ8", "\u200b", "\ufe0f", "中", "①", "⑳", "𝐠", "o\u0323"]))
)
def test_what_leaves_no_trace_may_be_left_out_beforehand(letters: list[str]) -> None:
    text = "".join(letters)
    read, walked = first_reading(text), _walked(text, _by_stretches(text))
    assert (read.marked, read.plain) == (walked.marked, walked.plain)
    assert (list(read.starts), list(read.ends)) == (list(walked.starts), list(walked.ends))


def test_a_text_read_by_letters_leaves_nothing_to_the_collector() -> None:
    first_reading("n\u200bổ ⑳")
    gc.collect()
    first_reading("n\u200bổ ⑳")
    assert gc.collect() == 0


def test_a_digit_under_a_mark_of_vietnamese_is_a_letter() -> None:
    assert first_reading("L0\u0302 \u01103\u0302\u0300 2024").marked == "lô đề 2024"
