"""The kept index: loaded while it is whole and its own, else built and put in its place."""

from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from crawler import index_cache
from crawler.index_cache import cached_index
from matchers.engine.build import build_index

TITLES = ("Đảo Rồng", "Đảo Rồng 2 Mobile", "Thành Cổ")
FIRMS = ("Công ty TNHH Ví Dụ Xanh", "Công ty TNHH Ví Dụ Xanh", "Ví Dụ Vàng")


def kept(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


def test_what_was_built_once_is_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = cached_index(tmp_path)(TITLES, FIRMS)
    monkeypatch.setattr(index_cache, "build_index", None)
    again = cached_index(tmp_path)(TITLES, FIRMS)
    assert np.array_equal(first.exact_keys, again.exact_keys)


@pytest.mark.parametrize("body", [b"", b"PK\x03\x04", pickle.dumps(print), b"\0" * 5000, b"half"])
def test_a_foreign_file_is_built_over(tmp_path: Path, body: bytes) -> None:
    cached_index(tmp_path)(TITLES, FIRMS)
    (path,) = kept(tmp_path)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2] if body == b"half" else body)
    built = cached_index(tmp_path)(TITLES, FIRMS)
    assert np.array_equal(built.exact_keys, build_index(TITLES, FIRMS).exact_keys)
    assert path.read_bytes() == whole


def test_only_the_newest_few_are_kept(tmp_path: Path) -> None:
    (tmp_path / "trusted.pem").touch()
    for number in range(6):
        cached_index(tmp_path)((f"Đảo Rồng {number}",), FIRMS[:1])
    assert len(kept(tmp_path)) == 5
    assert (tmp_path / "trusted.pem").exists()


@pytest.mark.parametrize("place", ["absent", "file"])
def test_a_folder_that_takes_no_file_does_no_harm(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").touch()
    found = cached_index(tmp_path / place)(TITLES, FIRMS)
    assert np.array_equal(found.exact_keys, build_index(TITLES, FIRMS).exact_keys)


def test_many_at_once_leave_one_whole_file(tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: cached_index(tmp_path)(TITLES, FIRMS), range(8)))
    assert all(np.array_equal(found[0].exact_keys, one.exact_keys) for one in found)
    assert len(kept(tmp_path)) == 1
