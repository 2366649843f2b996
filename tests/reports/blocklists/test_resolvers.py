"""The zone in real resolvers: they load it, block what stands in it, and nothing else."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from reports.blocklists import rpz
from reports.blocklists.blocklist import write_list
from tests.reports.blocklists.lists import NAMES, block_list
from tests.reports.blocklists.resolvers import Resolver, bind, program, unbound

STARTS: dict[str, Callable[[Path, Path], AbstractContextManager[Resolver]]] = {
    "bind": bind,
    "unbound": unbound,
}
WORLD = "192.0.2.7"


@pytest.fixture(scope="module")
def zone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("zone") / "rasoat.rpz"
    write_list(rpz.EXPORT, block_list(*NAMES), path)
    return path


@pytest.fixture(scope="module", params=STARTS)
def resolver(
    request: pytest.FixtureRequest, zone: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Resolver]:
    folder = tmp_path_factory.mktemp(request.param) / "server"
    with STARTS[request.param](folder, zone) as running:
        yield running


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("below", ["", "www.", "m.vao-nhanh."])
def test_a_listed_name_and_all_below_it_do_not_exist(
    resolver: Resolver, name: str, below: str
) -> None:
    assert resolver.answer(f"{below}{name}") == "NXDOMAIN"
    assert resolver.answer(f"{below}{name.upper()}", "AAAA") == "NXDOMAIN"


@pytest.mark.parametrize(
    "name", ["vidu.com", "khac-nohu-vidu.club", "club", "com.vn", "nohu-vidu.club.vidu.com"]
)
def test_every_other_name_is_answered_as_before(resolver: Resolver, name: str) -> None:
    assert resolver.answer(name) == WORLD


def test_the_zone_passes_the_checker_without_a_word_of_warning(zone: Path) -> None:
    command = [program("named-checkzone"), "-k", "fail", "-n", "fail", "rpz.vidu", str(zone)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    told = f"{done.stdout}{done.stderr}"
    assert done.returncode == 0, told
    assert "loaded serial 2026112041" in told
    assert "warning" not in told
    assert "ignoring" not in told
