"""Two processes work together only if they run the same sources, whatever their version says."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from redis import Redis

from crawler.cluster import board
from crawler.cluster.board import Board
from crawler.cluster.build import build
from crawler.config import Config
from crawler.errors import ClusterProblem
from tests.crawler.cluster.server import running_redis

ROOT = Path(__file__).resolve().parents[3]
_TOLD = "from crawler.cluster.build import build; print(build())"


def build_of(folder: Path) -> str:
    """What a fresh process says that finds its sources there."""
    done = subprocess.run(
        [sys.executable, "-c", _TOLD], cwd=folder, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for package in ("crawler", "spiders"):
        shutil.copytree(
            ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    return tmp_path


def test_the_same_sources_elsewhere_are_the_same_build(copy: Path) -> None:
    assert build_of(copy) == build_of(ROOT) == build()


@pytest.mark.parametrize(
    "source", ["crawler/cluster/messages.py", "crawler/store/asked.py", "spiders/google_play.py"]
)
def test_other_sources_of_the_same_version_are_another_build(copy: Path, source: str) -> None:
    (copy / source).write_text((copy / source).read_text() + "\n# another line\n")
    version, _, digest = build().partition("+")
    told = build_of(copy)
    assert told.startswith(f"{version}+")
    assert told != f"{version}+{digest}"


def test_a_worker_of_another_build_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with running_redis(tmp_path) as server, Redis(port=server.port) as redis:
        Board(redis).claim("office", Config())
        assert Board(redis).hello() is not None
        other = f"{build()}0"
        monkeypatch.setattr(board, "build", lambda: other)
        with pytest.raises(ClusterProblem, match=r"this worker .*0\. Install the same one on both"):
            Board(redis).hello()
