"""The lock names every dependency with its hashes, and no place to get it from."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LINES = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
_PLACE = re.compile(
    r"https?:|file:|git\+| @ "
    r"|^\s*(-i|-f|-r|-e|--index-url|--extra-index-url|--find-links|--no-index|--trusted-host)\b"
)


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_the_lock_holds_no_index_and_no_url() -> None:
    assert [line for line in LINES if _PLACE.search(line)] == []


def test_every_requirement_has_a_hash() -> None:
    pinned = [place for place, line in enumerate(LINES) if re.match(r"[A-Za-z0-9]", line)]
    assert len(pinned) > 30
    for place in pinned:
        assert re.match(r"[A-Za-z0-9._-]+==\S+( ;.*)? \\$", LINES[place]), LINES[place]
        assert LINES[place + 1].strip().startswith("--hash=sha256:")


def test_every_dependency_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = {_plain(re.split(r"[<>=!~\[ ;]", one)[0]) for one in wanted}
    locked = {_plain(line.split("==")[0]) for line in LINES if "==" in line and line[0].isalnum()}
    assert names <= locked
