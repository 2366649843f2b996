"""The engine finds the entry that a listing bears, through disguise, typing and translation."""

from __future__ import annotations

import json
from hashlib import sha256

import numpy as np
import pytest

from benchmarks.ranker import made
from matchers.engine import model
from matchers.engine.build import build_index
from matchers.engine.model import ranker
from matchers.engine.score import Scores, new_scratch, score

FIRM = "Công ty Cổ phần Sen Vàng"  # invented
TITLES = ["Đảo Rồng Huyền Thoại", "Thành Cổ Truyền Kỳ Mobile", "Tam Quốc Chí Sen", "Kẹo Dẻo Vui"]


def scored(*titles: str, account: str = "Sen Vàng Games") -> Scores:
    index = build_index(TITLES, [FIRM] * len(TITLES))
    accounts = [account] * len(titles)
    return score(index, ranker(), new_scratch(len(TITLES)), titles, accounts)


@pytest.mark.parametrize(
    "title",
    [
        "Đảo Rồng Huyền Thoại",
        "DAO RONG HUYEN THOAI",
        "Tải Đảo Rồng Huyền Thoại - Giftcode",
        "Huyền Thoại Đảo Rồng",
        "Ddaor Roongf Huyeenf Thoaij",
        "𝐃𝐚𝐨 𝐑𝐨𝐧𝐠 𝐇𝐮𝐲𝐞𝐧 𝐓𝐡𝐨𝐚𝐢",
        "Đ ả o R ồ n g H u y ề n T h o ạ i",
        "Đảo Rồng Legends",
        "ĐRHT VN",
    ],
)
def test_the_entry_is_found_whatever_was_done_to_its_title(title: str) -> None:
    found = scored(title)
    assert 0 in found.entries[0].tolist()
    assert found.entries[0][np.argmax(found.title[0])] == 0


def test_a_chinese_original_meets_its_vietnamese_title() -> None:
    found = scored("三国志 Sen")
    assert found.entries[0][np.argmax(found.title[0])] == 2


def test_a_sequel_is_not_the_title() -> None:
    same, sequel, glued = scored("Kẹo Dẻo Vui", "Kẹo Dẻo Vui 2", "KẹoDẻoVui3").title.max(axis=1)
    assert same > 0 > max(sequel, glued)


def test_without_an_account_nothing_is_the_licence() -> None:
    found = scored("Kẹo Dẻo Vui", account="")
    assert (found.licence < -10).all()


def test_the_licensee_is_told_from_a_stranger() -> None:
    assert scored("Kẹo Dẻo Vui").licence.max() > 0
    stranger = scored("Kẹo Dẻo Vui", account="Bếp Lửa Ví Dụ")
    assert stranger.licence.max() < 0


@pytest.mark.parametrize(
    "title", ["", "★★★", "\u202e\u200b\x00", "𠀀" * 400, "a" * 10_000, "1" * 999]
)
def test_no_title_breaks_it(title: str) -> None:
    assert scored(title, account=title).entries.shape[0] == 1


def test_an_answer_does_not_depend_on_the_batch() -> None:
    titles = ["Kẹo Dẻo Vui", "Đảo Rồng Legends", "Thành Cổ", "Dao Rong"]
    together = scored(*titles)
    for place, title in enumerate(titles):
        assert np.array_equal(scored(title).title[0], together.title[place])


def test_the_ranker_is_the_one_whose_provenance_stands_beside_it() -> None:
    told = json.loads(model.FILE.with_suffix(".json").read_text(encoding="utf-8"))
    assert told["sha256"] == sha256(model.FILE.read_bytes()).hexdigest()
    assert made.__name__.rsplit(".", 1)[-1] in told["trained_on"]
