"""Finding the parts of a package."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.parts import DuplicatePart, load

PART = "from types import SimpleNamespace\nPART = SimpleNamespace(name={name!r})\n"


def _package(
    folder: Path, monkeypatch: pytest.MonkeyPatch, package: str, modules: dict[str, str]
) -> None:
    home = folder / package
    home.mkdir()
    (home / "__init__.py").write_text("")
    for module, body in modules.items():
        (home / f"{module}.py").write_text(body)
    monkeypatch.syspath_prepend(str(folder))


def test_parts_come_by_name_and_modules_without_one_are_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    modules = {"b": PART.format(name="zeta"), "a": PART.format(name="alpha"), "helper": "X = 1\n"}
    _package(tmp_path, monkeypatch, "parts_of_two", modules)
    assert list(load("parts_of_two", "PART")) == ["alpha", "zeta"]


def test_two_parts_of_one_name_are_refused_with_both_homes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    modules = {"one": PART.format(name="same"), "two": PART.format(name="same")}
    _package(tmp_path, monkeypatch, "parts_alike", modules)
    with pytest.raises(DuplicatePart, match=r"parts_alike\.two and parts_alike\.one .*“same”"):
        load("parts_alike", "PART")
