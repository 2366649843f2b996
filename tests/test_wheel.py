"""The built wheel goes the whole way outside of the checkout."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from numba.core.caching import _CacheLocator

from matchers.engine.compiling import config

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("crawler", "spiders", "matchers", "reports")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation"]
    subprocess.run([*command, "-w", str(folder), str(ROOT)], check=True, capture_output=True)
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment with the wheel; the libraries are those of this environment."""
    folder = tmp_path_factory.mktemp("venv")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    site = next((folder / "lib").glob("python*/site-packages"))
    pip = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", str(site)]
    subprocess.run([*pip, str(wheel)], check=True, capture_output=True)
    (site / "libraries.pth").write_text(sysconfig.get_paths()["purelib"] + "\n", encoding="utf-8")
    _take_over_machine_code(site)
    return folder / "bin" / "python"


def _take_over_machine_code(site: Path) -> None:
    """What was compiled for the checkout serves the same lines there: it takes minutes anew."""
    for ours in (ROOT / "matchers").rglob("*.py"):
        times = (ours.stat().st_atime_ns, ours.stat().st_mtime_ns)  # by which numba knows a file
        os.utime(site / ours.relative_to(ROOT), ns=times)
    kept = Path(config.CACHE_DIR)
    named: Callable[[str], str] = _CacheLocator.get_suitable_cache_subpath
    for ours in (ROOT / "matchers").iterdir():
        if (folder := kept / named(str(ours / "any.py"))).is_dir():
            theirs = named(str(site / ours.relative_to(ROOT) / "any.py"))
            shutil.copytree(folder, site / kept.relative_to(ROOT) / theirs)


def test_the_wheel_holds_all_data_files_and_no_tests(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*"):
            if path.suffix in (".py", ".toml"):
                assert path.relative_to(ROOT).as_posix() in names
    assert {name.split("/")[0] for name in names if ".dist-info" not in name} == set(PACKAGES)


@pytest.mark.slow
def test_the_installed_command_rehearses_outside_the_checkout(
    installed: Path, tmp_path: Path
) -> None:
    where = "import crawler.cli, sys; sys.stdout.write(crawler.cli.__file__)"
    done = subprocess.run(
        [str(installed), "-c", where], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith(str(installed.parents[1]))
    command = [str(installed), "-m", "crawler.cli", "demo", "demo"]
    # Each re-check is a process of its own.
    done = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, timeout=600, check=False
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "demo" / "exports" / "takedown-apple-1.xlsx").is_file()
